package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code @Input}: values that each call brings. */
@AutoService(Operator.class)
public final class InputOperator extends Source {
    /** Each position is a literal of the network. */
    private static final int MOST_POSITIONS = 1 << 16;

    public InputOperator() {
        super("Input");
    }

    @Override
    public void check(Site site) {
        List<Integer> shape = site.attributes().integers("value");
        boolean fits = shape.isEmpty() || (shape.get(0) >= 2 && shape.get(0) <= MOST_POSITIONS);
        if (fits || !varying(site)) {
            Checks.shape(site, "value", "@Input({1, 28, 28})");
            return;
        }
        List<Integer> near = new ArrayList<>();
        shape.stream().limit(Checks.MOST_DIMENSIONS).forEach(d -> near.add(Math.max(d, 1)));
        near.set(0, Math.max(2, Math.min(MOST_POSITIONS, shape.get(0))));
        Checks.outOfRange(
                site,
                "value",
                "a first dimension of 2 to " + MOST_POSITIONS + ", the most positions of a sample, where it is varying",
                Checks.braces(shape),
                "write  value = " + Checks.braces(near) + "  (nearest)");
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        TensorType.Element element =
                TensorType.Element.valueOf(site.attributes().text("type"));
        TensorType type = new TensorType(element, site.attributes().integers("value"), true);
        return Optional.of(varying(site) ? type.withShape(type.shape(), Map.of(0, site.node())) : type);
    }

    private static boolean varying(Site site) {
        return site.attributes().flag("varying");
    }

    /** Values of other types are numbers in any case: what makes floats of them is masked. */
    @Override
    public boolean needsMask(Site site) {
        return site.output().element() == TensorType.Element.FLOAT32;
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
        return new Documentation(
                "what the call brings",
                "→ `value`, batched; where `varying`, the first dimension at most that",
                "",
                "graph input");
    }
}
