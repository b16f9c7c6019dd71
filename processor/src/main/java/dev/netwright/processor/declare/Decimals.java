package dev.netwright.processor.declare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Shortest decimal texts, the same on every JDK: {@code Float.toString} and {@code Double.toString} are not shortest before
 * JDK 19 (JDK-4511638).
 */
final class Decimals {
    private Decimals() {}

    /** The double of the shortest decimal text that reads as {@code value}: 0.01 for {@code 0.01f}. */
    static double widen(float value) {
        if (!Float.isFinite(value) || value == 0) {
            return value;
        }
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < 9; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (Float.parseFloat(rounded.toString()) == value) {
                return Double.parseDouble(rounded.toString());
            }
        }
        return Double.parseDouble(
                exact.round(new MathContext(9, RoundingMode.HALF_EVEN)).toString());
    }

    /** The shortest decimal text that reads as {@code value}, a finite number; always with a point or an exponent. */
    static String text(double value) {
        if (value == 0) {
            return Double.toString(value);
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
        for (int digits = 1; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (Double.parseDouble(rounded.toString()) == value) {
                shortest = rounded;
                break;
            }
        }
        String text = shortest.stripTrailingZeros().toString();
        if (shortest.abs().compareTo(BigDecimal.valueOf(10_000_000)) < 0 && text.contains("E+")) {
            text = shortest.toBigInteger().toString();
        }
        return text.contains(".") || text.contains("E") ? text : text + ".0";
    }
}
