package dev.netwright.processor.declare;

import dev.netwright.processor.declare.Declaration.NodeDeclaration;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problem;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.diagnose.SourcePlace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * Reads a {@code @Network} interface that comes from a source and checks all rules of the language that need no shapes. All
 * problems are reported in one go. Says nothing of what the compiler has to say itself.
 */
public final class DeclarationReader {
    private static final String NETWORK = "dev.netwright.annotations.Network";

    private final Elements elements;
    private final ModelName modelNames;
    private final MethodReader methods;
    private final Map<String, KnownOperator> known;

    /**
     * @param elements the compiler's
     * @param operators the structured operators
     * @param sources tells of a qualified name whether its annotation type comes from a source that is being compiled, so that a
     *     problem of its formula can be shown there
     */
    public DeclarationReader(Elements elements, Iterable<KnownOperator> operators, Predicate<String> sources) {
        this.elements = elements;
        this.modelNames = new ModelName(elements);
        this.known = new LinkedHashMap<>();
        operators.forEach(operator -> known.put(operator.annotation(), operator));
        this.methods = new MethodReader(known, sources);
    }

    /**
     * The declaration of {@code type}; empty where nothing more can be checked. After problems were reported the declaration is as
     * whole as it can be, for further checks alone: nodes that were refused are missing, and an edge whose name is no node above
     * it has been reported.
     */
    public Optional<Declaration> read(TypeElement type, Reporter reporter) {
        try {
            return readSound(type, reporter);
        } catch (BrokenSource e) {
            return Optional.empty();
        }
    }

    private Optional<Declaration> readSound(TypeElement type, Reporter reporter) {
        AnnotationMirror network = AttributeReader.find(type, NETWORK).orElseThrow();
        Place place = new SourcePlace(type, null, null);
        if (type.getKind() != ElementKind.INTERFACE) {
            String kind = type.getKind() == ElementKind.ANNOTATION_TYPE
                    ? "annotation type"
                    : type.getKind().name().toLowerCase(Locale.ROOT);
            reporter.report(
                    Problems.notAnInterface(place, kind, type.getSimpleName().toString()));
            return Optional.empty();
        }
        InterfaceRules.check(type, reporter);
        methods.operatorsOnType(type, reporter);
        Attributes attributes = AttributeReader.read(type, network);
        String interfaceName = elements.getBinaryName(type).toString();
        String model = modelNames.of(type, attributes, reporter);
        if (attributes.integer("version") < 1) {
            reporter.report(Problems.outOfRange(
                    attributes.place("version"),
                    "",
                    "@Network",
                    "version",
                    "1 or more",
                    String.valueOf(attributes.integer("version")),
                    "write  version = 1"));
        }
        return Optional.of(new Declaration(
                elements.getPackageOf(type).getQualifiedName().toString(),
                interfaceName,
                model,
                InterfaceRules.isPublic(type),
                attributes.integer("version"),
                nodes(type, place, reporter),
                place));
    }

    /** The name of the class to generate for an interface; whether it is free has been checked. */
    String modelName(TypeElement type, Attributes network, Reporter reporter) {
        return modelNames.of(type, network, reporter);
    }

    private List<NodeDeclaration> nodes(TypeElement type, Place place, Reporter reporter) {
        Counting counting = new Counting(reporter);
        Map<String, ExecutableElement> declared = new LinkedHashMap<>();
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            if (method.getModifiers().contains(Modifier.ABSTRACT)) {
                String name = method.getSimpleName().toString();
                ExecutableElement first = declared.putIfAbsent(name, method);
                if (first != null) {
                    counting.report(Problems.overload(
                            new SourcePlace(method, null, null),
                            name,
                            MethodReader.signature(first),
                            MethodReader.signature(method)));
                }
            }
        }
        NodeNames.check(declared, counting);
        EdgeReader edges = new EdgeReader(known, List.copyOf(declared.keySet()));
        List<NodeDeclaration> nodes = new ArrayList<>();
        for (ExecutableElement method : declared.values()) {
            methods.read(method, counting).ifPresent(nodes::add);
        }
        List<NodeDeclaration> joined = edges.join(nodes, declared, counting);
        if (counting.count == 0) {
            NetworkRules.check(type.getSimpleName().toString(), joined, place, counting);
        }
        return NetworkRules.withResult(joined);
    }

    /** Passes problems on and counts them: rules of the whole are checked only where its parts hold. */
    private static final class Counting implements Reporter {
        private final Reporter reporter;
        private int count;

        Counting(Reporter reporter) {
            this.reporter = reporter;
        }

        @Override
        public void report(Problem problem) {
            count++;
            reporter.report(problem);
        }
    }

    /** Whether a type is annotated {@code @Network} or {@code @Extract}. */
    static boolean isNetwork(TypeElement type) {
        return AttributeReader.find(type, NETWORK).isPresent()
                || AttributeReader.find(type, Networks.EXTRACT).isPresent();
    }
}
