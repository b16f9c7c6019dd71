package dev.netwright.processor;

import com.google.auto.common.BasicAnnotationProcessor;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/** Notes which pointwise operators come from the sources being compiled: problems of their formulas are shown there. */
final class PointwiseStep implements BasicAnnotationProcessor.Step {
    private final Set<String> names = new HashSet<>();

    /** Whether the annotation type of this qualified name is among the sources. */
    boolean declared(String annotation) {
        return names.contains(annotation);
    }

    @Override
    public Set<String> annotations() {
        return Set.of("dev.netwright.annotations.Pointwise");
    }

    @Override
    public Set<? extends Element> process(ImmutableSetMultimap<String, Element> elements) {
        for (Element element : elements.values()) {
            if (element instanceof TypeElement type) {
                names.add(type.getQualifiedName().toString());
            }
        }
        return ImmutableSet.of();
    }
}
