package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.View;
import dev.netwright.runtime.checkpoint.Role;
import java.util.List;
import java.util.Optional;

/** {@code @Standardize}: y = (x - mean) / deviation, both buffers of the sample's shape, fitted from data. */
@AutoService(Operator.class)
public final class StandardizeOperator extends Structured {
    public StandardizeOperator() {
        super("Standardize", Position.ANYWHERE);
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        return Checks.floats(site) ? Optional.of(site.input(0)) : Optional.empty();
    }

    @Override
    public List<ParameterSpec> parameters(Site site) {
        List<Integer> shape = site.input(0).shape();
        return List.of(
                ParameterSpec.buffer("mean", shape, Role.MEAN, 0),
                ParameterSpec.buffer("deviation", shape, Role.DEVIATION, 1));
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        return lowering.map(
                Exprs.div(Exprs.sub(Exprs.input(0), Exprs.input(1)), Exprs.input(2)),
                site.output().extents(),
                List.of(lowering.input(0), lowering.parameter("mean"), lowering.parameter("deviation")));
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        String centered = graph.node("Sub", List.of(graph.input(0), graph.parameter("mean")));
        return graph.node("Div", List.of(centered, graph.parameter("deviation")));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "y = (x - mean) / deviation",
                "any, kept",
                "buffers `mean` (0) and `deviation` (1) of the sample's shape, fitted by `standardize(data)`",
                "`Sub`, `Div`");
    }
}
