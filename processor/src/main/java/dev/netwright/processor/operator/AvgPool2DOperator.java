package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.step.PoolStep;
import java.util.Map;

/** {@code @AvgPool2D}: the mean of each window. */
@AutoService(Operator.class)
public final class AvgPool2DOperator extends Pooled {
    public AvgPool2DOperator() {
        super("AvgPool2D", PoolStep.Form.MEAN);
    }

    @Override
    boolean countsPadding(Site site) {
        return site.attributes().flag("countIncludePad");
    }

    @Override
    void onnx(Site site, Windowing windows, Map<String, Object> attributes) {
        attributes.put("count_include_pad", countsPadding(site) ? 1L : 0L);
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "y[c, o] = mean x[c, o · stride + k - padding]",
                "[channels, height, width] → [channels, …]",
                "",
                "`AveragePool`; `Unsqueeze`, `Squeeze` without batch dimension");
    }
}
