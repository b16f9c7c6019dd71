package dev.netwright.processor.operator;

import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Values of different shapes as one: shapes of samples are aligned at the last axis, a missing dimension or one of 1 repeats. The batch
 * dimension is aligned with nothing but the batch dimension; a value without one repeats for every sample.
 */
final class Broadcasting {
    private Broadcasting() {}

    /** The type that all inputs are broadcast to; empty after reporting the first that does not fit those before it. */
    static Optional<TensorType> infer(Site site) {
        if (!Checks.floats(site)) {
            return Optional.empty();
        }
        TensorType result = site.input(0);
        for (int k = 1; k < site.inputCount(); k++) {
            TensorType next = site.input(k);
            int rank = Math.max(result.rank(), next.rank());
            List<Integer> shape = new ArrayList<>();
            SortedMap<Integer, String> varying = new TreeMap<>();
            for (int axis = -rank; axis < 0; axis++) {
                int a = dimension(result, axis);
                int b = dimension(next, axis);
                if (a != b && a != 1 && b != 1) {
                    mismatch(site, k, result, axis);
                    return Optional.empty();
                }
                shape.add(a == 1 ? b : a);
                Optional<String> one = varying(result, axis);
                Optional<String> other = varying(next, axis);
                if (one.isPresent() && other.isPresent() && !one.equals(other)) {
                    lengths(
                            site,
                            k,
                            next.rank() + axis,
                            one.get(),
                            other.get(),
                            Checks.without(site, k, next.rank() + axis),
                            oneInput(one.get(), other.get()));
                    return Optional.empty();
                }
                one.or(() -> other).ifPresent(input -> varying.put(shape.size() - 1, input));
            }
            result = new TensorType(result.element(), shape, result.batched() || next.batched(), varying);
        }
        return Optional.of(result);
    }

    private static void mismatch(Site site, int input, TensorType before, int axis) {
        String from = site.inputName(input);
        TensorType type = site.input(input);
        String others = input == 1 ? site.inputName(0) : "the nodes before it";
        String shape = type.size() == before.size()
                ? "put  @Reshape(" + Checks.braces(before.shape()) + ") Tensor " + from + "Reshaped(Tensor " + from
                        + ");  between " + from + " and " + site.node()
                : "make axis " + axis + " of '" + from + "' " + dimension(before, axis) + ", or 1, which repeats";
        Checks.mismatch(
                site,
                input,
                "dimensions equal to those of " + before + " (" + others + "), or 1, from the last axis on; axis "
                        + axis + " is " + dimension(before, axis) + " there and " + dimension(type, axis) + " here",
                shape);
    }

    /** Two lengths of which a sample may have one and another. */
    static void lengths(Site site, int input, int axis, String before, String here, String... help) {
        Checks.varying(
                site,
                input,
                axis,
                "the lengths of '" + before + "', as the nodes before it; these are those of '" + here + "'",
                help);
    }

    /** What to do where values of two inputs belong together. */
    static String oneInput(String before, String here) {
        return "make '" + before + "' and '" + here + "' parts of one @Input, so that a sample has one length";
    }

    /** The input that says how long an axis is. */
    private static Optional<String> varying(TensorType type, int axisFromEnd) {
        return Optional.ofNullable(type.varying().get(type.rank() + axisFromEnd));
    }

    private static int dimension(TensorType type, int axisFromEnd) {
        int axis = type.rank() + axisFromEnd;
        return axis < 0 ? 1 : type.shape().get(axis);
    }

    /** The inputs as views that {@link Lowering#map} broadcasts rightly. */
    static List<View> views(Site site, Lowering lowering) {
        int rank = site.output().rank();
        List<View> views = new ArrayList<>();
        for (int k = 0; k < site.inputCount(); k++) {
            views.add(aligned(lowering.input(k), site.input(k), rank));
        }
        return views;
    }

    /** A batched value with 1s put in behind its batch dimension; one without is aligned at the last axis as it is. */
    private static View aligned(View view, TensorType type, int rank) {
        return type.batched() ? Views.inserted(view, 1, rank - type.rank()) : view;
    }

    /** The inputs as ONNX broadcasts them: a batched one of fewer dimensions gets 1s behind its batch dimension. */
    static List<String> names(Site site, OnnxGraph graph) {
        List<String> names = new ArrayList<>();
        for (int k = 0; k < site.inputCount(); k++) {
            TensorType type = site.input(k);
            int rank = site.output().rank();
            String cut = OnnxMasks.cut(type, site.output().varying(), rank - type.rank(), graph.input(k), graph);
            names.add(name(type, cut, rank, graph));
        }
        return names;
    }

    /** A value as ONNX aligns it with values of {@code rank} dimensions a sample. */
    static String name(TensorType type, String name, int rank, OnnxGraph graph) {
        if (!type.batched() || type.rank() == rank) {
            return name;
        }
        if (type.varies()) {
            List<Integer> missing =
                    Axes.all(rank - type.rank()).stream().map(axis -> axis + 1).toList();
            return graph.node("Unsqueeze", List.of(name, graph.integers(Axes.longs(missing))));
        }
        List<Long> shape = new ArrayList<>(List.of(0L)); // the batch dimension as it is
        for (int k = type.rank(); k < rank; k++) {
            shape.add(1L);
        }
        type.shape().forEach(d -> shape.add((long) d));
        return graph.node("Reshape", List.of(name, graph.integers(shape)));
    }
}
