package dev.netwright.processor.declare;

import com.google.auto.common.MoreTypes;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.diagnose.SourcePlace;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/** Rules of the interface itself: it extends nothing, has no type parameters, and its package can reach it. */
final class InterfaceRules {
    private InterfaceRules() {}

    static void check(TypeElement type, Reporter reporter) {
        String name = type.getSimpleName().toString();
        SourcePlace place = new SourcePlace(type, null, null);
        if (!type.getInterfaces().isEmpty()) {
            String parents = type.getInterfaces().stream().map(Object::toString).collect(Collectors.joining(", "));
            reporter.report(Problems.unsupportedInterface(
                    place,
                    name,
                    "extends another interface",
                    "an interface that extends nothing",
                    "extends " + parents,
                    "remove  extends "
                            + type.getInterfaces().stream()
                                    .map(parent ->
                                            MoreTypes.asTypeElement(parent).getSimpleName())
                                    .collect(Collectors.joining(", "))));
        }
        if (!type.getTypeParameters().isEmpty()) {
            String parameters =
                    type.getTypeParameters().stream().map(Object::toString).collect(Collectors.joining(", ", "<", ">"));
            reporter.report(Problems.unsupportedInterface(
                    new SourcePlace(type.getTypeParameters().get(0), null, null),
                    name,
                    "has type parameters",
                    "interface " + name,
                    "interface " + name + parameters,
                    "remove  " + parameters));
        }
        for (Element outer = type; outer instanceof TypeElement; outer = outer.getEnclosingElement()) {
            if (outer.getModifiers().contains(Modifier.PRIVATE)) {
                reporter.report(Problems.unsupportedInterface(
                        place,
                        name,
                        "cannot be reached from its package",
                        "an interface that is not private, in types that are not",
                        "private " + outer.getSimpleName(),
                        "remove  private  from '" + outer.getSimpleName() + "'"));
            }
        }
    }

    /** Whether the interface and all types around it are public. */
    static boolean isPublic(TypeElement type) {
        for (Element outer = type; outer instanceof TypeElement; outer = outer.getEnclosingElement()) {
            if (!outer.getModifiers().contains(Modifier.PUBLIC)) {
                return false;
            }
        }
        return true;
    }
}
