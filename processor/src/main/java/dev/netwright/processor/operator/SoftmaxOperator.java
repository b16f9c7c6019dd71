package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.step.MapStep.Reduction;
import dev.netwright.processor.step.View;
import java.util.List;

/** {@code @Softmax}: yᵢ = exp(xᵢ - max x) / Σⱼ exp(xⱼ - max x); adjoint dx = y (dy - Σ dy y). */
@AutoService(Operator.class)
public final class SoftmaxOperator extends Normalized {
    public SoftmaxOperator() {
        super("Softmax");
    }

    @Override
    void forward(Lowering lowering, View x, View max, View y) {
        Expr exp = Formulas.exp(Formulas.subtract(Formulas.X, Formulas.Y));
        View powers = lowering.map(exp, x.extents(), List.of(x, max));
        View sum = lowering.reduce(Formulas.X, Reduction.SUM, 1, x.extents(), List.of(powers));
        map(lowering, Formulas.divide(Formulas.X, Formulas.Y), y, List.of(powers, sum));
    }

    @Override
    Expr summed() {
        return Formulas.multiply(Formulas.X, Formulas.Y);
    }

    @Override
    Expr gradient() {
        return Formulas.multiply(Formulas.Y, Formulas.subtract(Formulas.X, Formulas.Z));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "yᵢ = exp(xᵢ - max x) / Σⱼ exp(xⱼ - max x) along `axis`", "any, kept", "", "`Softmax`");
    }
}
