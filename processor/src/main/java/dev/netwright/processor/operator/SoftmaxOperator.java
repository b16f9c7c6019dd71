package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
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
        Expr exp = Exprs.unary(Expr.Function.EXP, Exprs.sub(Exprs.input(0), Exprs.input(1)));
        View powers = lowering.map(exp, x.extents(), List.of(x, max));
        View sum = lowering.reduce(Exprs.input(0), Reduction.SUM, 1, x.extents(), List.of(powers));
        map(lowering, Exprs.div(Exprs.input(0), Exprs.input(1)), y, List.of(powers, sum));
    }

    @Override
    Expr summed() {
        return Exprs.mul(Exprs.input(0), Exprs.input(1));
    }

    @Override
    Expr gradient() {
        return Exprs.mul(Exprs.input(1), Exprs.sub(Exprs.input(0), Exprs.input(2)));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "yᵢ = exp(xᵢ - max x) / Σⱼ exp(xⱼ - max x) along `axis`", "any, kept", "", "`Softmax`");
    }
}
