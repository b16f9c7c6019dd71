package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.TreeMap;

/** {@code @LayerNorm}: y = (x - mean) / √(variance + epsilon) · scale + shift over the last axes (Ba, Kiros and Hinton 2016). */
@AutoService(Operator.class)
public final class LayerNormOperator extends TrailingNorm {
    public LayerNormOperator() {
        super("LayerNorm");
    }

    @Override
    boolean fits(Site site) {
        if (!super.fits(site)) {
            return false;
        }
        TensorType x = site.input(0);
        if (TensorType.size(learned(site)) > 1) {
            return true;
        }
        Checks.mismatch(
                site,
                0,
                "2 or more values from axis " + (x.rank() + fromEnd(site)) + " on: one is its own mean",
                x.size() > 1 ? "write  @LayerNorm(axis = 0)" : "leave @LayerNorm out");
        return false;
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        TreeMap<String, Object> attributes = new TreeMap<>();
        attributes.put("axis", fromEnd(site));
        attributes.put("epsilon", epsilon(site));
        return graph.node(
                "LayerNormalization",
                List.of(graph.input(0), graph.parameter("scale"), graph.parameter("shift")),
                attributes);
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "y = (x - mean) / √(variance + epsilon) · scale + shift over the axes from `axis` on",
                "any, kept",
                "`scale`, 1, and `shift`, 0, of the shape from `axis` on",
                "`LayerNormalization`");
    }
}
