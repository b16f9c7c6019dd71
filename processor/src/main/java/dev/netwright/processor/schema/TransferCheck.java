package dev.netwright.processor.schema;

import dev.netwright.processor.declare.Links.Transfer;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.diagnose.Suggestions;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.GraphBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares layers of a network with those of another that it is to take them over from. */
public final class TransferCheck {
    private static final String ANNOTATION = "@TransferFrom";

    private final Graph graph;
    private final Graph source;
    private final Transfer transfer;
    private final Reporter reporter;
    private boolean failed;

    private TransferCheck(Graph graph, Graph source, Transfer transfer, Reporter reporter) {
        this.graph = graph;
        this.source = source;
        this.transfer = transfer;
        this.reporter = problem -> {
            failed = true;
            reporter.report(problem);
        };
    }

    /** What can be taken over, or nothing after reporting why not. Of a source that does not hold itself nothing is said. */
    public static Optional<Handover> check(Graph graph, Transfer transfer, Reporter reporter) {
        return GraphBuilder.build(transfer.source(), problem -> {})
                .flatMap(source -> new TransferCheck(graph, source, transfer, reporter).check());
    }

    private Optional<Handover> check() {
        List<String> ours = Tensors.layers(graph);
        List<String> theirs = Tensors.layers(source);
        Map<String, String> layers = new LinkedHashMap<>();
        for (String entry : transfer.layers()) {
            int equals = entry.indexOf('=');
            String layer = (equals < 0 ? entry : entry.substring(0, equals)).strip();
            String other = (equals < 0 ? entry : entry.substring(equals + 1)).strip();
            if (require(entry, layer, ours, graph) && require(entry, other, theirs, source)) {
                layers.put(layer, other);
            }
        }
        if (transfer.layers().isEmpty()) {
            ours.stream().filter(theirs::contains).forEach(layer -> layers.put(layer, layer));
            if (layers.isEmpty() && !ours.isEmpty()) {
                reporter.report(
                        Problems.unknownLayer(transfer.place(), ANNOTATION, "", Names.simple(source), theirs, ""));
            }
        }
        layers.forEach(this::compare);
        return failed
                ? Optional.empty()
                : Optional.of(new Handover(
                        transfer.source().packageName(),
                        transfer.source().modelName(),
                        layers,
                        layers.keySet().containsAll(ours)));
    }

    private boolean require(String entry, String layer, List<String> known, Graph network) {
        if (!known.contains(layer)) {
            List<String> near = Suggestions.nearest(layer, known);
            reporter.report(Problems.unknownLayer(
                    transfer.place(),
                    ANNOTATION,
                    layer,
                    Names.simple(network),
                    known,
                    near.isEmpty()
                            ? ""
                            : Suggestions.corrected(
                                    "layers", transfer.layers(), entry, entry.replace(layer, near.get(0)))));
        }
        return known.contains(layer);
    }

    /** Two layers must have the same tensors. */
    private void compare(String layer, String other) {
        Map<String, Graph.Stored> found = new LinkedHashMap<>();
        Tensors.of(source, other).forEach(stored -> found.put(Tensors.local(stored), stored));
        List<String> left = new ArrayList<>();
        found.values().forEach(stored -> left.add(stored.name() + " " + Tensors.describe(stored)));
        for (Graph.Stored stored : Tensors.of(graph, layer)) {
            Graph.Stored match = found.get(Tensors.local(stored));
            if (match != null) {
                left.remove(match.name() + " " + Tensors.describe(match));
            }
            boolean same = match != null
                    && match.spec().shape().equals(stored.spec().shape())
                    && match.spec().learned() == stored.spec().learned();
            if (!same) {
                reporter.report(Problems.tensorMismatch(
                        Tensors.place(graph, stored),
                        stored.name(),
                        match == null ? "is missing" : "is another",
                        "'" + other + "' of '" + Names.simple(source) + "'",
                        Tensors.describe(stored),
                        match == null ? "no " + other + Tensors.local(stored) : Tensors.describe(match),
                        "make both alike, or name the layers that are:  layers = {…}"));
            }
        }
        if (!left.isEmpty()) {
            reporter.report(Problems.tensorMismatch(
                    transfer.place(),
                    "'" + layer + "'",
                    "has " + (left.size() == 1 ? "a tensor" : left.size() + " tensors") + " more",
                    "'" + other + "' of '" + Names.simple(source) + "'",
                    "those of '" + layer + "' alone",
                    Suggestions.few(left),
                    "make both alike, or name the layers that are:  layers = {…}"));
        }
    }
}
