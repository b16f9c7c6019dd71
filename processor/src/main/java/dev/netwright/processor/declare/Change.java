package dev.netwright.processor.declare;

import dev.netwright.processor.diagnose.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/**
 * What the user says of how a version loads the one before: {@code @Renamed}, {@code @Added}, {@code @Removed} and the like.
 *
 * @param kind simple name of the annotation
 * @param node the node it stands on, empty for the interface
 * @param attributes its attributes
 * @param place the annotation
 */
public record Change(String kind, String node, Attributes attributes, Place place) {
    private static final String PACKAGE = "dev.netwright.annotations.";
    private static final Set<String> KINDS =
            Set.of("Renamed", "Added", "Removed", "Resized", "SplitFrom", "MergedFrom", "MigratedBy");

    /** All that an interface that comes from a source says, in order; nothing where the compiler has an error of its own to report. */
    public static List<Change> read(TypeElement type) {
        List<Change> changes = new ArrayList<>();
        try {
            add(type, "", changes);
            for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
                if (method.getModifiers().contains(Modifier.ABSTRACT)) {
                    add(method, method.getSimpleName().toString(), changes);
                }
            }
        } catch (BrokenSource e) {
            return List.of();
        }
        return changes;
    }

    /** Where a network's version stands: in its annotation, or that annotation. */
    public static Place version(TypeElement type) {
        return AttributeReader.find(type, PACKAGE + "Network")
                .map(mirror -> AttributeReader.read(type, mirror).place("version"))
                .orElse(Place.NOWHERE);
    }

    private static void add(Element element, String node, List<Change> changes) {
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            String name = AttributeReader.name(mirror);
            if (name.startsWith(PACKAGE) && KINDS.contains(name.substring(PACKAGE.length()))) {
                Attributes attributes = AttributeReader.read(element, mirror);
                changes.add(new Change(name.substring(PACKAGE.length()), node, attributes, attributes.place()));
            }
        }
    }
}
