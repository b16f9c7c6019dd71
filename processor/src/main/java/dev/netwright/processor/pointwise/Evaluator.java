package dev.netwright.processor.pointwise;

import dev.netwright.processor.pointwise.Expr.Comparison;
import dev.netwright.processor.pointwise.Expr.Function;
import dev.netwright.processor.pointwise.Expr.Operation;
import java.util.List;

/**
 * Expressions evaluated in double: what the interpreter runs and what constants are folded by. An instance holds the distinct
 * parts of its expressions in order, so each is computed once a point. Not safe for use by several threads at once.
 */
public final class Evaluator {
    private final Values values;
    private final double[] results;

    /** For several expressions over the same inputs. */
    public Evaluator(List<Expr> exprs) {
        this.values = Values.of(exprs);
        this.results = new double[values.size()];
    }

    /** The value of one expression; {@code inputs[k]} is that of {@code Var(k)}. */
    public static double evaluate(Expr expr, double[] inputs) {
        return new Evaluator(List.of(expr)).evaluate(inputs, 0);
    }

    /** Computes all expressions at a point and returns the value of expression {@code index}. */
    public double evaluate(double[] inputs, int index) {
        for (int k = 0; k < results.length; k++) {
            results[k] = compute(k, inputs);
        }
        return results[values.result(index)];
    }

    /** The value of expression {@code index} at the point of the latest {@link #evaluate(double[], int)}. */
    public double result(int index) {
        return results[values.result(index)];
    }

    private double compute(int k, double[] inputs) {
        Expr expr = values.expr(k);
        if (expr instanceof Expr.Const c) {
            return c.value();
        }
        if (expr instanceof Expr.Var v) {
            return inputs[v.index()];
        }
        int[] at = values.operands(k);
        if (expr instanceof Expr.Unary u) {
            return apply(u.function(), results[at[0]]);
        }
        if (expr instanceof Expr.Binary b) {
            return apply(b.operation(), results[at[0]], results[at[1]]);
        }
        Expr.Select s = (Expr.Select) expr;
        return holds(s.comparison(), results[at[0]], results[at[1]]) ? results[at[2]] : results[at[3]];
    }

    /** A function's value. */
    public static double apply(Function function, double x) {
        return switch (function) {
            case NEG -> -x;
            case EXP -> Math.exp(x);
            case EXPM1 -> Math.expm1(x);
            case LOG -> Math.log(x);
            case LOG1P -> Math.log1p(x);
            case SQRT -> Math.sqrt(x);
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(x);
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case TANH -> Math.tanh(x);
            case SIGMOID -> sigmoid(x);
            case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case ERF -> ErrorFunction.erf(x);
        };
    }

    /** 1 / (1 + exp(-x)), by the form whose exponential does not overflow. */
    private static double sigmoid(double x) {
        double e = Math.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /** An operation's value. */
    public static double apply(Operation operation, double a, double b) {
        return switch (operation) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case POW -> Math.pow(a, b);
        };
    }

    /** Whether a comparison holds. */
    public static boolean holds(Comparison comparison, double a, double b) {
        return switch (comparison) {
            case LT -> a < b;
            case LE -> a <= b;
            case GT -> a > b;
            case GE -> a >= b;
            case EQ -> a == b;
            case NE -> a != b;
        };
    }
}
