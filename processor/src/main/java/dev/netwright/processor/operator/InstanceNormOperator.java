package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;

/** {@code @InstanceNorm}: y = (x - mean) / √(variance + epsilon) · scale + shift over each channel (Ulyanov et al. 2016). */
@AutoService(Operator.class)
public final class InstanceNormOperator extends ChannelNorm {
    public InstanceNormOperator() {
        super("InstanceNorm");
    }

    @Override
    int groups(Site site) {
        return channels(site);
    }

    @Override
    boolean fits(Site site) {
        if (positions(site) > 1) {
            return true;
        }
        Checks.mismatch(
                site,
                0,
                "rank 2 or more, [channels, …], with 2 or more positions a channel: one value is its own mean",
                channels(site) > 1
                        ? "write  @LayerNorm(axis = 0)  in place of @InstanceNorm"
                        : "leave @InstanceNorm out");
        return false;
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        return site.input(0).batched()
                ? graph.node(
                        "InstanceNormalization",
                        List.of(graph.input(0), graph.parameter("scale"), graph.parameter("shift")),
                        Map.of("epsilon", epsilon(site)))
                : super.onnx(site, graph);
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "y = (x - mean) / √(variance + epsilon) · scale + shift over each channel",
                "[channels, …] of rank 2 or more, kept",
                "`scale` [channels], 1; `shift` [channels], 0",
                "`InstanceNormalization`");
    }
}
