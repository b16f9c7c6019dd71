package dev.netwright.processor.declare;

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
 * @param nodes the nodes in order, as {@code @NetworkDeclaration} describes them
 */
public record Companion(
        String packageName,
        String className,
        String network,
        int version,
        String model,
        boolean isPublic,
        List<String> nodes) {
    static final String OUTPUT = "dev.netwright.annotations.Output";
    static final String INIT = "dev.netwright.annotations.Init";
    static final String CLASSES = "dev.netwright.annotations.Classes";

    /** Attributes of a formula. */
    static final String FORMULA = "#formula";

    static final String ONNX = "#onnx";

    /** What the continuation of a text starts with, which no name does. */
    static final String MORE = "+";

    /** Most characters of a text: a third of the bytes that a constant takes, as a character may be three. */
    private static final int MOST = 20_000;

    public Companion {
        nodes = List.copyOf(nodes);
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
                declaration.nodes().stream().flatMap(node -> pieces(node(node))).toList());
    }

    private static String node(Declaration.NodeDeclaration node) {
        StringBuilder text = new StringBuilder(node.name());
        node.inputs().forEach(edge -> text.append(' ').append(edge.node()));
        for (Declaration.OperatorUse use : node.operators()) {
            applied(text, use.annotation());
            use.formula().ifPresent(formula -> {
                attribute(text, FORMULA, formula.text());
                attribute(text, ONNX, formula.onnx());
            });
            attributes(text, use.attributes());
        }
        node.init().ifPresent(init -> attributes(applied(text, INIT), init));
        node.classes().ifPresent(classes -> attributes(applied(text, CLASSES), classes));
        if (node.output()) {
            applied(text, OUTPUT);
        }
        return text.toString();
    }

    private static StringBuilder applied(StringBuilder text, String type) {
        return text.append("\t@").append(type);
    }

    private static void attributes(StringBuilder text, Attributes attributes) {
        attributes.names().forEach(name -> attribute(text, name, attributes.value(name)));
    }

    private static void attribute(StringBuilder text, String name, Object value) {
        text.append('\t').append(name).append('=').append(AttributeJson.write(value));
    }

    /** A text too long for a constant of a class file goes on in texts that start with {@link #MORE}. */
    private static Stream<String> pieces(String text) {
        return IntStream.rangeClosed(0, (text.length() - 1) / MOST)
                .mapToObj(k ->
                        (k == 0 ? "" : MORE) + text.substring(k * MOST, Math.min(text.length(), (k + 1) * MOST)));
    }
}
