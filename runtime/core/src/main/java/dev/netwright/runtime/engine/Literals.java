package dev.netwright.runtime.engine;

import java.nio.charset.StandardCharsets;
import java.util.StringTokenizer;

/** Reads the tables that generated classes hold as string constants. Pieces are consecutive parts of one table. */
public final class Literals {
    private Literals() {}

    /** Floats in decimal, with white space after each but the last. */
    public static float[] floats(String... pieces) {
        StringTokenizer numbers = new StringTokenizer(String.join("", pieces));
        float[] values = new float[numbers.countTokens()];
        for (int k = 0; k < values.length; k++) {
            values[k] = number(numbers.nextToken());
        }
        return values;
    }

    private static float number(String text) {
        return switch (text) {
            case "POSITIVE_INFINITY" -> Float.POSITIVE_INFINITY;
            case "NEGATIVE_INFINITY" -> Float.NEGATIVE_INFINITY;
            default -> Float.parseFloat(text);
        };
    }

    /** Bytes, each the ISO 8859-1 character of its number. */
    public static byte[] bytes(String... pieces) {
        return String.join("", pieces).getBytes(StandardCharsets.ISO_8859_1);
    }
}
