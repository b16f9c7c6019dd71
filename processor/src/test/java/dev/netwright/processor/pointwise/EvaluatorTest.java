package dev.netwright.processor.pointwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.pointwise.Expr.Function;
import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvaluatorTest {
    private static final MathContext DIGITS = new MathContext(60);

    /** M. Abramowitz, I. Stegun, Handbook of Mathematical Functions (1964), table 7.1: ten decimals. */
    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1124629160",
        "0.2, 0.2227025892",
        "0.3, 0.3286267595",
        "0.4, 0.4283923550",
        "0.5, 0.5204998778",
        "0.6, 0.6038560908",
        "0.8, 0.7421009647",
        "1.0, 0.8427007929",
        "1.2, 0.9103139782",
        "1.5, 0.9661051465",
        "2.0, 0.9953222650"
    })
    void errorFunctionAsTabulated(double x, double erf) {
        assertEquals(erf, ErrorFunction.erf(x), 5.1e-11);
        assertEquals(-erf, ErrorFunction.erf(-x), 5.1e-11);
    }

    /** Against the series 2/√π Σ (-1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)) (Abramowitz and Stegun 7.1.5) in 60 digits. */
    @Test
    void errorFunctionToTheLastPlaces() {
        for (double x = 1.0 / 512; x < 6.5; x += 1.0 / 37) {
            double expected = series(x);
            assertEquals(expected, ErrorFunction.erf(x), 1e-15 * expected, "at " + x);
            assertEquals(-expected, ErrorFunction.erf(-x), 1e-15 * expected, "at " + -x);
        }
        assertEquals(0, ErrorFunction.erf(0));
        assertEquals(1, ErrorFunction.erf(Double.POSITIVE_INFINITY));
        assertEquals(-1, ErrorFunction.erf(-1e300));
        assertTrue(Double.isNaN(ErrorFunction.erf(Double.NaN)));
    }

    private static double series(double value) {
        BigDecimal x = new BigDecimal(value);
        BigDecimal square = x.multiply(x, DIGITS).negate();
        BigDecimal power = x;
        BigDecimal sum = x;
        for (int n = 1; power.abs().compareTo(new BigDecimal("1e-40")) > 0; n++) {
            power = power.multiply(square, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(power.divide(BigDecimal.valueOf(2L * n + 1), DIGITS), DIGITS);
        }
        BigDecimal pi = new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494459");
        return sum.multiply(BigDecimal.valueOf(2))
                .divide(pi.sqrt(DIGITS), DIGITS)
                .doubleValue();
    }

    @Test
    void sigmoidAndSoftplusFarOut() {
        assertEquals(Math.exp(-700), Evaluator.apply(Function.SIGMOID, -700), 1e-13 * Math.exp(-700));
        assertEquals(1, Evaluator.apply(Function.SIGMOID, 1e308));
        assertEquals(0, Evaluator.apply(Function.SIGMOID, -1e308));
        assertEquals(Math.exp(-700), Evaluator.apply(Function.SOFTPLUS, -700), 1e-13 * Math.exp(-700));
        assertEquals(1e308, Evaluator.apply(Function.SOFTPLUS, 1e308));
        assertEquals(0, Evaluator.apply(Function.SOFTPLUS, -1e308));
        assertTrue(Double.isNaN(Evaluator.apply(Function.SIGMOID, Double.NaN)));
        assertTrue(Double.isNaN(Evaluator.apply(Function.SOFTPLUS, Double.NaN)));
    }

    @Test
    void partsOnceEqualTreeWalk() {
        for (int seed = 0; seed < 5_000; seed++) {
            Expr expr = new RandomExprs(seed, 2).next(5);
            double[] at = {0.3 + seed * 1e-4, -1.7};
            assertEquals(
                    Double.doubleToLongBits(Walk.real(expr, at)),
                    Double.doubleToLongBits(Evaluator.evaluate(expr, at)),
                    expr::toString);
        }
    }
}
