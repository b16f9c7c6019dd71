package dev.netwright.processor.declare;

import com.google.auto.common.MoreElements;
import com.google.auto.common.MoreTypes;
import dev.netwright.processor.declare.Declaration.Edge;
import dev.netwright.processor.declare.Declaration.Formula;
import dev.netwright.processor.declare.Declaration.NodeDeclaration;
import dev.netwright.processor.declare.Declaration.OperatorUse;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.diagnose.SourcePlace;
import dev.netwright.processor.diagnose.Suggestions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Reads one method: its types, its operators, the nodes it names. */
final class MethodReader {
    private static final String TENSOR = "dev.netwright.annotations.Tensor";
    static final String POINTWISE = "dev.netwright.annotations.Pointwise";

    private final Map<String, KnownOperator> known;
    private final Predicate<String> sources;

    MethodReader(Map<String, KnownOperator> known, Predicate<String> sources) {
        this.known = known;
        this.sources = sources;
    }

    /** The node of a method, its edges the names of its parameters, not yet resolved; empty where it has no operator. */
    Optional<NodeDeclaration> read(ExecutableElement method, Reporter reporter) {
        String name = method.getSimpleName().toString();
        Place place = new SourcePlace(method, null, null);
        checkSignature(method, name, place, reporter);
        List<OperatorUse> operators = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        Optional<Attributes> init = Optional.empty();
        Optional<Attributes> classes = Optional.empty();
        boolean output = false;
        Set<String> seen = new HashSet<>();
        for (AnnotationMirror mirror : method.getAnnotationMirrors()) {
            String annotation = AttributeReader.name(mirror);
            if (!seen.add(annotation)) {
                throw new BrokenSource("an annotation twice");
            }
            if (annotation.equals(Companion.OUTPUT)) {
                output = true;
            } else if (annotation.equals(Companion.INIT)) {
                init = Optional.of(AttributeReader.read(method, mirror));
            } else if (annotation.equals(Companion.CLASSES)) {
                classes = Optional.of(AttributeReader.read(method, mirror));
            } else if (isOperator(mirror)) {
                operators.add(use(method, mirror));
            } else {
                foreign.add("@" + mirror.getAnnotationType().asElement().getSimpleName());
            }
        }
        if (operators.isEmpty()) {
            List<String> names = known.values().stream()
                    .map(operator -> "@" + operator.name())
                    .toList();
            List<String> nearest = foreign.stream()
                    .flatMap(f -> Suggestions.nearest(f, names).stream())
                    .distinct()
                    .toList();
            reporter.report(Problems.noOperator(place, name, foreign, nearest));
            return Optional.empty();
        }
        List<Edge> named = method.getParameters().stream()
                .map(p -> new Edge(p.getSimpleName().toString(), new SourcePlace(p, null, null)))
                .toList();
        return Optional.of(new NodeDeclaration(name, named, operators, init, classes, output, place));
    }

    /** Reports the operators on a type. */
    void operatorsOnType(TypeElement type, Reporter reporter) {
        for (AnnotationMirror mirror : type.getAnnotationMirrors()) {
            String name = AttributeReader.name(mirror);
            if (isOperator(mirror) || name.equals(Companion.OUTPUT) || name.equals(Companion.CLASSES)) {
                reporter.report(Problems.operatorOnType(
                        new SourcePlace(type, mirror, null),
                        written(mirror),
                        type.getSimpleName().toString()));
            }
        }
    }

    /** A method as written, but for its annotations: {@code joined(Tensor a, Tensor b)}. */
    static String signature(ExecutableElement method) {
        return method.getSimpleName()
                + method.getParameters().stream()
                        .map(p -> simple(p.asType()) + " " + p.getSimpleName())
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    static String written(AnnotationMirror mirror) {
        String attributes = mirror.getElementValues().entrySet().stream()
                .map(e -> e.getKey().getSimpleName().contentEquals("value")
                                && mirror.getElementValues().size() == 1
                        ? e.getValue().toString()
                        : e.getKey().getSimpleName() + " = " + e.getValue())
                .collect(Collectors.joining(", "));
        return "@" + mirror.getAnnotationType().asElement().getSimpleName()
                + (attributes.isEmpty() ? "" : "(" + attributes + ")");
    }

    private void checkSignature(ExecutableElement method, String name, Place place, Reporter reporter) {
        if (!isTensor(method.getReturnType())) {
            reporter.report(Problems.notATensor(
                    place,
                    name,
                    "",
                    simple(method.getReturnType()),
                    method.getParameters().stream()
                            .map(parameter -> "Tensor " + parameter.getSimpleName())
                            .collect(Collectors.joining(", "))));
        }
        for (VariableElement parameter : method.getParameters()) {
            if (!isTensor(parameter.asType())) {
                String type = method.isVarArgs()
                                && parameter.equals(method.getParameters()
                                        .get(method.getParameters().size() - 1))
                        ? simple(parameter.asType()).replaceAll("\\[]$", "...")
                        : simple(parameter.asType());
                reporter.report(Problems.notATensor(
                        new SourcePlace(parameter, null, null),
                        name,
                        parameter.getSimpleName().toString(),
                        type,
                        ""));
            }
        }
        if (!method.getTypeParameters().isEmpty()) {
            reporter.report(Problems.unsupportedMethod(
                    place,
                    name,
                    "type parameters",
                    method.getTypeParameters().stream()
                            .map(Object::toString)
                            .collect(Collectors.joining(", ", "<", ">"))));
        }
        if (!method.getThrownTypes().isEmpty()) {
            reporter.report(Problems.unsupportedMethod(
                    place,
                    name,
                    "a throws clause",
                    method.getThrownTypes().stream()
                            .map(MethodReader::simple)
                            .collect(Collectors.joining(", ", "throws ", ""))));
        }
    }

    private static boolean isTensor(TypeMirror type) {
        if (type.getKind() == TypeKind.ERROR) {
            throw new BrokenSource("an unknown type");
        }
        return type.getKind() == TypeKind.DECLARED
                && MoreTypes.asTypeElement(type).getQualifiedName().contentEquals(TENSOR);
    }

    /** A type as one writes it where its declaration is imported. */
    private static String simple(TypeMirror type) {
        if (type.getKind() == TypeKind.ARRAY) {
            return simple(MoreTypes.asArray(type).getComponentType()) + "[]";
        }
        return type.getKind() == TypeKind.DECLARED
                ? MoreTypes.asTypeElement(type).getSimpleName().toString()
                : type.toString();
    }

    private boolean isOperator(AnnotationMirror mirror) {
        return known.containsKey(AttributeReader.name(mirror))
                || AttributeReader.find(mirror.getAnnotationType().asElement(), POINTWISE)
                        .isPresent();
    }

    private OperatorUse use(Element method, AnnotationMirror mirror) {
        Attributes attributes = AttributeReader.read(method, mirror);
        TypeElement type = MoreElements.asType(mirror.getAnnotationType().asElement());
        String name = type.getQualifiedName().toString();
        Optional<Formula> formula = AttributeReader.find(type, POINTWISE).map(pointwise -> {
            Attributes said = AttributeReader.read(type, pointwise);
            Place place = sources.test(name) ? said.place("value") : attributes.place();
            return new Formula(said.text("value"), said.text("onnx"), place);
        });
        return new OperatorUse(
                name, attributes, known.containsKey(name) ? Optional.empty() : formula, attributes.place());
    }
}
