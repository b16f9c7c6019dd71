package dev.netwright.processor.schema;

import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tensors of a graph: parameters, then buffers. */
final class Tensors {
    private Tensors() {}

    static List<Graph.Stored> all(Graph graph) {
        return Stream.concat(graph.parameters().stream(), graph.buffers().stream())
                .toList();
    }

    static List<Graph.Stored> of(Graph graph, String layer) {
        return all(graph).stream()
                .filter(stored -> stored.node().name().equals(layer))
                .toList();
    }

    /** Names of the layers that have tensors. */
    static List<String> layers(Graph graph) {
        return all(graph).stream()
                .map(stored -> stored.node().name())
                .distinct()
                .toList();
    }

    static String describe(Graph.Stored stored) {
        return "float32 " + stored.spec().shape();
    }

    /** What follows the node's name in a tensor's. */
    static String local(Graph.Stored stored) {
        return stored.name().substring(stored.node().name().length());
    }

    /** The annotation of the operator that a tensor belongs to. */
    static Place place(Graph graph, Graph.Stored stored) {
        List<Graph.Applied> applied = stored.node().applied();
        int best = 0;
        for (int k = 0; k < applied.size(); k++) {
            String prefix = applied.get(k).prefix();
            if (stored.name().startsWith(prefix)
                    && prefix.length() > applied.get(best).prefix().length()) {
                best = k;
            }
        }
        return graph.declaration()
                .nodes()
                .get(stored.node().index())
                .operators()
                .get(best)
                .place();
    }

    /** The axes of a shape in the order in which the other has them: {@code (1, 0)}. */
    static String permutation(List<? extends Number> from, List<Integer> to) {
        List<Integer> axes = new ArrayList<>();
        for (int length : to) {
            for (int axis = 0; axis < from.size(); axis++) {
                if (from.get(axis).longValue() == length && !axes.contains(axis)) {
                    axes.add(axis);
                    break;
                }
            }
        }
        return axes.toString().replace('[', '(').replace(']', ')');
    }
}
