package dev.netwright.processor.operator;

import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A part of a sample along an axis. A view, no step. */
abstract class Part extends Structured {
    Part(String name) {
        super(name, Position.FIRST);
    }

    /**
     * Indices of an axis.
     *
     * @param from the first
     * @param to the first behind them
     * @param step their distance
     */
    record Range(int from, int to, int step) {
        /** How many there are. */
        int length() {
            return (to - from + step - 1) / step;
        }
    }

    /** The indices taken of an axis {@code length} long; empty after reporting what is wrong. */
    abstract Optional<Range> range(Site site, int axis, int length);

    @Override
    public final boolean takesVarying() {
        return true;
    }

    @Override
    public final boolean needsMask(Site site) {
        return false;
    }

    @Override
    public final Optional<TensorType> infer(Site site) {
        if (!Checks.floats(site)) {
            return Optional.empty();
        }
        TensorType x = site.input(0);
        int axis = Checks.axis(site, "axis", x);
        if (axis < 0) {
            return Optional.empty();
        }
        if (x.varies(axis)) {
            int other = Axes.all(x.rank()).stream()
                    .filter(k ->
                            !x.varies(k) && range(site, k, x.shape().get(k)).isPresent())
                    .findFirst()
                    .orElse(-1);
            Checks.varying(
                    site,
                    0,
                    axis,
                    "an axis that is as long for every sample",
                    other < 0 ? Checks.without(site, 0, axis) : "write  axis = " + other);
            return Optional.empty();
        }
        return range(site, axis, x.shape().get(axis)).map(range -> {
            List<Integer> shape = new ArrayList<>(x.shape());
            shape.set(axis, range.length());
            return x.withShape(shape, x.varying());
        });
    }

    private static int axis(Site site) {
        return Axes.fromStart(site.attributes().integer("axis"), site.input(0).rank());
    }

    private Range range(Site site) {
        int axis = axis(site);
        return range(site, axis, site.input(0).shape().get(axis)).orElseThrow();
    }

    @Override
    public final View lower(Site site, Lowering lowering) {
        Range range = range(site);
        View x = lowering.input(0);
        int axis = axis(site) + (site.output().batched() ? 1 : 0);
        List<Extent> extents = new ArrayList<>(x.extents());
        List<Integer> strides = new ArrayList<>(x.strides());
        int stride = strides.get(axis);
        extents.set(axis, Extent.of(range.length()));
        strides.set(axis, Math.multiplyExact(stride, range.step()));
        return new View(x.buffer(), x.offset() + range.from() * stride, extents, strides);
    }

    @Override
    public final String onnx(Site site, OnnxGraph graph) {
        Range range = range(site);
        long axis = axis(site) + (site.output().batched() ? 1L : 0);
        return graph.node(
                "Slice",
                List.of(
                        graph.input(0),
                        graph.integers(List.of((long) range.from())),
                        graph.integers(List.of((long) range.to())),
                        graph.integers(List.of(axis)),
                        graph.integers(List.of((long) range.step()))));
    }
}
