package dev.netwright.processor.schema;

import dev.netwright.processor.declare.Declaration.OperatorUse;
import dev.netwright.processor.graph.Graph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The schema of a graph, without how it loads the version before. */
final class Snapshot {
    private static final String LANGUAGE = "dev.netwright.annotations.";

    private Snapshot() {}

    static SchemaFile of(Graph graph) {
        List<SchemaFile.Tensor> tensors = new ArrayList<>();
        for (List<Graph.Stored> table : List.of(graph.parameters(), graph.buffers())) {
            table.forEach(stored -> tensors.add(new SchemaFile.Tensor(
                    stored.name(),
                    stored.node().name(),
                    stored.spec().role().text(),
                    stored.spec().learned(),
                    stored.spec().shape())));
        }
        return new SchemaFile(
                graph.declaration().interfaceName(),
                graph.declaration().version(),
                "",
                graph.nodes().stream().map(node -> node(graph, node)).toList(),
                graph.inputs().stream().map(node -> port(graph, node)).toList(),
                graph.outputs().stream().map(node -> port(graph, node)).toList(),
                tensors,
                List.of());
    }

    private static SchemaFile.Node node(Graph graph, Graph.Node node) {
        return new SchemaFile.Node(
                node.name(),
                node.inputs().stream()
                        .map(input -> graph.nodes().get(input).name())
                        .toList(),
                type(node),
                node.type().shape(),
                graph.declaration().nodes().get(node.index()).operators().stream()
                        .map(Snapshot::operator)
                        .toList());
    }

    private static String type(Graph.Node node) {
        return node.type().element().name().toLowerCase(Locale.ROOT);
    }

    /** A formula of the language may be written otherwise in a later Netwright; the user's own is part of the network. */
    private static SchemaFile.Operator operator(OperatorUse use) {
        boolean own = !use.annotation().startsWith(LANGUAGE);
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (String name : use.attributes().names()) {
            attributes.put(name, tree(use.attributes().json(name)));
        }
        return new SchemaFile.Operator(
                own ? use.annotation() : use.name(),
                own ? use.formula().map(formula -> formula.text()).orElse("") : "",
                attributes);
    }

    private static Object tree(String json) {
        try {
            return Json.parse(json);
        } catch (Json.Malformed e) {
            throw new IllegalStateException("attributes are JSON: " + json, e);
        }
    }

    private static SchemaFile.Port port(Graph graph, Graph.Node node) {
        return new SchemaFile.Port(
                node.name(),
                type(node),
                node.type().shape(),
                node.type().varies() ? graph.lengths(node).name() : "",
                node.isInput() ? graph.ids(node) : 0,
                graph.classes(node));
    }
}
