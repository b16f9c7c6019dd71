package dev.netwright.processor.pointwise;

import dev.netwright.processor.pointwise.Expr.Binary;
import dev.netwright.processor.pointwise.Expr.Comparison;
import dev.netwright.processor.pointwise.Expr.Const;
import dev.netwright.processor.pointwise.Expr.Function;
import dev.netwright.processor.pointwise.Expr.Operation;
import dev.netwright.processor.pointwise.Expr.Select;
import dev.netwright.processor.pointwise.Expr.Unary;
import dev.netwright.processor.pointwise.Expr.Var;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes expressions, simpler where that is safe. What is rewritten gives the same number for every input, infinities and NaN
 * included, but for the sign of a zero: constants are folded in double (and rounded to float once, when rendered), neutral
 * elements and double negations vanish, division by a power of two is a multiplication, a power of 2, 3 or 4 a product, the
 * constant of a min or max stands second. Sums and products are never regrouped, and {@code x * 0} stays: it is NaN where x is
 * infinite.
 */
public final class Exprs {
    /** 0. */
    public static final Expr ZERO = new Const(0);

    /** 1. */
    public static final Expr ONE = new Const(1);

    private Exprs() {}

    /** A number. */
    public static Expr constant(double value) {
        return new Const(value);
    }

    /** Input {@code index}. */
    public static Expr input(int index) {
        return new Var(index);
    }

    /** {@code a + b}. */
    public static Expr add(Expr a, Expr b) {
        if (is(b, 0)) {
            return a;
        }
        if (is(a, 0)) {
            return b;
        }
        if (b instanceof Unary u && u.function() == Function.NEG) {
            return sub(a, u.x());
        }
        return folded(Operation.ADD, a, b);
    }

    /** {@code a - b}. */
    public static Expr sub(Expr a, Expr b) {
        if (is(b, 0)) {
            return a;
        }
        if (is(a, 0)) {
            return neg(b);
        }
        if (b instanceof Unary u && u.function() == Function.NEG) {
            return add(a, u.x());
        }
        return folded(Operation.SUB, a, b);
    }

    /** {@code a * b}. */
    public static Expr mul(Expr a, Expr b) {
        if (is(b, 1)) {
            return a;
        }
        if (is(a, 1)) {
            return b;
        }
        if (is(b, -1)) {
            return neg(a);
        }
        if (is(a, -1)) {
            return neg(b);
        }
        return folded(Operation.MUL, a, b);
    }

    /** {@code a / b}. */
    public static Expr div(Expr a, Expr b) {
        if (b instanceof Const c && !(a instanceof Const) && powerOfTwo(c.value())) {
            return mul(a, new Const(1 / c.value()));
        }
        return folded(Operation.DIV, a, b);
    }

    /** The smaller, NaN where one is NaN. */
    public static Expr min(Expr a, Expr b) {
        return constantSecond(Operation.MIN, a, b);
    }

    /** The larger, NaN where one is NaN. */
    public static Expr max(Expr a, Expr b) {
        return constantSecond(Operation.MAX, a, b);
    }

    /** {@code a} to the power of {@code b}, as {@link Math#pow}. */
    public static Expr pow(Expr a, Expr b) {
        if (is(b, 1)) {
            return a;
        }
        if (is(b, 2)) {
            return mul(a, a);
        }
        if (is(b, 3)) {
            return mul(mul(a, a), a);
        }
        if (is(b, 4)) {
            Expr square = mul(a, a);
            return mul(square, square);
        }
        if (is(b, -1)) {
            return div(ONE, a);
        }
        return folded(Operation.POW, a, b);
    }

    /** {@code min(max(x, low), high)}. */
    public static Expr clamp(Expr x, Expr low, Expr high) {
        return min(max(x, low), high);
    }

    /** {@code -x}. */
    public static Expr neg(Expr x) {
        if (x instanceof Const c) {
            return new Const(-c.value());
        }
        if (x instanceof Unary u && u.function() == Function.NEG) {
            return u.x();
        }
        return new Unary(Function.NEG, x);
    }

    /** {@code function(x)}. */
    public static Expr unary(Function function, Expr x) {
        if (function == Function.NEG) {
            return neg(x);
        }
        if (x instanceof Const c) {
            double value = Evaluator.apply(function, c.value());
            if (Float.isFinite((float) value)) {
                return new Const(value);
            }
        }
        if (x instanceof Unary u) {
            boolean unsigned = u.function() == Function.NEG || u.function() == Function.ABS;
            if (function == Function.ABS && unsigned) {
                return unary(Function.ABS, u.x());
            }
        }
        return new Unary(function, x);
    }

    /** {@code operation(a, b)}. */
    public static Expr binary(Operation operation, Expr a, Expr b) {
        return switch (operation) {
            case ADD -> add(a, b);
            case SUB -> sub(a, b);
            case MUL -> mul(a, b);
            case DIV -> div(a, b);
            case MIN -> min(a, b);
            case MAX -> max(a, b);
            case POW -> pow(a, b);
        };
    }

    /** {@code left comparison right ? then : otherwise}. */
    public static Expr select(Comparison comparison, Expr left, Expr right, Expr then, Expr otherwise) {
        if (left instanceof Const a && right instanceof Const b) {
            return Evaluator.holds(comparison, a.value(), b.value()) ? then : otherwise;
        }
        return same(then, otherwise) ? then : new Select(comparison, left, right, then, otherwise);
    }

    /** The expression with {@code inputs.get(k)} in place of input k, simplified. Shared parts stay shared. */
    public static Expr substitute(Expr expr, List<Expr> inputs) {
        return rebuild(expr, inputs, new IdentityHashMap<>());
    }

    /** The expression rebuilt through the methods of this class. */
    public static Expr simplify(Expr expr) {
        return rebuild(expr, List.of(), new IdentityHashMap<>());
    }

    /** Whether an expression is a number and equals one. */
    public static boolean is(Expr expr, double value) {
        return expr instanceof Const c && c.value() == value;
    }

    private static Expr rebuild(Expr expr, List<Expr> inputs, Map<Expr, Expr> done) {
        Expr known = done.get(expr);
        if (known != null) {
            return known;
        }
        Expr built = expr;
        if (expr instanceof Var v) {
            built = inputs.isEmpty() ? v : inputs.get(v.index());
        } else if (expr instanceof Unary u) {
            built = unary(u.function(), rebuild(u.x(), inputs, done));
        } else if (expr instanceof Binary b) {
            built = binary(b.operation(), rebuild(b.a(), inputs, done), rebuild(b.b(), inputs, done));
        } else if (expr instanceof Select s) {
            built = select(
                    s.comparison(),
                    rebuild(s.left(), inputs, done),
                    rebuild(s.right(), inputs, done),
                    rebuild(s.then(), inputs, done),
                    rebuild(s.otherwise(), inputs, done));
        }
        done.put(expr, built);
        return built;
    }

    private static Expr constantSecond(Operation operation, Expr a, Expr b) {
        if (a instanceof Const && !(b instanceof Const)) {
            return folded(operation, b, a);
        }
        return a == b ? a : folded(operation, a, b);
    }

    private static Expr folded(Operation operation, Expr a, Expr b) {
        if (a instanceof Const x && b instanceof Const y) {
            double value = Evaluator.apply(operation, x.value(), y.value());
            if (Float.isFinite((float) value)) {
                return new Const(value);
            }
        }
        return new Binary(operation, a, b);
    }

    /** Equal without a walk: shared parts would make that exponential. */
    private static boolean same(Expr a, Expr b) {
        return a == b || ((a instanceof Const || a instanceof Var) && a.equals(b));
    }

    /** Whether dividing by a number and multiplying by its inverse give the same float, both being exact. */
    private static boolean powerOfTwo(double value) {
        int exponent = Math.getExponent(value);
        return Math.abs(exponent) <= 100 && Math.abs(value) == Math.scalb(1.0, exponent);
    }
}
