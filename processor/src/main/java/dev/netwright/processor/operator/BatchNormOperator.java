package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.View;
import dev.netwright.runtime.checkpoint.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code @BatchNorm}: y = (x - mean) / √(variance + epsilon) · scale + shift for each channel, axis 0 of the sample (Ioffe and Szegedy
 * 2015). In inference the mean and variance are the running ones; {@link BatchStatistics} has what training does.
 */
@AutoService(Operator.class)
public final class BatchNormOperator extends Structured {
    public BatchNormOperator() {
        super("BatchNorm", Position.ANYWHERE);
    }

    @Override
    public void check(Site site) {
        Checks.epsilon(site);
        double momentum = site.attributes().number("momentum");
        if (!(momentum >= 0 && momentum <= 1)) {
            Checks.outOfRange(
                    site,
                    "momentum",
                    "0 to 1, the share of a batch in the new running statistics",
                    String.valueOf((float) momentum),
                    "write  momentum = " + (momentum > 1 ? "1" : momentum < 0 ? "0" : "0.1f")
                            + (Double.isNaN(momentum) ? "" : "  (nearest)"));
        }
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        if (!Checks.floats(site)) {
            return Optional.empty();
        }
        if (!site.input(0).batched()) {
            Checks.mismatch(
                    site,
                    0,
                    "a value of each sample: the statistics are those of a batch",
                    "write  @LayerNorm  in place of @BatchNorm  ('" + site.inputName(0) + "' depends on no @Input)");
            return Optional.empty();
        }
        return Optional.of(site.input(0));
    }

    @Override
    public List<ParameterSpec> parameters(Site site) {
        List<Integer> channels = List.of(channels(site.input(0)));
        return List.of(
                ParameterSpec.learned("scale", channels, Role.SCALE, "ONES", Double.NaN),
                ParameterSpec.learned("shift", channels, Role.BIAS, "ZEROS", Double.NaN),
                ParameterSpec.buffer("runningMean", channels, Role.MEAN, 0),
                ParameterSpec.buffer("runningVar", channels, Role.VARIANCE, 1));
    }

    @Override
    public int leastBatch(Site site) {
        return positions(site.input(0)) == 1 ? 2 : 1;
    }

    private static int channels(TensorType type) {
        return type.shape().get(0);
    }

    private static int positions(TensorType type) {
        return Math.toIntExact(type.size() / channels(type));
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        TensorType type = site.output();
        List<Extent> extents = List.of(Extent.BATCH, Extent.of(channels(type)), Extent.of(positions(type)));
        View x = lowering.reshape(lowering.input(0), extents);
        double epsilon = site.attributes().number("epsilon");
        if (lowering.training()) {
            View result = lowering.allocate(type.extents());
            new BatchStatistics(lowering, x, lowering.reshape(result, extents), epsilon)
                    .lower(site.attributes().number("momentum"));
            return result;
        }
        Expr factor = Exprs.div(
                Exprs.input(0), Exprs.unary(Expr.Function.SQRT, Exprs.add(Exprs.input(1), Exprs.constant(epsilon))));
        Maps maps = Maps.of(lowering);
        View factors = maps.map("factor", factor, lowering.parameter("scale"), lowering.parameter("runningVar"));
        Expr y = Exprs.add(Exprs.mul(Exprs.sub(Exprs.input(0), Exprs.input(1)), Exprs.input(2)), Exprs.input(3));
        View result = maps.map(
                "result",
                y,
                x,
                BatchStatistics.ofChannels(lowering.parameter("runningMean"), extents),
                BatchStatistics.ofChannels(factors, extents),
                BatchStatistics.ofChannels(lowering.parameter("shift"), extents));
        return lowering.reshape(result, type.extents());
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        return graph.node(
                "BatchNormalization",
                List.of(
                        graph.input(0),
                        graph.parameter("scale"),
                        graph.parameter("shift"),
                        graph.parameter("runningMean"),
                        graph.parameter("runningVar")),
                Map.of("epsilon", site.attributes().number("epsilon")));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "y = (x - mean) / √(variance + epsilon) · scale + shift for each channel; training: of the batch, which moves the"
                        + " running ones; inference: the running ones",
                "[channels, …], kept",
                "`scale` [channels], 1; `shift` [channels], 0; buffers `runningMean` [channels], 0, `runningVar` [channels], 1",
                "`BatchNormalization`");
    }
}
