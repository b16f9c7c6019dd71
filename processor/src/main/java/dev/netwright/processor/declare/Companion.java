package dev.netwright.processor.declare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the companion class of a network holds, ready to be written as the values of its {@code @NetworkDeclaration}.
 *
 * @param packageName its package, empty for the unnamed one
 * @param className its simple name
 * @param network binary name of the interface
 * @param version version of the schema
 * @param model simple name of the generated model
 * @param isPublic whether the model is public
 * @param nodes the nodes in order
 */
public record Companion(
        String packageName,
        String className,
        String network,
        int version,
        String model,
        boolean isPublic,
        List<Node> nodes) {
    static final String OUTPUT = "dev.netwright.annotations.Output";
    static final String INIT = "dev.netwright.annotations.Init";
    static final String CLASSES = "dev.netwright.annotations.Classes";

    /** What the continuation of an attribute starts with. */
    static final String MORE = "+";

    /** Most characters of a text: a third of the bytes that a constant takes, as a character may be three. */
    private static final int MOST = 20_000;

    public Companion {
        nodes = List.copyOf(nodes);
    }

    /** Values of a {@code @Node}. */
    public record Node(String name, List<String> inputs, List<Applied> applied) {
        public Node {
            inputs = List.copyOf(inputs);
            applied = List.copyOf(applied);
        }
    }

    /** Values of an {@code @Applied}; {@code formula} and {@code onnx} are empty where there is none. */
    public record Applied(String type, String formula, String onnx, List<String> attributes) {
        public Applied {
            attributes = List.copyOf(attributes);
        }
    }

    /** The companion of a declaration. */
    public static Companion of(Declaration declaration) {
        return new Companion(
                declaration.packageName(),
                Names.companion(declaration.interfaceName()),
                declaration.interfaceName(),
                declaration.version(),
                declaration.modelName(),
                declaration.isPublic(),
                declaration.nodes().stream().map(Companion::node).toList());
    }

    private static Node node(Declaration.NodeDeclaration node) {
        List<Applied> applied = new ArrayList<>();
        for (Declaration.OperatorUse use : node.operators()) {
            applied.add(new Applied(
                    use.annotation(),
                    use.formula().map(Declaration.Formula::text).orElse(""),
                    use.formula().map(Declaration.Formula::onnx).orElse(""),
                    encoded(use.attributes())));
        }
        node.init().ifPresent(init -> applied.add(new Applied(INIT, "", "", encoded(init))));
        node.classes().ifPresent(classes -> applied.add(new Applied(CLASSES, "", "", encoded(classes))));
        if (node.output()) {
            applied.add(new Applied(OUTPUT, "", "", List.of()));
        }
        return new Node(
                node.name(), node.inputs().stream().map(Declaration.Edge::node).toList(), applied);
    }

    private static List<String> encoded(Attributes attributes) {
        return attributes.names().stream()
                .flatMap(name -> pieces(name + "=" + AttributeJson.write(attributes.value(name))))
                .toList();
    }

    /** A text too long for a constant of a class file goes on in texts that start with {@link #MORE}, which no name does. */
    private static Stream<String> pieces(String text) {
        return IntStream.rangeClosed(0, (text.length() - 1) / MOST)
                .mapToObj(k ->
                        (k == 0 ? "" : MORE) + text.substring(k * MOST, Math.min(text.length(), (k + 1) * MOST)));
    }
}
