package dev.netwright.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Against references in double, on numbers from all of the range, and the special cases one by one. */
class ElementaryTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;
    private static final float NAN = Float.NaN;

    private interface FloatOperator {
        float apply(float x);
    }

    @Test
    void withinTheBoundOfItsError() {
        check("exp", Elementary::exp, Math::exp);
        check("expm1", Elementary::expm1, Math::expm1);
        check("log", Elementary::log, Math::log);
        check("log1p", Elementary::log1p, Math::log1p);
        check("sqrt", Elementary::sqrt, Math::sqrt);
        check("sin", Elementary::sin, StrictMath::sin);
        check("cos", Elementary::cos, StrictMath::cos);
        check("tanh", Elementary::tanh, Math::tanh);
        check("sigmoid", Elementary::sigmoid, x -> x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
        check("softplus", Elementary::softplus, x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
        check("pow", x -> Elementary.pow(x, 2.5f), x -> StrictMath.pow(x, 2.5));
    }

    /** Every 4001st of all floats, NaN and infinities among them. */
    private static void check(String name, FloatOperator function, DoubleUnaryOperator reference) {
        double worst = 0;
        float worstAt = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += 4001) {
            float x = Float.intBitsToFloat((int) bits);
            float found = function.apply(x);
            double expected = reference.applyAsDouble(x);
            double error = error(expected, found);
            if (!(error <= worst)) {
                worst = error;
                worstAt = x;
            }
        }
        assertTrue(worst <= Elementary.ULPS, name + "(" + worstAt + ") is off by " + worst + " ulp");
    }

    /** The error in units in the last place of the exact value as a float. */
    private static double error(double expected, float found) {
        if (Double.isNaN(expected) || Float.isNaN(found)) {
            return Double.isNaN(expected) && Float.isNaN(found) ? 0 : Double.POSITIVE_INFINITY;
        }
        if (found == (float) expected) {
            return Float.floatToRawIntBits(found) == Float.floatToRawIntBits((float) expected) ? 0 : Double.NaN;
        }
        return Math.abs(expected - found) / Math.ulp((float) expected);
    }

    @Test
    void specialCases() {
        assertEquals(0f, Elementary.exp(-INFINITY));
        assertEquals(INFINITY, Elementary.exp(INFINITY));
        assertEquals(1f, Elementary.exp(-0f));
        assertEquals(Float.MIN_VALUE, Elementary.exp(-103.9f));
        assertEquals(-0f, Elementary.expm1(-0f));
        assertEquals(-1f, Elementary.expm1(-INFINITY));
        assertEquals(-INFINITY, Elementary.log(-0f));
        assertEquals(-INFINITY, Elementary.log1p(-1f));
        assertEquals(INFINITY, Elementary.log1p(INFINITY));
        assertEquals(-0f, Elementary.log1p(-0f));
        assertEquals(-0f, Elementary.tanh(-0f));
        assertEquals(-1f, Elementary.tanh(-INFINITY));
        assertEquals(1f, Elementary.tanh(Float.MAX_VALUE));
        assertEquals(0f, Elementary.sigmoid(-INFINITY));
        assertEquals(1f, Elementary.sigmoid(INFINITY));
        assertEquals(0.5f, Elementary.sigmoid(-0f));
        assertEquals(Float.MIN_VALUE, Elementary.sigmoid(-103.9f));
        assertEquals(INFINITY, Elementary.softplus(INFINITY));
        assertEquals(0f, Elementary.softplus(-INFINITY));
        assertEquals(Float.MAX_VALUE, Elementary.softplus(Float.MAX_VALUE));
        assertEquals(-0f, Elementary.erf(-0f));
        assertEquals(-1f, Elementary.erf(-INFINITY));
        assertEquals(1f, Elementary.erf(INFINITY));
        assertEquals(NAN, Elementary.erf(NAN));
        assertEquals(-0f, Elementary.sign(-0f));
        assertEquals(-1f, Elementary.sign(-INFINITY));
        assertEquals(NAN, Elementary.sign(NAN));
        assertEquals(0f, Elementary.abs(-0f));
        assertEquals(NAN, Elementary.max(NAN, 1f));
        assertEquals(NAN, Elementary.min(1f, NAN));
        assertEquals(0f, Elementary.max(-0f, 0f));
        assertEquals(-0f, Elementary.min(0f, -0f));
        assertEquals(NAN, Elementary.sqrt(-1f));
        assertEquals(NAN, Elementary.pow(-8f, 1f / 3));
    }

    /** M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964), table 7.1, ten decimals. */
    @Test
    void erfOfThePublishedTable() {
        double[][] table = {
            {0.02, 0.0225645747},
            {0.10, 0.1124629160},
            {0.20, 0.2227025892},
            {0.40, 0.4283923550},
            {0.50, 0.5204998778},
            {0.60, 0.6038560908},
            {0.80, 0.7421009647},
            {1.00, 0.8427007929},
            {1.20, 0.9103139782},
            {1.50, 0.9661051465},
            {1.80, 0.9890905016},
            {2.00, 0.9953222650}
        };
        for (double[] line : table) {
            assertEquals(line[1], Elementary.erf(line[0]), 0.5000001e-10);
            assertEquals(-line[1], Elementary.erf(-line[0]), 0.5000001e-10);
            assertEquals((float) line[1], Elementary.erf((float) line[0]), 1e-7f);
        }
    }

    /** Against the Maclaurin series in fifty digits, which converges everywhere. */
    @Test
    void erfInDouble() {
        for (int i = 1; i <= 2_600; i++) {
            double x = i * 0.0023455;
            double expected = series(x);
            assertEquals(expected, Elementary.erf(x), 6 * Math.ulp(expected), "erf(" + x + ")");
            assertEquals((float) series((float) x), Elementary.erf((float) x), "erf of the float " + x);
        }
        for (double x = 1; x > 1e-300; x *= 0.37) {
            double expected = series(x);
            assertEquals(expected, Elementary.erf(x), 6 * Math.ulp(expected), "erf(" + x + ")");
        }
        assertEquals(Double.NaN, Elementary.erf(Double.NaN));
        assertEquals(-1.0, Elementary.erf(Double.NEGATIVE_INFINITY));
        assertEquals(-0.0, Elementary.erf(-0.0));
    }

    /** erf x = 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)), DLMF 7.6.1. */
    private static double series(double x) {
        MathContext digits = new MathContext(60);
        BigDecimal square = new BigDecimal(x).pow(2, digits);
        BigDecimal power = new BigDecimal(x);
        BigDecimal sum = power;
        for (int n = 1; n < 400; n++) {
            power = power.multiply(square, digits).divide(BigDecimal.valueOf(-n), digits);
            BigDecimal term = power.divide(BigDecimal.valueOf(2L * n + 1), digits);
            sum = sum.add(term, digits);
            if (term.abs().compareTo(sum.abs().movePointLeft(40)) < 0) {
                break;
            }
        }
        BigDecimal pi = new BigDecimal("3.14159265358979323846264338327950288419716939937511");
        return sum.multiply(BigDecimal.valueOf(2))
                .divide(pi.sqrt(digits), digits)
                .doubleValue();
    }
}
