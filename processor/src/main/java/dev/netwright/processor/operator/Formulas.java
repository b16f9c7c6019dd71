package dev.netwright.processor.operator;

import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Expr.Binary;
import dev.netwright.processor.pointwise.Expr.Comparison;
import dev.netwright.processor.pointwise.Expr.Const;
import dev.netwright.processor.pointwise.Expr.Function;
import dev.netwright.processor.pointwise.Expr.Operation;
import dev.netwright.processor.pointwise.Expr.Select;
import dev.netwright.processor.pointwise.Expr.Unary;
import dev.netwright.processor.pointwise.Expr.Var;

/** Short names for the bodies of maps. */
final class Formulas {
    /** The first input. */
    static final Expr X = new Var(0);

    /** The second input. */
    static final Expr Y = new Var(1);

    /** The third input. */
    static final Expr Z = new Var(2);

    private Formulas() {}

    static Expr number(double value) {
        return new Const(value);
    }

    static Expr add(Expr a, Expr b) {
        return new Binary(Operation.ADD, a, b);
    }

    static Expr subtract(Expr a, Expr b) {
        return new Binary(Operation.SUB, a, b);
    }

    static Expr multiply(Expr a, Expr b) {
        return new Binary(Operation.MUL, a, b);
    }

    static Expr divide(Expr a, Expr b) {
        return new Binary(Operation.DIV, a, b);
    }

    static Expr exp(Expr a) {
        return new Unary(Function.EXP, a);
    }

    static Expr log(Expr a) {
        return new Unary(Function.LOG, a);
    }

    /** {@code a > b ? then : otherwise}. */
    static Expr ifGreater(Expr a, Expr b, Expr then, Expr otherwise) {
        return new Select(Comparison.GT, a, b, then, otherwise);
    }

    /** {@code a >= b ? then : otherwise}. */
    static Expr ifAtLeast(Expr a, Expr b, Expr then, Expr otherwise) {
        return new Select(Comparison.GE, a, b, then, otherwise);
    }
}
