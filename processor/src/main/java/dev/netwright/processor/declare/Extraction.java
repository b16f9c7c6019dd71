package dev.netwright.processor.declare;

import dev.netwright.processor.declare.Declaration.Edge;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Makes the declaration of a part of another network: the nodes that lead to some, which become its results. */
final class Extraction {
    private final Elements elements;
    private final DeclarationReader reader;

    Extraction(Elements elements, DeclarationReader reader) {
        this.elements = elements;
        this.reader = reader;
    }

    static Place place(TypeElement type) {
        return new SourcePlace(type, null, null);
    }

    /** The part that an {@code @Extract} with these attributes asks for. Its nodes all stand where its results are named. */
    Optional<Declaration> read(TypeElement type, Attributes extract, Declaration source, Reporter reporter) {
        String name = type.getSimpleName().toString();
        if (type.getKind() != ElementKind.INTERFACE) {
            String kind = type.getKind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            reporter.report(Problems.notANetwork(
                    place(type), "@Extract", name, "declared as " + kind, "declare  interface " + name + " {}"));
            return Optional.empty();
        }
        InterfaceRules.check(type, reporter);
        checkAlone(type, name, reporter);
        Attributes network = new Attributes(Map.of("model", ""), Map.of(), extract.place());
        String model = reader.modelName(type, network, reporter);
        List<String> outputs = extract.texts("outputs");
        Place place = extract.place("outputs");
        List<String> known = source.nodes().stream().map(NodeDeclaration::name).toList();
        boolean sound = !outputs.isEmpty();
        for (String output : outputs) {
            if (!known.contains(output)) {
                List<String> near = Suggestions.nearest(output, known);
                reporter.report(Problems.unknownLayer(
                        place,
                        "@Extract",
                        output,
                        network(source),
                        known,
                        near.isEmpty() ? "" : Suggestions.corrected("outputs", outputs, output, near.get(0))));
                sound = false;
            }
        }
        if (outputs.isEmpty()) {
            reporter.report(Problems.unknownLayer(
                    place,
                    "@Extract",
                    "",
                    network(source),
                    known,
                    "outputs = " + Suggestions.literal(List.of(known.get(known.size() - 1)))));
        }
        return sound
                ? Optional.of(new Declaration(
                        elements.getPackageOf(type).getQualifiedName().toString(),
                        elements.getBinaryName(type).toString(),
                        model,
                        InterfaceRules.isPublic(type),
                        source.version(),
                        nodes(source.nodes(), outputs, place),
                        place(type)))
                : Optional.empty();
    }

    /** An extract declares no nodes, and is no network of its own nor tied to a third. */
    private static void checkAlone(TypeElement type, String name, Reporter reporter) {
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            if (method.getModifiers().contains(Modifier.ABSTRACT)) {
                reporter.report(Problems.unsupportedInterface(
                        new SourcePlace(method, null, null),
                        name,
                        "declares nodes, which come from the network it is extracted from",
                        "an interface without methods",
                        MethodReader.signature(method),
                        "remove its methods"));
            }
        }
        for (String other : List.of(Networks.NETWORK, Networks.TRANSFER)) {
            String simple = "@" + other.substring(other.lastIndexOf('.') + 1);
            AttributeReader.find(type, other)
                    .ifPresent(mirror -> reporter.report(Problems.unsupportedInterface(
                            new SourcePlace(type, mirror, null),
                            name,
                            "has @Extract and " + simple,
                            "@Extract alone, with @Pretrained or without",
                            simple,
                            "keep one of the two")));
        }
    }

    private static List<NodeDeclaration> nodes(List<NodeDeclaration> all, List<String> outputs, Place place) {
        Set<String> used = new HashSet<>(outputs);
        for (int k = all.size() - 1; k >= 0; k--) {
            if (used.contains(all.get(k).name())) {
                all.get(k).inputs().forEach(edge -> used.add(edge.node()));
            }
        }
        List<NodeDeclaration> nodes = new ArrayList<>();
        for (NodeDeclaration node : all) {
            if (used.contains(node.name())) {
                boolean output = outputs.contains(node.name());
                nodes.add(new NodeDeclaration(
                        node.name(),
                        node.inputs().stream()
                                .map(edge -> new Edge(edge.node(), place))
                                .toList(),
                        node.operators().stream()
                                .map(use -> new OperatorUse(
                                        use.annotation(), use.attributes().at(place), use.formula(), place))
                                .toList(),
                        node.init().map(init -> init.at(place)),
                        output ? node.classes().map(classes -> classes.at(place)) : Optional.empty(),
                        output,
                        place));
            }
        }
        return nodes;
    }

    /** The interface's simple name. */
    private static String network(Declaration source) {
        String name = source.interfaceName();
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }
}
