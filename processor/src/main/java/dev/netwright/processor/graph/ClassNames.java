package dev.netwright.processor.graph;

import dev.netwright.processor.declare.Attributes;
import dev.netwright.processor.declare.Declaration.NodeDeclaration;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.operator.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code @Classes}: names of the classes of an output of shape [classes], or of no and yes for one of shape [1]. */
final class ClassNames {
    private static final String OPERATOR = "@Classes";
    private static final String VALUE = "value";

    private ClassNames() {}

    /** The names; empty where the node has none. */
    static List<String> of(NodeDeclaration node) {
        return node.classes()
                .map(classes -> ((List<?>) classes.value(VALUE))
                        .stream().map(String.class::cast).toList())
                .orElse(List.of());
    }

    /** Reports names that are missing, empty, twice or of another number than the scores, and those of a node that is no result. */
    static void check(NodeDeclaration node, boolean output, Optional<TensorType> type, Reporter reporter) {
        if (node.classes().isEmpty()) {
            return;
        }
        Attributes classes = node.classes().get();
        List<String> names = of(node);
        if (!output) {
            reporter.report(Problems.wrongPosition(
                    classes.place(),
                    node.name(),
                    OPERATOR,
                    "on a result of the network",
                    "on a node that others consume",
                    "write  @Output  on '" + node.name() + "', or move  @Classes  to a result"));
        }
        if (names.isEmpty()) {
            reporter.report(Problems.missingAttribute(
                    classes.place(), node.name(), OPERATOR, VALUE, "@Classes({\"no\", \"yes\"})"));
            return;
        }
        Place place = classes.place(VALUE);
        Set<String> seen = new HashSet<>();
        for (int k = 0; k < names.size(); k++) {
            if (names.get(k).isBlank() || !seen.add(names.get(k))) {
                range(
                        node,
                        place,
                        reporter,
                        "names that differ, none empty",
                        "\"" + names.get(k) + "\" as name " + k,
                        "give class " + k + " a name of its own");
                return;
            }
        }
        type.ifPresent(t -> checkCount(node, t, names.size(), place, reporter));
    }

    private static void checkCount(NodeDeclaration node, TensorType type, int names, Place place, Reporter reporter) {
        if (type.rank() != 1 || type.varies()) {
            range(
                    node,
                    place,
                    reporter,
                    "an output of rank 1, [classes]",
                    type + " from " + node.name(),
                    "put the names on an output that gives a score a class");
            return;
        }
        int scores = type.shape().get(0);
        int expected = scores == 1 ? 2 : scores;
        if (names != expected) {
            range(
                    node,
                    place,
                    reporter,
                    scores == 1
                            ? "2 names, of no and of yes: '" + node.name() + "' is " + type
                            : expected + " names, one for each score of '" + node.name() + "' " + type,
                    names + (names == 1 ? " name" : " names"),
                    names < expected ? "add " + (expected - names) + " more" : "leave " + (names - expected) + " out");
        }
    }

    private static void range(
            NodeDeclaration node, Place place, Reporter reporter, String expected, String found, String help) {
        reporter.report(Problems.outOfRange(place, node.name(), OPERATOR, VALUE, expected, found, help));
    }
}
