package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.annotations.Attributes;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code @Take}: what lies at one index of an axis; the axis goes. A view, no step. */
@AutoService(Operator.class)
public final class TakeOperator extends Structured {
    public TakeOperator() {
        super("Take", Position.FIRST);
    }

    @Override
    public void check(Site site) {
        if (site.attributes().integer("value") == Attributes.UNSET) {
            Checks.missing(site, "value", "@Take(0)");
        }
    }

    @Override
    public boolean takesVarying() {
        return true;
    }

    @Override
    public boolean needsMask(Site site) {
        return false;
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        if (!Checks.floats(site)) {
            return Optional.empty();
        }
        TensorType x = site.input(0);
        int axis = Checks.axis(site, "axis", x);
        if (axis < 0) {
            return Optional.empty();
        }
        int length = x.shape().get(axis);
        int index = site.attributes().integer("value");
        int nearest = Math.max(-length, Math.min(index, length - 1));
        if (index != nearest) {
            Checks.outOfRange(
                    site,
                    "value",
                    -length + " to " + (length - 1) + ", an index of axis " + axis + " of " + x + " from "
                            + site.inputName(0),
                    String.valueOf(index),
                    "write  value = " + nearest + "  (nearest)");
            return Optional.empty();
        }
        if (x.rank() == 1) {
            int from = Axes.fromStart(index, length);
            Checks.mismatch(
                    site,
                    0,
                    "rank 2 or more, of which one dimension goes",
                    "write  @Slice(from = " + from + ", to = " + (from + 1) + ")  in place of " + site.written()
                            + "  (gives [1])");
            return Optional.empty();
        }
        if (x.varies(axis) && index != 0) {
            Checks.varying(
                    site, 0, axis, "index 0, which every sample has, of an axis that varies", "write  value = 0");
            return Optional.empty();
        }
        List<Integer> shape = new ArrayList<>(x.shape());
        shape.remove(axis);
        List<Integer> left = Axes.others(x.rank(), List.of(axis));
        return Optional.of(x.withShape(shape, x.varyingOf(left)));
    }

    private static int axis(Site site) {
        return Axes.fromStart(site.attributes().integer("axis"), site.input(0).rank());
    }

    private static int index(Site site) {
        return Axes.fromStart(
                site.attributes().integer("value"), site.input(0).shape().get(axis(site)));
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        int axis = axis(site) + (site.output().batched() ? 1 : 0);
        return Views.without(Views.part(lowering.input(0), axis, index(site), 1), axis);
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        long axis = axis(site) + (site.output().batched() ? 1L : 0);
        String one = graph.node(
                "Gather", List.of(graph.input(0), graph.integers(List.of((long) index(site)))), Map.of("axis", axis));
        return graph.node("Squeeze", List.of(one, graph.integers(List.of(axis))));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "what lies at index `value` of `axis`",
                "rank 2 or more → the same without `axis`",
                "",
                "`Gather`, `Squeeze`");
    }
}
