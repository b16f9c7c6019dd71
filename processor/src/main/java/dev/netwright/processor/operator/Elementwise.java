package dev.netwright.processor.operator;

import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.View;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** An arithmetic operation of two or more nodes, element by element, from left to right. */
abstract class Elementwise extends Structured {
    private final BinaryOperator<Expr> operation;
    private final String onnx;
    private final String sign;

    Elementwise(String name, int maxInputs, BinaryOperator<Expr> operation, String onnx, String sign) {
        super(name, Position.FIRST, 2, maxInputs);
        this.operation = operation;
        this.onnx = onnx;
        this.sign = sign;
    }

    @Override
    public final boolean takesVarying() {
        return true;
    }

    /** The mask is part of the map: a quotient of zeros, and its adjoint, never come out. */
    @Override
    public final boolean needsMask(Site site) {
        return false;
    }

    @Override
    public final Optional<TensorType> infer(Site site) {
        return Broadcasting.infer(site);
    }

    @Override
    public final View lower(Site site, Lowering lowering) {
        List<View> inputs = Broadcasting.views(site, lowering);
        Expr body = Exprs.input(0);
        for (int k = 1; k < inputs.size(); k++) {
            body = operation.apply(body, new Expr.Var(k));
        }
        body = Masks.real(site.output(), body, 0, inputs, lowering);
        return lowering.map(body, site.output().extents(), inputs);
    }

    @Override
    public final String onnx(Site site, OnnxGraph graph) {
        List<String> inputs = Broadcasting.names(site, graph);
        String result = inputs.get(0);
        for (String next : inputs.subList(1, inputs.size())) {
            result = graph.node(onnx, List.of(result, next));
        }
        return site.output().varies() ? OnnxMasks.masked(site.output(), result, 0, graph) : result;
    }

    @Override
    public final Documentation documentation() {
        return new Documentation(
                "y = x₁ " + sign + " x₂" + (maxInputs() > 2 ? " " + sign + " …" : ""),
                "broadcast: aligned at the last axis, a missing dimension or one of 1 repeats",
                "",
                "`" + onnx + "`; `Reshape` of an operand of lower rank");
    }
}
