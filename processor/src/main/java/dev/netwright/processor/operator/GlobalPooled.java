package dev.netwright.processor.operator;

import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.MapStep.Reduction;
import dev.netwright.processor.step.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value for each channel: a reduction of the spatial axes. */
abstract class GlobalPooled extends Structured {
    private final boolean mean;

    GlobalPooled(String name, boolean mean) {
        super(name, Position.FIRST);
        this.mean = mean;
    }

    @Override
    public final Optional<TensorType> infer(Site site) {
        return Planes.checked(site)
                ? Optional.of(site.input(0).withShape(site.input(0).shape().subList(0, 1)))
                : Optional.empty();
    }

    @Override
    public final View lower(Site site, Lowering lowering) {
        TensorType type = site.input(0);
        int axes = type.rank() - 1;
        View x = lowering.input(0);
        View reduced =
                lowering.reduce(Exprs.input(0), mean ? Reduction.SUM : Reduction.MAX, axes, type.extents(), List.of(x));
        View result = lowering.reshape(reduced, site.output().extents());
        if (!mean) {
            return result;
        }
        double elements = TensorType.size(type.shape().subList(1, axes + 1));
        return lowering.map(
                Exprs.div(Exprs.input(0), Exprs.constant(elements)),
                site.output().extents(),
                List.of(result));
    }

    @Override
    public final String onnx(Site site, OnnxGraph graph) {
        String pool = mean ? "GlobalAveragePool" : "GlobalMaxPool";
        return Planes.onnx(site, graph, x -> graph.node("Flatten", List.of(graph.node(pool, List.of(x))), Map.of()));
    }

    @Override
    public final Documentation documentation() {
        return new Documentation(
                "y[c] = " + (mean ? "mean" : "max") + " x[c, …]",
                "[channels, height, width] or [channels, length] → [channels]",
                "",
                "`Global" + (mean ? "Average" : "Max")
                        + "Pool`, `Flatten`; `Unsqueeze`, `Squeeze` without batch dimension");
    }
}
