package dev.netwright.processor.declare;

import com.google.auto.common.MoreElements;
import com.google.auto.common.MoreTypes;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.SourcePlace;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.SimpleAnnotationValueVisitor14;
import org.jspecify.annotations.Nullable;

/** Reads annotations. Throws {@link BrokenSource} where the compiler has an error to report itself. */
final class AttributeReader {
    /** {@code value} first, then by name: not every compiler keeps the order of methods of a class file. */
    private static final Comparator<ExecutableElement> ORDER = Comparator.comparing(
                    (ExecutableElement e) -> !e.getSimpleName().contentEquals("value"))
            .thenComparing(e -> e.getSimpleName().toString());

    private AttributeReader() {}

    /** Attributes of an annotation on {@code element}, defaults included. */
    static Attributes read(Element element, AnnotationMirror annotation) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Place> places = new HashMap<>();
        Map<? extends ExecutableElement, ? extends AnnotationValue> given = annotation.getElementValues();
        ElementFilter.methodsIn(annotation.getAnnotationType().asElement().getEnclosedElements()).stream()
                .sorted(ORDER)
                .forEach(method -> {
                    String name = method.getSimpleName().toString();
                    AnnotationValue value = given.get(method);
                    if (value != null) {
                        places.put(name, new SourcePlace(element, annotation, value));
                    } else {
                        value = method.getDefaultValue();
                    }
                    if (value == null) {
                        throw new BrokenSource("no value for " + name);
                    }
                    values.put(name, converted(value, method.getReturnType()));
                });
        return new Attributes(values, places, new SourcePlace(element, annotation, null));
    }

    /** The annotation of a type that is given by qualified name, if {@code element} has it. */
    static Optional<AnnotationMirror> find(Element element, String annotation) {
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            if (name(mirror).equals(annotation)) {
                return Optional.of(mirror);
            }
        }
        return Optional.empty();
    }

    /** Qualified name of an annotation's type. */
    static String name(AnnotationMirror annotation) {
        TypeElement type = MoreElements.asType(annotation.getAnnotationType().asElement());
        return type.getQualifiedName().toString();
    }

    /** A value of the attribute's declared type: a single value of an array is a list of one. */
    private static Object converted(AnnotationValue value, TypeMirror type) {
        Object result = value.accept(new Conversion(), null);
        boolean array = type.getKind() == TypeKind.ARRAY;
        return array && !(result instanceof List) ? List.of(result) : result;
    }

    private static final class Conversion extends SimpleAnnotationValueVisitor14<Object, @Nullable Void> {
        @Override
        protected Object defaultAction(Object value, Void unused) {
            if (value instanceof Float number) {
                return Decimals.widen(number);
            }
            if (value instanceof Double || value instanceof Boolean) {
                return value;
            }
            return value instanceof Number number ? (Object) number.longValue() : value.toString();
        }

        @Override
        public Object visitString(String text, Void unused) {
            // What javac puts in place of a value that it could not make sense of.
            if (text.equals("<error>")) {
                throw new BrokenSource("a value in error");
            }
            return text;
        }

        @Override
        public Object visitEnumConstant(VariableElement constant, Void unused) {
            return constant.getSimpleName().toString();
        }

        @Override
        public Object visitType(TypeMirror type, Void unused) {
            return type.getKind() == TypeKind.DECLARED
                    ? MoreTypes.asTypeElement(type).getQualifiedName().toString()
                    : type.toString();
        }

        @Override
        public Object visitAnnotation(AnnotationMirror annotation, Void unused) {
            return name(annotation);
        }

        @Override
        public Object visitArray(List<? extends AnnotationValue> values, Void unused) {
            return values.stream().map(value -> value.accept(this, null)).toList();
        }
    }
}
