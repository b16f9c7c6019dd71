package dev.netwright.processor.pointwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DerivativeTest {
    private static final double STEP = 1e-4;

    /** Five points: error of order h⁴. */
    private static double difference(Expr expr, double[] at, int variable, double h) {
        double[] values = new double[4];
        double[] offsets = {-2, -1, 1, 2};
        for (int k = 0; k < 4; k++) {
            double[] moved = at.clone();
            moved[variable] += offsets[k] * h;
            values[k] = Walk.real(expr, moved);
        }
        return (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * h);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exp(x)",
                "expm1(x)",
                "log(x + 5)",
                "log1p(x + 4)",
                "sqrt(x + 5)",
                "abs(x)",
                "sign(x)",
                "sin(x)",
                "cos(x)",
                "tanh(x)",
                "sigmoid(x)",
                "softplus(x)",
                "erf(x)",
                "-x",
                "x + 3",
                "3 - x",
                "x * x",
                "1 / (x + 5)",
                "x / (x + 5)",
                "3 / x",
                "min(x, 1)",
                "max(x, -1)",
                "min(x, x * x)",
                "clamp(x, -1, 2)",
                "pow(x, 2)",
                "pow(x, 3)",
                "pow(x, 5)",
                "pow(x, -1)",
                "pow(x, -2)",
                "pow(x + 5, 0.5)",
                "pow(x + 5, 1.7)",
                "pow(2, x)",
                "pow(x + 5, x)",
                "x > 0.3 ? x * x : 2 * x",
                "x <= 0.3 ? sin(x) : tanh(x)",
                "1",
                "x"
            })
    void functions(String formula) throws FormulaException {
        Expr expr = Formula.parse(formula, Map.of());
        Expr derivative = Derivative.of(expr, 0);
        Random random = new Random(7);
        int checked = 0;
        for (int k = 0; k < 500; k++) {
            double[] at = {random.nextDouble() * 8 - 4};
            if (nearKink(expr, at, 0)) {
                continue;
            }
            double expected = difference(expr, at, 0, STEP);
            if (Math.abs(expected) < 50) {
                checked++;
                assertEquals(
                        expected,
                        Evaluator.evaluate(derivative, at),
                        1e-8 * Math.max(1, Math.abs(expected)),
                        () -> formula + " at " + at[0]);
            }
        }
        assertTrue(checked >= 200, checked + " points");
    }

    /** Nested at random; a point counts where two step sizes agree on the difference quotient. */
    @Test
    void nested() {
        Random random = new Random(11);
        int checked = 0;
        for (int seed = 0; seed < 30_000; seed++) {
            Expr expr = new RandomExprs(seed, 2).next(1 + seed % 5);
            for (int variable = 0; variable < 2; variable++) {
                double[] at = {random.nextGaussian(), random.nextGaussian() * 2};
                if (nearKink(expr, at, variable)) {
                    continue;
                }
                double fine = difference(expr, at, variable, STEP);
                double coarse = difference(expr, at, variable, 2 * STEP);
                double scale = Math.max(1, Math.abs(fine));
                if (!(Math.abs(fine - coarse) <= 1e-8 * scale) || Math.abs(Walk.real(expr, at)) > 1e3) {
                    continue;
                }
                double actual = Evaluator.evaluate(Derivative.of(Exprs.simplify(expr), variable), at);
                if (Double.isNaN(actual) && hasHole(expr)) {
                    continue;
                }
                checked++;
                assertEquals(fine, actual, 1e-7 * scale, () -> expr + " at " + List.of(at[0], at[1]));
            }
        }
        assertTrue(checked > 20_000, checked + " points");
    }

    /** log(a) of a negative a under an even power, or 0 times infinity inside: the value exists, the quotient's parts do not. */
    private static boolean hasHole(Expr expr) {
        String text = expr.toString();
        return text.contains("POW")
                || text.contains("SQRT")
                || text.contains("DIV")
                || text.contains("EXP")
                || text.contains("LOG");
    }

    private static boolean nearKink(Expr expr, double[] at, int variable) {
        for (Expr kink : Walk.kinks(expr)) {
            double[] low = at.clone();
            double[] high = at.clone();
            low[variable] -= 5 * STEP;
            high[variable] += 5 * STEP;
            double a = Walk.real(kink, low);
            double b = Walk.real(kink, high);
            if (!(a * b > 0) && !(a == 0 && b == 0 && Walk.real(kink, at) == 0)) {
                return true;
            }
            if (a == 0) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max(x, 0) | 0 | 0",
                "max(0, x) | 0 | 0",
                "x > 0 ? x : 0.1 * x | 0 | 0.1",
                "clamp(x, 0, 6) | 0 | 0",
                "clamp(x, 0, 6) | 6 | 0",
                "clamp(x, 0, 6) | -1 | 0",
                "clamp(x, 0, 6) | 7 | 0",
                "clamp(x, 0, 6) | 3 | 1",
                "abs(x) | 0 | 0",
                "sign(x) | 0 | 0",
                "min(x, 2 * x) | 0 | 2",
                "pow(x, 2) | 0 | 0",
                "pow(x, 5) | 0 | 0",
                "pow(x, 1.5) | 0 | 0",
                "x * sigmoid(x) | -800 | 0",
                "x * tanh(softplus(x)) | 800 | 1",
                "x > 0 ? x : expm1(x) | 1e30 | 1",
            })
    void atKinksAndFarOut(String formula, double x, double expected) throws FormulaException {
        Expr derivative = Derivative.of(Formula.parse(formula, Map.of()), 0);
        assertEquals(expected, Evaluator.evaluate(derivative, new double[] {x}), 1e-12);
    }

    @Test
    void chainKeepsGradientsOutOfClosedBranches() throws FormulaException {
        Expr derivative = Derivative.of(Formula.parse("max(x, 0)", Map.of()), 0);
        Expr chained = Derivative.chain(new Expr.Var(1), derivative);
        assertEquals(0, Evaluator.evaluate(chained, new double[] {-1, Double.POSITIVE_INFINITY}));
        assertEquals(2.5, Evaluator.evaluate(chained, new double[] {1, 2.5}));
        assertTrue(chained instanceof Expr.Select, chained::toString);
    }

    @Test
    void valuesAreReused() throws FormulaException {
        Expr tanh = Formula.parse("tanh(x)", Map.of());
        assertEquals(
                Values.of(List.of(tanh)).size() + 3,
                Values.of(List.of(tanh, Derivative.of(tanh, 0))).size());
    }
}
