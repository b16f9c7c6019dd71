package dev.netwright.processor.diagnose;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/**
 * A place in a source: an element, an annotation of it where there is one, a value of that where there is one. Made by the package
 * {@code declare} alone. Valid within the round of annotation processing that it was made in.
 */
public record SourcePlace(
        Element element,
        @Nullable AnnotationMirror annotation,
        @Nullable AnnotationValue value) implements Place {
    /** The value, or the annotation with the values given; without the package, which the source imports. */
    @Override
    public String code(String otherwise) {
        if (value != null) {
            return shortened(value.toString());
        }
        if (annotation == null) {
            return otherwise;
        }
        String name = annotation.getAnnotationType().asElement().getSimpleName().toString();
        String values = annotation.getElementValues().entrySet().stream()
                .map(e -> e.getKey().getSimpleName() + " = "
                        + shortened(e.getValue().toString()))
                .collect(Collectors.joining(", "));
        String alone = annotation.getElementValues().size() == 1 ? values.replaceFirst("^value = ", "") : values;
        return "@" + name + (values.isEmpty() ? "" : "(" + alone + ")");
    }

    private static String shortened(String code) {
        return code.replace("dev.netwright.annotations.", "");
    }

    /**
     * Numbers that order the places of one top-level type as its source does: the element's place among its siblings from the
     * outside in, then annotation and value before the element itself, and that before its parameters.
     */
    List<Integer> order() {
        List<Integer> order = new ArrayList<>();
        addOrder(element, order);
        if (annotation != null) {
            order.add(0);
            order.add(indexOf(element.getAnnotationMirrors(), annotation));
            if (value != null) {
                order.add(indexOf(annotation.getElementValues().values(), value));
            }
        } else {
            order.add(1);
        }
        return order;
    }

    private static void addOrder(Element element, List<Integer> order) {
        Element outer = element.getEnclosingElement();
        if (outer == null) {
            return;
        }
        addOrder(outer, order);
        if (outer instanceof ExecutableElement method) {
            order.add(2);
            order.add(indexOf(method.getParameters(), element));
        } else if (!outer.getKind().name().equals("PACKAGE")) {
            order.add(2);
            order.add(indexOf(outer.getEnclosedElements(), element));
        }
    }

    private static int indexOf(Collection<?> all, Object one) {
        int index = 0;
        for (Object each : all) {
            if (each == one || each.equals(one)) {
                return index;
            }
            index++;
        }
        return index;
    }
}
