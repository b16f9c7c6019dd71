package dev.netwright.processor.operator;

import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.CopyStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What operators on {@code [channels, height, width]} and {@code [channels, length]} share. */
final class Planes {
    private static final String PLANES = "rank 3, [channels, height, width]";
    private static final String SEQUENCES = "rank 2, [channels, length]";

    private Planes() {}

    /** Whether the input is floats of channels and {@code axes} spatial axes; reports what it is instead. */
    static boolean checked(Site site, int axes) {
        if (!Checks.floats(site)) {
            return false;
        }
        if (site.input(0).rank() != axes + 1) {
            Checks.mismatch(site, 0, axes == 2 ? PLANES : SEQUENCES, reshaped(site, axes));
            return false;
        }
        return true;
    }

    /** Whether the input is floats of channels and one spatial axis or two. */
    static boolean checked(Site site) {
        if (!Checks.floats(site)) {
            return false;
        }
        int rank = site.input(0).rank();
        if (rank != 2 && rank != 3) {
            Checks.mismatch(site, 0, PLANES + ", or " + SEQUENCES, reshaped(site, rank == 1 ? 1 : 2));
            return false;
        }
        return true;
    }

    private static String reshaped(Site site, int axes) {
        List<Integer> shape = site.input(0).shape();
        List<Integer> form;
        if (axes == 2 && shape.size() == 1) {
            int height = (int) Math.sqrt(shape.get(0));
            while (shape.get(0) % height != 0) {
                height--;
            }
            form = List.of(1, height, shape.get(0) / height);
        } else if (shape.size() <= axes) {
            form = new ArrayList<>(List.of(1));
            form.addAll(shape);
        } else if (axes == 1) {
            form = List.of(shape.get(0), -1);
        } else {
            form = new ArrayList<>(List.of(-1));
            form.addAll(shape.subList(shape.size() - axes, shape.size()));
        }
        String from = site.inputName(0);
        return "put  @Reshape(" + Checks.braces(form) + ") Tensor " + from + "Planes(Tensor " + from + ");  between "
                + from + " and " + site.node();
    }

    /** Number of samples, 1 of a value without a batch dimension. */
    static Extent samples(TensorType type) {
        return type.batched() ? Extent.BATCH : Extent.of(1);
    }

    /** Samples, then literals. */
    static List<Extent> extents(TensorType type, List<Integer> shape) {
        List<Extent> extents = new ArrayList<>(List.of(samples(type)));
        shape.forEach(length -> extents.add(Extent.of(length)));
        return extents;
    }

    /** The input in row-major order without gaps, copied where it is not, under {@code [N, shape…]}. */
    static View contiguous(Site site, Lowering lowering, List<Integer> shape) {
        View input = lowering.input(0);
        if (!input.contiguous()) {
            View copy = lowering.allocate(input.extents());
            lowering.emit(copied(input, copy));
            input = copy;
        }
        return lowering.reshape(input, extents(site.input(0), shape));
    }

    /** Copies a view, which may repeat elements. */
    static dev.netwright.processor.step.Step copied(View from, View to) {
        return Views.repeats(from)
                ? new MapStep(to.extents(), List.of(from), to, Exprs.input(0), MapStep.Reduction.NONE, 0, false)
                : new CopyStep(from, to, false);
    }

    /** ONNX nodes that need a batch dimension, on a value that may have none. */
    static String onnx(Site site, OnnxGraph graph, UnaryOperator<String> nodes) {
        if (site.input(0).batched()) {
            return nodes.apply(graph.input(0));
        }
        String first = graph.integers(List.of(0L));
        String result = nodes.apply(graph.node("Unsqueeze", List.of(graph.input(0), first)));
        return graph.node("Squeeze", List.of(result, first), Map.of());
    }

    /** As ONNX has attributes. */
    static List<Long> longs(List<Integer> values) {
        return values.stream().map(Long::valueOf).toList();
    }
}
