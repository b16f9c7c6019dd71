package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.RandomStep;
import dev.netwright.processor.step.View;
import java.util.List;
import java.util.Optional;

/**
 * {@code @Dropout}: y = u ≥ p ? x / (1 - p) : 0 in training, u uniform in [0, 1); y = x in inference (Srivastava et al. 2014, in the
 * inverted form).
 */
@AutoService(Operator.class)
public final class DropoutOperator extends Structured {
    public DropoutOperator() {
        super("Dropout", Position.ANYWHERE);
    }

    @Override
    public void check(Site site) {
        double p = site.attributes().number("value");
        if (Double.isNaN(p) && !site.attributes().given("value")) {
            Checks.missing(site, "value", "@Dropout(0.5f)");
        } else if (!(p >= 0 && p < 1)) {
            String help = p < 0
                    ? "write  @Dropout(0)  (nearest), or leave it out"
                    : p > 1 && p < 100
                            ? "write  @Dropout(" + (float) (p / 100) + "f)  for " + (float) p + " %"
                            : "write  @Dropout(0.5f)";
            Checks.outOfRange(
                    site, "value", "a probability of at least 0 and below 1", String.valueOf((float) p), help);
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
        double p = site.attributes().number("value");
        if (!lowering.training() || p == 0) {
            return lowering.input(0);
        }
        TensorType type = site.output();
        View uniform = lowering.allocate(type.extents());
        lowering.emit(new RandomStep(uniform, lowering.stream()));
        Expr kept = Exprs.mul(Exprs.input(0), Exprs.constant(1 / (1 - p)));
        Expr body = Exprs.select(Expr.Comparison.GE, Exprs.input(1), Exprs.constant(p), kept, Exprs.constant(0));
        return lowering.map(body, type.extents(), List.of(lowering.input(0), uniform));
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        return graph.input(0);
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "training: 0 with probability `value`, else x / (1 - value); inference: y = x",
                "any, kept",
                "",
                "nothing");
    }
}
