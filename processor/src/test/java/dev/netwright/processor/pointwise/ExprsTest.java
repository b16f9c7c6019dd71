package dev.netwright.processor.pointwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.pointwise.Expr.Binary;
import dev.netwright.processor.pointwise.Expr.Comparison;
import dev.netwright.processor.pointwise.Expr.Const;
import dev.netwright.processor.pointwise.Expr.Function;
import dev.netwright.processor.pointwise.Expr.Operation;
import dev.netwright.processor.pointwise.Expr.Unary;
import dev.netwright.processor.pointwise.Expr.Var;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExprsTest {
    private static final Var X = new Var(0);
    private static final double[] POINTS = {
        0, 1, -1, 0.5, -2.75, 3.1, 100, -100, 1e-20, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN
    };

    @Test
    void neutralElementsVanish() {
        assertSame(X, Exprs.add(X, Exprs.ZERO));
        assertSame(X, Exprs.add(Exprs.ZERO, X));
        assertSame(X, Exprs.sub(X, Exprs.ZERO));
        assertSame(X, Exprs.mul(Exprs.ONE, X));
        assertSame(X, Exprs.div(X, Exprs.ONE));
        assertSame(X, Exprs.pow(X, Exprs.ONE));
        assertSame(X, Exprs.neg(Exprs.neg(X)));
        assertEquals(Exprs.neg(X), Exprs.mul(X, new Const(-1)));
        assertEquals(new Binary(Operation.SUB, X, X), Exprs.add(X, Exprs.neg(X)));
        assertEquals(new Binary(Operation.MUL, X, new Const(0.25)), Exprs.div(X, new Const(4)));
        assertEquals(new Binary(Operation.DIV, X, new Const(6)), Exprs.div(X, new Const(6)));
        assertSame(X, Exprs.select(Comparison.GT, X, Exprs.ZERO, X, X));
    }

    @Test
    void productsWithZeroAndOrderStay() {
        assertEquals(new Binary(Operation.MUL, X, Exprs.ZERO), Exprs.mul(X, Exprs.ZERO));
        Expr sum = Exprs.add(Exprs.add(X, new Const(1)), new Const(2));
        assertEquals(new Binary(Operation.ADD, new Binary(Operation.ADD, X, new Const(1)), new Const(2)), sum);
    }

    @Test
    void constantsAreFoldedWhereFinite() {
        assertEquals(new Const(Math.exp(1)), Exprs.unary(Function.EXP, Exprs.ONE));
        assertEquals(new Const(1 / 6.0), Exprs.div(Exprs.ONE, new Const(6)));
        assertTrue(Exprs.unary(Function.LOG, Exprs.ZERO) instanceof Unary);
        assertTrue(Exprs.mul(new Const(1e30), new Const(1e30)) instanceof Binary);
        assertSame(X, Exprs.select(Comparison.LT, Exprs.ZERO, Exprs.ONE, X, Exprs.ONE));
    }

    /** Every rewrite gives the same double but for the sign of zero; powers by products are within rounding. */
    @Test
    void simplifiedEqualsPlain() {
        int differing = 0;
        int skipped = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            Expr plain = new RandomExprs(seed, 2).next(4);
            Expr simple = Exprs.simplify(plain);
            differing += plain.equals(simple) ? 0 : 1;
            for (double x : POINTS) {
                double[] at = {x, 0.7};
                double expected = Walk.real(plain, at);
                double actual = Walk.real(simple, at);
                boolean same = expected == actual
                        || (Double.isNaN(expected) && Double.isNaN(actual))
                        || Math.abs(expected - actual) <= 1e-9 * Math.abs(expected);
                if (!same && delicate(plain, at)) {
                    skipped++;
                    continue;
                }
                assertTrue(same, () -> plain + " at " + x + ": " + expected + ", but " + actual + " of " + simple);
            }
        }
        assertTrue(differing > 5_000, "only " + differing + " were rewritten");
        assertTrue(skipped < 500, skipped + " of 240,000 values skipped");
    }

    /** Whether a part is a zero, whose sign a division or power would show, or a comparison near equality. */
    private static boolean delicate(Expr expr, double[] at) {
        if (expr instanceof Const || expr instanceof Var) {
            return false;
        }
        if (expr instanceof Unary u) {
            return delicate(u.x(), at) || Walk.real(u.x(), at) == 0;
        }
        if (expr instanceof Binary b) {
            return delicate(b.a(), at) || delicate(b.b(), at) || Walk.real(b.a(), at) == 0 || Walk.real(b.b(), at) == 0;
        }
        Expr.Select s = (Expr.Select) expr;
        double difference = Walk.real(s.left(), at) - Walk.real(s.right(), at);
        return Math.abs(difference) < 1e-6
                || delicate(s.left(), at)
                || delicate(s.right(), at)
                || delicate(s.then(), at)
                || delicate(s.otherwise(), at);
    }

    @Test
    void substitutionIsComposition() {
        for (int seed = 0; seed < 2_000; seed++) {
            RandomExprs random = new RandomExprs(seed, 2);
            Expr outer = random.next(3);
            Expr first = random.next(2);
            Expr second = random.next(2);
            double[] at = {0.3, -1.2};
            double[] inner = {Walk.real(first, at), Walk.real(second, at)};
            double expected = Walk.real(Exprs.simplify(outer), inner);
            double actual = Evaluator.evaluate(Exprs.substitute(outer, List.of(first, second)), at);
            if (!delicate(outer, inner) && !delicate(first, at) && !delicate(second, at)) {
                double delta = Double.isFinite(expected) ? Math.abs(expected) * 1e-9 : 0;
                assertEquals(expected, actual, delta, () -> outer + " of " + first + ", " + second);
            }
        }
    }

    /** Fifty squarings share their operand: a tree of 2^50 leaves, walked as 51 parts. */
    @Test
    void sharedPartsAreVisitedOnce() {
        Expr expr = X;
        for (int k = 0; k < 50; k++) {
            expr = new Binary(Operation.MUL, expr, expr);
        }
        Expr again = Exprs.substitute(expr, List.of(X));
        assertEquals(51, Values.of(List.of(again)).size());
        assertEquals(1, Evaluator.evaluate(again, new double[] {1}));
        assertEquals(Math.scalb(1.0, 50), Evaluator.evaluate(Derivative.of(again, 0), new double[] {1}));
        assertEquals(
                50,
                ExprRenderer.java("", "t").render(again, k -> "x").statements().size() + 1);
    }
}
