package dev.netwright.processor.declare;

import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** Says whether generated code can make and call the classes that migrate tensors. */
public final class MigrationClasses {
    /** What they implement. */
    public static final String INTERFACE = "dev.netwright.runtime.checkpoint.TensorMigration";

    private final Elements elements;
    private final Types types;

    /** With the compiler's tools. */
    public MigrationClasses(Elements elements, Types types) {
        this.elements = elements;
        this.types = types;
    }

    /** What is wrong with the class of a canonical name, for code in a package; empty where nothing is. */
    public Optional<String> problem(String name, String packageName) {
        TypeElement type = elements.getTypeElement(name);
        if (type == null) {
            return Optional.of("there is no such class");
        }
        if (type.getKind() != ElementKind.CLASS || type.getModifiers().contains(Modifier.ABSTRACT)) {
            return Optional.of("it is no class that can be made");
        }
        TypeElement migration = elements.getTypeElement(INTERFACE);
        if (migration == null || !types.isAssignable(type.asType(), migration.asType())) {
            return Optional.of("it does not implement TensorMigration");
        }
        boolean here = elements.getPackageOf(type).getQualifiedName().contentEquals(packageName);
        for (TypeElement part = type; part != null; part = enclosing(part)) {
            if (!visible(part, here)
                    || (enclosing(part) != null && !part.getModifiers().contains(Modifier.STATIC))) {
                return Optional.of("it cannot be seen from the generated code, or is an inner class");
            }
        }
        boolean made = ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
                .anyMatch(constructor -> simple(constructor) && visible(constructor, here));
        return made ? Optional.empty() : Optional.of("it has no constructor without parameters that can be seen");
    }

    private static @Nullable TypeElement enclosing(TypeElement type) {
        return type.getEnclosingElement() instanceof TypeElement outer ? outer : null;
    }

    private static boolean simple(ExecutableElement constructor) {
        return constructor.getParameters().isEmpty()
                && constructor.getThrownTypes().isEmpty();
    }

    private static boolean visible(Element element, boolean here) {
        return element.getModifiers().contains(Modifier.PUBLIC)
                || (here && !element.getModifiers().contains(Modifier.PRIVATE));
    }
}
