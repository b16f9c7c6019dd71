package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep.Reduction;
import dev.netwright.processor.step.View;
import java.util.List;

/** {@code @LogSoftmax}: yᵢ = xᵢ - max x - log Σⱼ exp(xⱼ - max x); adjoint dx = dy - exp(y) Σ dy. */
@AutoService(Operator.class)
public final class LogSoftmaxOperator extends Normalized {
    public LogSoftmaxOperator() {
        super("LogSoftmax");
    }

    @Override
    void forward(Lowering lowering, View x, View max, View y) {
        Expr exp = Formulas.exp(Formulas.subtract(Formulas.X, Formulas.Y));
        View sum = lowering.reduce(exp, Reduction.SUM, 1, x.extents(), List.of(x, max));
        List<Extent> kept = sum.extents();
        View log = lowering.map(Formulas.log(Formulas.X), kept, List.of(sum));
        Expr body = Formulas.subtract(Formulas.subtract(Formulas.X, Formulas.Y), Formulas.Z);
        map(lowering, body, y, List.of(x, max, log));
    }

    @Override
    Expr summed() {
        return Formulas.X;
    }

    @Override
    Expr gradient() {
        return Formulas.subtract(Formulas.X, Formulas.multiply(Formulas.exp(Formulas.Y), Formulas.Z));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "yᵢ = xᵢ - max x - log Σⱼ exp(xⱼ - max x) along `axis`", "any, kept", "", "`LogSoftmax`");
    }
}
