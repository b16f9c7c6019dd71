package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
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
        Expr exp = Exprs.unary(Expr.Function.EXP, Exprs.sub(Exprs.input(0), Exprs.input(1)));
        View sum = lowering.reduce(exp, Reduction.SUM, 1, x.extents(), List.of(x, max));
        List<Extent> kept = sum.extents();
        View log = lowering.map(Exprs.unary(Expr.Function.LOG, Exprs.input(0)), kept, List.of(sum));
        Expr body = Exprs.sub(Exprs.sub(Exprs.input(0), Exprs.input(1)), Exprs.input(2));
        map(lowering, body, y, List.of(x, max, log));
    }

    @Override
    Expr summed() {
        return Exprs.input(0);
    }

    @Override
    Expr gradient() {
        return Exprs.sub(Exprs.input(0), Exprs.mul(Exprs.unary(Expr.Function.EXP, Exprs.input(1)), Exprs.input(2)));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "yᵢ = xᵢ - max x - log Σⱼ exp(xⱼ - max x) along `axis`", "any, kept", "", "`LogSoftmax`");
    }
}
