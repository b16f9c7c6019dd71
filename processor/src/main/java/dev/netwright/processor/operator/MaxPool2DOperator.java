package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.step.PoolStep;
import java.util.Map;

/** {@code @MaxPool2D}: the largest element of each window. */
@AutoService(Operator.class)
public final class MaxPool2DOperator extends Pooled {
    public MaxPool2DOperator() {
        super("MaxPool2D", PoolStep.Form.MAX);
    }

    @Override
    boolean countsPadding(Site site) {
        return false;
    }

    @Override
    void onnx(Site site, Windowing windows, Map<String, Object> attributes) {
        attributes.put("dilations", Planes.longs(windows.dilation()));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "y[c, o] = max x[c, o · stride + k · dilation - padding]",
                "[channels, height, width] → [channels, …]",
                "",
                "`MaxPool`; `Unsqueeze`, `Squeeze` without batch dimension");
    }
}
