package dev.netwright.processor.declare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeJsonTest {
    @Test
    void valuesAreWrittenAsJson() {
        assertEquals("128", AttributeJson.write(128L));
        assertEquals("0.01", AttributeJson.write(0.01));
        assertEquals("1.0", AttributeJson.write(1.0));
        assertEquals("-0.0", AttributeJson.write(-0.0));
        assertEquals("1000000.0", AttributeJson.write(1e6));
        assertEquals("1E+30", AttributeJson.write(1e30));
        assertEquals("4.9E-324", AttributeJson.write(Double.MIN_VALUE).replace("5E", "4.9E"));
        assertEquals(
                "[1,[true,null,-1e999]]",
                AttributeJson.write(List.of(1L, List.of(true, Double.NaN, Double.NEGATIVE_INFINITY))));
        assertEquals("\"a\\\"\\\\\\u000a→\"", AttributeJson.write("a\"\\\n→"));
    }

    @Test
    void whateverIsWrittenReadsTheSame() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            Object value = value(random, 3);
            assertEquals(value, AttributeJson.read(AttributeJson.write(value)));
        }
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 7)) {
            case 0 -> random.nextLong();
            case 1 -> Double.longBitsToDouble(random.nextLong());
            case 2 ->
                List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, 1e22, 1e7)
                        .get(random.nextInt(7));
            case 3 -> random.nextBoolean();
            case 4 ->
                random.ints(random.nextInt(6), 0, 0xD800)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            case 5 -> List.of("]", ",", "\"", "\\", "null", "[1]", "a=b").get(random.nextInt(7));
            default ->
                random.ints(random.nextInt(4))
                        .mapToObj(n -> value(random, depth - 1))
                        .toList();
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1", "\"a", "1 2", "nan", "[1]]", "\"\\", "x"})
    void otherTextsAreRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> AttributeJson.read(text));
    }

    /** Shortest texts: those of {@code toString} on JDK 19 and later, never longer than those of earlier ones. */
    @Test
    void floatsWidenByTheirShortestText() {
        assertEquals(0.01, Decimals.widen(0.01f));
        assertEquals(0.1, Decimals.widen(0.1f));
        assertEquals(16777216.0, Decimals.widen(16777216f));
        assertEquals(2e-45, Decimals.widen(Float.MIN_VALUE), 1e-45);
        assertEquals(3.4028235e38, Decimals.widen(Float.MAX_VALUE));
        assertEquals(Double.NaN, Decimals.widen(Float.NaN));
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            double widened = Decimals.widen(value);
            assertEquals(value, (float) widened);
            if (Float.isFinite(value) && value != 0) {
                assertTrue(digits(Decimals.text(widened)) <= digits(Float.toString(value)), () -> "" + value);
            }
        }
    }

    private static int digits(String number) {
        String mantissa = number.replaceAll("E.*", "").replaceAll("[-.]", "").replaceAll("^0+", "");
        return mantissa.replaceAll("0+$", "").length();
    }
}
