package dev.netwright.processor.operator;

import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Bodies;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.MapStep.Reduction;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Softmax and its logarithm along an axis: a maximum, a sum of exponentials and a quotient or difference, over views whose last axis
 * is that axis. Both have an adjoint that needs the result and one sum, in place of the one through each of those steps.
 */
abstract class Normalized extends Structured {
    private final String name;

    Normalized(String name) {
        super(name, Position.ANYWHERE);
        this.name = name;
    }

    @Override
    public final boolean takesVarying() {
        return true;
    }

    @Override
    public final Optional<TensorType> infer(Site site) {
        return Checks.floats(site) && Checks.axis(site, "axis", site.input(0)) >= 0
                ? Optional.of(site.input(0))
                : Optional.empty();
    }

    /** The result, by maps over {@code x} with the axis last; {@code max} is the maximum along it, repeated. */
    abstract void forward(Lowering lowering, View x, View max, View y);

    /** What is summed along the axis in the adjoint, of the result's gradient (0) and the result (1). */
    abstract Expr summed();

    /** The input's gradient, of the result's gradient (0), the result (1) and the sum (2). */
    abstract Expr gradient();

    @Override
    public final View lower(Site site, Lowering lowering) {
        TensorType type = site.output();
        View input = lowering.input(0);
        View result = lowering.allocate(type.extents());
        View y = axisLast(result, site);
        List<Extent> outer = y.extents().subList(0, y.rank() - 1);
        Extent length = y.extents().get(y.rank() - 1);
        lowering.withAdjoint(
                () -> {
                    View x = axisLast(
                            type.varies(axis(site))
                                    ? Masks.masked(type, input, Double.NEGATIVE_INFINITY, lowering)
                                    : input,
                            site);
                    View max = lowering.reduce(Exprs.input(0), Reduction.MAX, 1, x.extents(), List.of(x));
                    forward(lowering, x, lowering.broadcast(max, x.extents()), y);
                },
                gradients -> {
                    if (!gradients.wants(input)) {
                        return;
                    }
                    View dy = axisLast(gradients.of(result), site);
                    View sum = gradients.scratch("sum", outer);
                    gradients.emit(Bodies.compact(
                            new MapStep(y.extents(), List.of(dy, y), sum, summed(), Reduction.SUM, 1, false)));
                    gradients.emit(new MapStep(
                            y.extents(),
                            List.of(dy, y, Views.repeatedAt(sum, sum.rank(), length)),
                            axisLast(gradients.of(input), site),
                            gradient(),
                            Reduction.NONE,
                            0,
                            true));
                });
        return result;
    }

    /** The view with the axis last; a value without a batch dimension as a batch of one, so that some axis comes before it. */
    private View axisLast(View view, Site site) {
        TensorType type = site.output();
        int axis = axis(site);
        View batched = type.batched() ? view : Views.inserted(view, 0, 1);
        return Views.lastAxis(batched, axis + 1);
    }

    private static int axis(Site site) {
        int axis = site.attributes().integer("axis");
        return axis < 0 ? axis + site.output().rank() : axis;
    }

    /** Emits a map of inputs of the same extents, or repeated to them, to {@code y}. */
    static void map(Lowering lowering, Expr body, View y, List<View> inputs) {
        List<View> repeated = new ArrayList<>();
        inputs.forEach(input -> repeated.add(lowering.broadcast(input, y.extents())));
        lowering.emit(new MapStep(y.extents(), repeated, y, body, Reduction.NONE, 0, false));
    }

    @Override
    public final String onnx(Site site, OnnxGraph graph) {
        TensorType type = site.output();
        int axis = axis(site);
        List<String> inputs = List.of(
                type.varies(axis)
                        ? OnnxMasks.masked(type, graph.input(0), Double.NEGATIVE_INFINITY, graph)
                        : graph.input(0));
        return axis == type.rank() - 1 // the default
                ? graph.node(name, inputs)
                : graph.node(name, inputs, Map.of("axis", (long) axis + (type.batched() ? 1 : 0)));
    }
}
