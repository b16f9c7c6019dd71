package dev.netwright.processor.write;

import dev.netwright.processor.declare.Attributes;
import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The JSON object that describes a network in its files.
 *
 * <pre>{@code
 * {
 *   "inputs": [{"name": "image", "type": "float32", "shape": [1, 28, 28]}],  // "lengths": "imageLengths" where it varies
 *   "outputs": [{"name": "output", "type": "float32", "shape": [10]}],
 *   "layers": [
 *     {"name": "hidden1", "operators": [{"type": "Dense", "attributes": {"value": 128, "bias": true}}, {"type": "ReLU"}],
 *      "shape": [128], "parameters": ["hidden1.weight", "hidden1.bias"]}
 *   ],
 *   "connections": [["pixels", "hidden1"]]
 * }
 * }</pre>
 */
final class ArchitectureJson {
    private ArchitectureJson() {}

    static String write(Graph graph) {
        List<String> layers = new ArrayList<>();
        List<String> connections = new ArrayList<>();
        List<List<String>> tensors = new ArrayList<>();
        graph.nodes().forEach(node -> tensors.add(new ArrayList<>()));
        for (List<Graph.Stored> table : List.of(graph.parameters(), graph.buffers())) {
            table.forEach(stored -> tensors.get(stored.node().index()).add(string(stored.name())));
        }
        for (Graph.Node node : graph.nodes()) {
            layers.add(layer(graph, node, String.join(", ", tensors.get(node.index()))));
            node.inputs()
                    .forEach(input -> connections.add(
                            "[" + string(graph.nodes().get(input).name()) + ", " + string(node.name()) + "]"));
        }
        return "{\n  \"inputs\": [%s],\n  \"outputs\": [%s],\n  \"layers\": [%s\n  ],\n  \"connections\": [%s]\n}"
                .formatted(
                        ports(graph, graph.inputs()),
                        ports(graph, graph.outputs()),
                        layers.stream().map(layer -> "\n    " + layer).collect(Collectors.joining(",")),
                        wrapped(connections));
    }

    private static String ports(Graph graph, List<Graph.Node> nodes) {
        return wrapped(nodes.stream()
                .map(node -> "{\"name\": " + string(node.name()) + ", \"type\": "
                        + string(node.type().element().name().toLowerCase(Locale.ROOT)) + ", \"shape\": "
                        + node.type().shape() + lengths(graph, node) + classes(graph.classes(node)) + "}")
                .toList());
    }

    /** The input that says how long a sample is, where the first dimension varies. */
    private static String lengths(Graph graph, Graph.Node node) {
        return node.type().varies()
                ? ", \"lengths\": " + string(graph.lengths(node).name())
                : "";
    }

    private static String classes(List<String> names) {
        return names.isEmpty() ? "" : ", \"classes\": " + value(names);
    }

    private static String layer(Graph graph, Graph.Node node, String tensors) {
        List<Declaration.OperatorUse> uses =
                graph.declaration().nodes().get(node.index()).operators();
        String operators = uses.stream().map(ArchitectureJson::operator).collect(Collectors.joining(", "));
        return "{\"name\": %s, \"operators\": [%s], \"shape\": %s%s}"
                .formatted(
                        string(node.name()),
                        operators,
                        node.type().shape(),
                        tensors.isEmpty() ? "" : ", \"parameters\": [" + tensors + "]");
    }

    private static String operator(Declaration.OperatorUse use) {
        Attributes attributes = use.attributes();
        String values = attributes.names().stream()
                .map(name -> string(name) + ": " + value(attributes.value(name)))
                .collect(Collectors.joining(", "));
        return "{\"type\": " + string(use.name())
                + use.formula()
                        .map(formula -> ", \"formula\": " + string(formula.text()))
                        .orElse("")
                + (values.isEmpty() ? "" : ", \"attributes\": {" + values + "}")
                + "}";
    }

    private static String value(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ArchitectureJson::value).collect(Collectors.joining(", ", "[", "]"));
        }
        boolean plain = value instanceof Boolean
                || value instanceof Long
                || (value instanceof Double number && !number.isNaN() && !number.isInfinite());
        return plain ? value.toString() : string(value.toString());
    }

    /** A few elements a line. */
    private static String wrapped(List<String> elements) {
        if (elements.size() < 2) {
            return String.join("", elements);
        }
        StringBuilder lines = new StringBuilder();
        int column = 1000;
        for (int k = 0; k < elements.size(); k++) {
            if (column > 100) {
                lines.append("\n    ");
                column = 0;
            }
            lines.append(elements.get(k));
            lines.append(k + 1 == elements.size() ? "\n  " : ",");
            column += elements.get(k).length();
            lines.append(k + 1 == elements.size() || column > 100 ? "" : " ");
        }
        return lines.toString();
    }

    private static String string(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
