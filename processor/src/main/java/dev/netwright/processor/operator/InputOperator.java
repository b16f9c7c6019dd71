package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.step.View;
import java.util.Optional;

/** {@code @Input}: values that each call brings. */
@AutoService(Operator.class)
public final class InputOperator extends Source {
    public InputOperator() {
        super("Input");
    }

    @Override
    public void check(Site site) {
        Checks.shape(site, "value", "@Input({1, 28, 28})");
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        TensorType.Element element =
                TensorType.Element.valueOf(site.attributes().text("type"));
        return Optional.of(new TensorType(element, site.attributes().integers("value"), true));
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        return lowering.source();
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        return graph.source();
    }

    @Override
    public Documentation documentation() {
        return new Documentation("what the call brings", "→ `value`, batched", "", "graph input");
    }
}
