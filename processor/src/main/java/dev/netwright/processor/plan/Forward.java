package dev.netwright.processor.plan;

import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.operator.Masks;
import dev.netwright.processor.operator.TensorType;
import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The forward pass of a graph as lowered: a tape, the value of each node, the results. */
final class Forward {
    private static final String ANNOTATIONS = "dev.netwright.annotations.";

    final Graph graph;
    final boolean training;
    final Buffers buffers = new Buffers();
    final Tape tape = new Tape();
    final List<Result> results = new ArrayList<>();

    /** The stored tensors by name. */
    private final Map<String, Graph.Stored> stored = new HashMap<>();

    private final Map<Graph.Node, View> sources = new HashMap<>();
    private int applied;

    /**
     * A result.
     *
     * @param name its node's name; of what arrives at a {@code @Standardize} what the names of its buffers start with
     * @param value a whole buffer that no other result has
     * @param head its final activation
     */
    record Result(String name, View value, Optional<FinalActivation> head) {}

    /**
     * A final activation that a loss may take the logits of.
     *
     * @param applied number of its occurrence
     */
    record FinalActivation(String name, int applied, View logits) {}

    Forward(Graph graph, boolean training) {
        this.graph = graph;
        this.training = training;
        graph.parameters().forEach(tensor -> stored.put(tensor.name(), tensor));
        graph.buffers().forEach(tensor -> stored.put(tensor.name(), tensor));
    }

    Graph.Stored stored(String name) {
        Graph.Stored tensor = stored.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter or buffer '" + name + "'");
        }
        return tensor;
    }

    /** Lowers all nodes and brings the value of each of {@code wanted} into a whole buffer of its own, a result. */
    void lower(List<Graph.Node> wanted) {
        List<View> values = new ArrayList<>();
        List<Optional<FinalActivation>> heads = new ArrayList<>();
        lower(values, heads, use -> false);
        Set<Buffer> taken = new HashSet<>();
        for (Graph.Node node : wanted) {
            View value = values.get(node.index());
            boolean own = value.buffer().space() == Buffer.Space.WORK
                    && value.isWhole()
                    && node.type().batched()
                    && taken.add(value.buffer());
            if (own) {
                results.add(new Result(node.name(), value, heads.get(node.index())));
            } else {
                results.add(new Result(node.name(), copied(node.name(), node.type(), value), Optional.empty()));
            }
        }
    }

    /** The caller's array of an input. */
    View source(Graph.Node node) {
        return sources.computeIfAbsent(node, input -> {
            List<Extent> extents = input.type().extents();
            int index = graph.inputs().indexOf(input);
            return View.whole(buffers.make(Buffer.Space.INPUT, input.name(), index, Buffers.size(extents)), extents);
        });
    }

    /** Lowers all nodes; the value that each operator of {@code taps} takes is a result, a copy. */
    void lowerArrivals(Predicate<Graph.Applied> taps) {
        lower(new ArrayList<>(), new ArrayList<>(), taps);
    }

    private void lower(List<View> values, List<Optional<FinalActivation>> heads, Predicate<Graph.Applied> taps) {
        for (Graph.Node node : graph.nodes()) {
            List<View> inputs = node.inputs().stream().map(values::get).toList();
            Optional<FinalActivation> head = Optional.empty();
            for (Graph.Applied use : node.applied()) {
                if (taps.test(use)) {
                    View copy = copied(node.name(), use.site().input(0), inputs.get(0));
                    results.add(new Result(use.prefix(), copy, Optional.empty()));
                }
                View value = lower(node, use, inputs);
                head = finalActivation(use, inputs, value);
                inputs = List.of(value);
            }
            values.add(inputs.get(0));
            heads.add(head);
        }
    }

    private View lower(Graph.Node node, Graph.Applied use, List<View> inputs) {
        OperatorLowering lowering = new OperatorLowering(this, node, use, applied, inputs);
        View value;
        try {
            value = use.operator().lower(use.site(), lowering);
            if (use.output().varies() && use.operator().needsMask(use.site())) {
                value = Masks.masked(use.output(), value, 0, lowering);
            }
        } catch (ArithmeticException e) {
            PlanTooLarge tooLarge =
                    new PlanTooLarge(node.name(), floats(use.output().shape()));
            tooLarge.initCause(e);
            throw tooLarge;
        }
        applied++;
        if (!value.extents().equals(use.output().extents())) {
            throw new IllegalStateException(use.operator().annotation() + " of '" + node.name() + "' lowered to "
                    + value.extents() + " in place of " + use.output().extents());
        }
        return value;
    }

    private static long floats(List<Integer> shape) {
        long product = 1;
        for (int dimension : shape) {
            long next = product * dimension;
            if (product > Long.MAX_VALUE / Math.max(1, dimension)) {
                return Long.MAX_VALUE;
            }
            product = next;
        }
        return product;
    }

    private View copied(String node, TensorType type, View value) {
        List<Extent> extents = new ArrayList<>(type.extents());
        if (!type.batched()) {
            extents.add(0, Extent.BATCH);
        }
        View copy = buffers.work(node, extents);
        tape.entries.add(new Tape.Entry(OperatorLowering.copy(value.broadcast(extents), copy), node, applied++, -1));
        return copy;
    }

    private Optional<FinalActivation> finalActivation(Graph.Applied use, List<View> inputs, View value) {
        String annotation = use.operator().annotation();
        if (!training || !annotation.startsWith(ANNOTATIONS) || !use.output().batched() || inputs.size() != 1) {
            return Optional.empty();
        }
        String name = annotation.substring(ANNOTATIONS.length());
        boolean known = switch (name) {
            case "Sigmoid" -> true;
            case "Softmax", "LogSoftmax" -> {
                int axis = use.site().attributes().integer("axis");
                yield axis == -1 || axis == use.output().rank() - 1;
            }
            default -> false;
        };
        View logits = inputs.get(0);
        return known
                        && logits.buffer().space() == Buffer.Space.WORK
                        && logits.isWhole()
                        && logits.extents().equals(value.extents())
                        && !logits.buffer().equals(value.buffer())
                ? Optional.of(new FinalActivation(name, applied - 1, logits))
                : Optional.empty();
    }
}
