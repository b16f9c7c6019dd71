package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.View;
import java.util.List;
import java.util.Optional;

/** {@code @Scale}: y = factor · x. */
@AutoService(Operator.class)
public final class ScaleOperator extends Structured {
    public ScaleOperator() {
        super("Scale", Position.ANYWHERE);
    }

    @Override
    public void check(Site site) {
        double factor = site.attributes().number("value");
        if (Double.isNaN(factor) && !site.attributes().given("value")) {
            Checks.missing(site, "value", "@Scale(1 / 255f)");
        } else if (!Float.isFinite((float) factor) || factor == 0) {
            Checks.outOfRange(
                    site, "value", "a finite number other than 0", String.valueOf((float) factor), "write  @Scale(1)");
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
        return Checks.floats(site) ? Optional.of(site.input(0)) : Optional.empty();
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        return lowering.map(
                Exprs.mul(Exprs.input(0), Exprs.constant(site.attributes().number("value"))),
                site.output().extents(),
                List.of(lowering.input(0)));
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        return graph.node(
                "Mul", List.of(graph.input(0), graph.scalar(site.attributes().number("value"))));
    }

    @Override
    public Documentation documentation() {
        return new Documentation("y = value · x", "any, kept", "", "`Mul`");
    }
}
