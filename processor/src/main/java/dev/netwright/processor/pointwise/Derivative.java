package dev.netwright.processor.pointwise;

import dev.netwright.processor.pointwise.Expr.Binary;
import dev.netwright.processor.pointwise.Expr.Comparison;
import dev.netwright.processor.pointwise.Expr.Function;
import dev.netwright.processor.pointwise.Expr.Select;
import dev.netwright.processor.pointwise.Expr.Unary;
import dev.netwright.processor.pointwise.Expr.Var;
import java.util.IdentityHashMap;

/**
 * Symbolic derivatives. At a kink the derivative is that of the side which the comparison does not name:
 *
 * <ul>
 *   <li>{@code c ? a : b}: comparisons are not differentiated; the derivative of the branch taken.
 *   <li>{@code max(a, b)}, {@code min(a, b)}: of the second where they are equal; {@link Exprs} puts a constant second, so ReLU's
 *       derivative at 0 is 0, and a clamp's is 0 at its bounds and outside.
 *   <li>{@code abs(x)}: {@code sign(x)}, 0 at 0. {@code sign(x)}: 0 everywhere.
 *   <li>{@code sqrt(x)} at 0, {@code log(x)} at 0: infinite, as it is.
 *   <li>{@code pow(a, b)}: by b, 0 where a is 0 (a to a positive power is 0 around there); NaN where a is negative.
 * </ul>
 *
 * <p>A factor of 0 drops its term even where the other factor is infinite or NaN: {@code 0 * x} never makes a gradient NaN.
 * Values are reused: tanh' = 1 - tanh², sigmoid' = sigmoid (1 - sigmoid), exp' = exp.
 */
public final class Derivative {
    private static final Expr TWO_OVER_ROOT_PI = new Expr.Const(1.1283791670955126);

    private final int variable;
    private final IdentityHashMap<Expr, Expr> done = new IdentityHashMap<>();

    private Derivative(int variable) {
        this.variable = variable;
    }

    /** The derivative of an expression by input {@code variable}. */
    public static Expr of(Expr expr, int variable) {
        return new Derivative(variable).by(expr);
    }

    /**
     * The gradient by an input from the gradient by the result: their product, but 0 where the derivative is 0 by choice of a
     * branch, even if the gradient is infinite there; {@code x > 0 ? 1 : 0} becomes {@code x > 0 ? gradient : 0}.
     */
    public static Expr chain(Expr gradient, Expr derivative) {
        if (Exprs.is(derivative, 0) || Exprs.is(gradient, 0)) {
            return Exprs.ZERO;
        }
        if (derivative instanceof Select s && (plain(s.then()) || plain(s.otherwise()))) {
            return Exprs.select(
                    s.comparison(), s.left(), s.right(), chain(gradient, s.then()), chain(gradient, s.otherwise()));
        }
        return Exprs.mul(gradient, derivative);
    }

    private static boolean plain(Expr expr) {
        return Exprs.is(expr, 0) || Exprs.is(expr, 1);
    }

    private Expr by(Expr expr) {
        if (expr instanceof Var v) {
            return v.index() == variable ? Exprs.ONE : Exprs.ZERO;
        }
        if (expr instanceof Expr.Const) {
            return Exprs.ZERO;
        }
        Expr known = done.get(expr);
        if (known == null) {
            known = expr instanceof Unary u ? unary(u) : expr instanceof Binary b ? binary(b) : select((Select) expr);
            done.put(expr, known);
        }
        return known;
    }

    private Expr select(Select s) {
        return Exprs.select(s.comparison(), s.left(), s.right(), by(s.then()), by(s.otherwise()));
    }

    private Expr unary(Unary u) {
        Expr inner = by(u.x());
        if (Exprs.is(inner, 0) || u.function() == Function.SIGN) {
            return Exprs.ZERO;
        }
        if (u.function() == Function.NEG) {
            return Exprs.neg(inner);
        }
        return chain(inner, outer(u));
    }

    /** The derivative of a function at its argument, in terms of the argument and of its value {@code u}. */
    private static Expr outer(Unary u) {
        Expr x = u.x();
        return switch (u.function()) {
            case NEG -> Exprs.constant(-1);
            case EXP -> u;
            case EXPM1 -> Exprs.unary(Function.EXP, x);
            case LOG -> Exprs.div(Exprs.ONE, x);
            case LOG1P -> Exprs.div(Exprs.ONE, Exprs.add(x, Exprs.ONE));
            case SQRT -> Exprs.div(Exprs.constant(0.5), u);
            case ABS -> Exprs.unary(Function.SIGN, x);
            case SIGN -> Exprs.ZERO;
            case SIN -> Exprs.unary(Function.COS, x);
            case COS -> Exprs.neg(Exprs.unary(Function.SIN, x));
            case TANH -> Exprs.sub(Exprs.ONE, Exprs.mul(u, u));
            case SIGMOID -> Exprs.mul(u, Exprs.sub(Exprs.ONE, u));
            case SOFTPLUS -> Exprs.unary(Function.SIGMOID, x);
            case ERF -> Exprs.mul(TWO_OVER_ROOT_PI, Exprs.unary(Function.EXP, Exprs.neg(Exprs.mul(x, x))));
        };
    }

    private Expr binary(Binary b) {
        Expr da = by(b.a());
        Expr db = by(b.b());
        return switch (b.operation()) {
            case ADD -> Exprs.add(da, db);
            case SUB -> Exprs.sub(da, db);
            case MUL -> Exprs.add(chain(b.b(), da), chain(b.a(), db));
            case DIV -> quotient(b, da, db);
            case MIN -> Exprs.select(Comparison.LT, b.a(), b.b(), da, db);
            case MAX -> Exprs.select(Comparison.GT, b.a(), b.b(), da, db);
            case POW -> power(b, da, db);
        };
    }

    /** (a / b)' = a' / b - (a / b) b' / b. */
    private static Expr quotient(Binary q, Expr da, Expr db) {
        Expr first = Exprs.is(da, 0) ? Exprs.ZERO : Exprs.div(da, q.b());
        Expr second = Exprs.is(db, 0) ? Exprs.ZERO : chain(Exprs.div(q, q.b()), db);
        return Exprs.sub(first, second);
    }

    /** (aᵇ)' = b a^(b-1) a' + aᵇ log(a) b'. */
    private static Expr power(Binary p, Expr da, Expr db) {
        Expr base = Exprs.ZERO;
        if (!Exprs.is(da, 0) && !Exprs.is(p.b(), 0)) {
            Expr lowered = Exprs.pow(p.a(), Exprs.sub(p.b(), Exprs.ONE));
            base = chain(Exprs.mul(p.b(), lowered), da);
        }
        Expr exponent = Exprs.ZERO;
        if (!Exprs.is(db, 0)) {
            Expr growth = Exprs.select(
                    Comparison.EQ, p.a(), Exprs.ZERO, Exprs.ZERO, Exprs.mul(p, Exprs.unary(Function.LOG, p.a())));
            exponent = chain(growth, db);
        }
        return Exprs.add(base, exponent);
    }
}
