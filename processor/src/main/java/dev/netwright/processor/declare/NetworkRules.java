package dev.netwright.processor.declare;

import dev.netwright.processor.declare.Declaration.NodeDeclaration;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules of the network as a whole: it has an input, and every node leads to an output. */
final class NetworkRules {
    private NetworkRules() {}

    static void check(String network, List<NodeDeclaration> nodes, Place place, Reporter reporter) {
        if (nodes.stream().noneMatch(EdgeReader::isInput)) {
            reporter.report(Problems.noInput(place, network, !nodes.isEmpty()));
            return;
        }
        List<String> outputs = withResult(nodes).stream()
                .filter(NodeDeclaration::output)
                .map(NodeDeclaration::name)
                .toList();
        Set<String> used = new HashSet<>(outputs);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (used.contains(nodes.get(i).name())) {
                used.addAll(EdgeReader.named(nodes.get(i)));
            }
        }
        for (NodeDeclaration node : nodes) {
            if (!used.contains(node.name())) {
                reporter.report(Problems.unusedNode(node.place(), node.name(), outputs));
            }
        }
    }

    /** The nodes, the last marked as the result where none is. */
    static List<NodeDeclaration> withResult(List<NodeDeclaration> nodes) {
        if (nodes.isEmpty() || nodes.stream().anyMatch(NodeDeclaration::output)) {
            return nodes;
        }
        List<NodeDeclaration> marked = new ArrayList<>(nodes);
        NodeDeclaration last = marked.remove(marked.size() - 1);
        marked.add(new NodeDeclaration(
                last.name(), last.inputs(), last.operators(), last.init(), last.classes(), true, last.place()));
        return marked;
    }
}
