package dev.netwright.processor.declare;

import dev.netwright.processor.declare.Declaration.Edge;
import dev.netwright.processor.declare.Declaration.NodeDeclaration;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;

/** Resolves edges: parameters name nodes declared above, no parameter means the node just above where that is no guess. */
final class EdgeReader {
    static final String INPUT = "dev.netwright.annotations.Input";

    private final Map<String, KnownOperator> known;
    private final List<String> names;

    /** {@code names} of all methods in the order declared. */
    EdgeReader(Map<String, KnownOperator> known, List<String> names) {
        this.known = known;
        this.names = names;
    }

    /** The nodes with their edges resolved. An edge that cannot be stays as it is named, or without a name. */
    List<NodeDeclaration> join(
            List<NodeDeclaration> nodes, Map<String, ExecutableElement> declared, Reporter reporter) {
        Map<String, NodeDeclaration> byName = new HashMap<>();
        nodes.forEach(node -> byName.put(node.name(), node));
        Map<String, Integer> order = new HashMap<>();
        names.forEach(name -> order.put(name, order.size()));
        long inputs = nodes.stream().filter(EdgeReader::isInput).count();
        List<NodeDeclaration> joined = new ArrayList<>();
        for (NodeDeclaration node : nodes) {
            int at = order.getOrDefault(node.name(), 0);
            List<Edge> edges = node.inputs();
            if (edges.isEmpty() && !isSource(node)) {
                edges = List.of(above(node, at, byName, inputs, reporter));
            } else {
                checkNamed(node, at, order, reporter);
            }
            joined.add(new NodeDeclaration(
                    node.name(), edges, node.operators(), node.init(), node.classes(), node.output(), node.place()));
        }
        return joined;
    }

    private void checkNamed(NodeDeclaration node, int at, Map<String, Integer> order, Reporter reporter) {
        for (Edge edge : node.inputs()) {
            Integer found = order.get(edge.node());
            if (found == null || found >= at) {
                reporter.report(Problems.unknownNode(
                        edge.place(),
                        /* node= */ node.name(),
                        /* name= */ edge.node(),
                        names.subList(0, at),
                        found != null));
            }
        }
    }

    private Edge above(
            NodeDeclaration node, int at, Map<String, NodeDeclaration> byName, long inputs, Reporter reporter) {
        String above = at == 0 ? "" : names.get(at - 1);
        NodeDeclaration before = byName.get(above);
        KnownOperator operator = known.get(node.operators().get(0).annotation());
        String why = "";
        if (operator != null && operator.minInputs() > 1) {
            why = "@" + operator.name() + " takes " + operator.minInputs() + " nodes or more";
        } else if (above.isEmpty()) {
            why = "there is no node above";
        } else if (before != null && before.output()) {
            why = "'" + above + "' is an @Output";
        } else if (before != null && isInput(before) && inputs > 1) {
            why = "the network has " + inputs + " inputs";
        }
        if (why.isEmpty()) {
            return new Edge(above, node.place());
        }
        String help = above.isEmpty()
                ? "put an input first:  @Input(4) Tensor features();"
                : operator != null && operator.minInputs() > 1
                        ? "name them:  Tensor " + node.name() + "(" + candidates(at) + ");"
                        : "name it:  Tensor " + node.name() + "(Tensor " + above + ");";
        reporter.report(Problems.ambiguousInput(node.place(), node.name(), above, why, help));
        return new Edge("", node.place());
    }

    /** The last two nodes above as parameters. */
    private String candidates(int at) {
        List<String> last = names.subList(Math.max(0, at - 2), at);
        return "Tensor " + String.join(", Tensor ", last.size() == 1 ? List.of(last.get(0), "other") : last);
    }

    private boolean isSource(NodeDeclaration node) {
        KnownOperator operator = known.get(node.operators().get(0).annotation());
        return operator != null && operator.source();
    }

    static boolean isInput(NodeDeclaration node) {
        return node.operators().stream().anyMatch(use -> use.annotation().equals(INPUT));
    }

    /** Names of the nodes above. */
    static Set<String> named(NodeDeclaration node) {
        Set<String> named = new HashSet<>();
        node.inputs().forEach(edge -> named.add(edge.node()));
        return named;
    }
}
