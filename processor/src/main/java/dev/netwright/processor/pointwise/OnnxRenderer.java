package dev.netwright.processor.pointwise;

import dev.netwright.processor.pointwise.Expr.Binary;
import dev.netwright.processor.pointwise.Expr.Comparison;
import dev.netwright.processor.pointwise.Expr.Const;
import dev.netwright.processor.pointwise.Expr.Function;
import dev.netwright.processor.pointwise.Expr.Operation;
import dev.netwright.processor.pointwise.Expr.Select;
import dev.netwright.processor.pointwise.Expr.Unary;
import dev.netwright.processor.pointwise.Expr.Var;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Expressions as primitive nodes of ONNX, opset 17, each distinct part once. A part that depends on no input has rank 0; the
 * nodes broadcast it, but an expression without inputs stays of rank 0.
 *
 * <p>ONNX has no expm1 and log1p. They are composed without the cancellation near 0 that exp(x) - 1 and log(1 + x) suffer, to a
 * few units in the last place of the result given exact primitives:
 *
 * <ul>
 *   <li>expm1(x) = 2t / (1 - t) with t = tanh(x / 2), for x below 1; exp(x) - 1 above.
 *   <li>log1p(x) = 2 atanh(x / (2 + x)) for |x| below 0.5; log(1 + x) elsewhere, where 1 + x rounds harmlessly.
 * </ul>
 *
 * <p>Both are identities of M. Abramowitz, I. Stegun, Handbook of Mathematical Functions (1964), 4.5.26 and 4.6.22.
 */
public final class OnnxRenderer {
    private final Values values;
    private final String[] names;
    private final OnnxSink sink;

    private OnnxRenderer(Values values, OnnxSink sink) {
        this.values = values;
        this.names = new String[values.size()];
        this.sink = sink;
    }

    /**
     * Adds the nodes of an expression and returns the name of its value: that of the input or constant itself where there is
     * nothing to compute. {@code input} names the tensor of an input.
     */
    public static String render(Expr expr, IntFunction<String> input, OnnxSink sink) {
        OnnxRenderer renderer = new OnnxRenderer(Values.of(List.of(expr)), sink);
        for (int k = 0; k < renderer.names.length; k++) {
            if (!renderer.inRelu(k)) {
                renderer.names[k] = renderer.node(k, input);
            }
        }
        return renderer.names[renderer.values.result(0)];
    }

    /** Whether the part is a constant 0 that only serves {@code max(x, 0)}, which becomes Relu. */
    private boolean inRelu(int k) {
        if (!Exprs.is(values.expr(k), 0) || values.result(0) == k) {
            return false;
        }
        for (int user = k + 1; user < values.size(); user++) {
            int[] at = values.operands(user);
            for (int place = 0; place < at.length; place++) {
                if (at[place] == k && !(isRelu(user) && place == 1)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isRelu(int k) {
        return values.expr(k) instanceof Binary b
                && b.operation() == Operation.MAX
                && Exprs.is(values.expr(values.operands(k)[1]), 0);
    }

    private String node(int k, IntFunction<String> input) {
        Expr expr = values.expr(k);
        int[] at = values.operands(k);
        if (expr instanceof Const c) {
            return sink.scalar(c.value());
        }
        if (expr instanceof Var v) {
            return input.apply(v.index());
        }
        if (expr instanceof Unary u) {
            return unary(u.function(), names[at[0]]);
        }
        if (isRelu(k)) {
            return sink.node("Relu", List.of(names[at[0]]));
        }
        if (expr instanceof Binary b) {
            return sink.node(type(b.operation()), List.of(names[at[0]], names[at[1]]));
        }
        Select s = (Select) expr;
        return sink.node(
                "Where", List.of(condition(s.comparison(), names[at[0]], names[at[1]]), names[at[2]], names[at[3]]));
    }

    private String unary(Function function, String x) {
        return switch (function) {
            case EXPM1 -> expm1(x);
            case LOG1P -> log1p(x);
            default -> sink.node(type(function), List.of(x));
        };
    }

    private String expm1(String x) {
        String one = sink.scalar(1);
        String half = sink.node("Mul", List.of(x, sink.scalar(0.5)));
        String tanh = sink.node("Tanh", List.of(half));
        String twice = sink.node("Add", List.of(tanh, tanh));
        String low = sink.node("Div", List.of(twice, sink.node("Sub", List.of(one, tanh))));
        String high = sink.node("Sub", List.of(sink.node("Exp", List.of(x)), one));
        return sink.node("Where", List.of(sink.node("Less", List.of(x, one)), low, high));
    }

    private String log1p(String x) {
        String ratio = sink.node("Div", List.of(x, sink.node("Add", List.of(x, sink.scalar(2)))));
        String atanh = sink.node("Atanh", List.of(ratio));
        String near = sink.node("Add", List.of(atanh, atanh));
        String far = sink.node("Log", List.of(sink.node("Add", List.of(x, sink.scalar(1)))));
        String small = sink.node("Less", List.of(sink.node("Abs", List.of(x)), sink.scalar(0.5)));
        return sink.node("Where", List.of(small, near, far));
    }

    private String condition(Comparison comparison, String left, String right) {
        List<String> sides = List.of(left, right);
        return switch (comparison) {
            case LT -> sink.node("Less", sides);
            case LE -> sink.node("LessOrEqual", sides);
            case GT -> sink.node("Greater", sides);
            case GE -> sink.node("GreaterOrEqual", sides);
            case EQ -> sink.node("Equal", sides);
            case NE -> sink.node("Not", List.of(sink.node("Equal", sides)));
        };
    }

    private static String type(Function function) {
        return switch (function) {
            case NEG -> "Neg";
            case EXP -> "Exp";
            case LOG -> "Log";
            case SQRT -> "Sqrt";
            case ABS -> "Abs";
            case SIGN -> "Sign";
            case SIN -> "Sin";
            case COS -> "Cos";
            case TANH -> "Tanh";
            case SIGMOID -> "Sigmoid";
            case SOFTPLUS -> "Softplus";
            case ERF -> "Erf";
            case EXPM1, LOG1P -> throw new IllegalArgumentException(function + " is composed");
        };
    }

    private static String type(Operation operation) {
        return switch (operation) {
            case ADD -> "Add";
            case SUB -> "Sub";
            case MUL -> "Mul";
            case DIV -> "Div";
            case MIN -> "Min";
            case MAX -> "Max";
            case POW -> "Pow";
        };
    }
}
