package dev.netwright.runtime.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfTest {
    /** The definition, in double: (-1)^s 2^(e-15) (1 + f/1024), subnormals 2^-14 f/1024. */
    private static double value(int half) {
        int exponent = (half >>> 10) & 0x1F;
        int fraction = half & 0x3FF;
        double sign = (half & 0x8000) == 0 ? 1 : -1;
        if (exponent == 31) {
            return fraction == 0 ? sign / 0.0 : Double.NaN;
        }
        return exponent == 0
                ? sign * Math.scalb(fraction / 1024.0, -14)
                : sign * Math.scalb(1 + fraction / 1024.0, exponent - 15);
    }

    @Test
    void everyHalfWidensExactlyAndComesBack() {
        for (int half = 0; half < 1 << 16; half++) {
            float wide = Half.toFloat((short) half);
            assertEquals(0, Double.compare(value(half), wide), Integer.toHexString(half));
            assertEquals((short) half, Half.toHalf(wide), Integer.toHexString(half));
        }
    }

    @Test
    void roundsToTheNearestTiesToEven() {
        for (int half = 0; half < 0x7BFF; half++) {
            double low = value(half);
            double high = value(half + 1);
            float tie = (float) ((low + high) / 2); // exact: one bit more
            int even = (half & 1) == 0 ? half : half + 1;
            assertEquals((short) even, Half.toHalf(tie));
            assertEquals((short) half, Half.toHalf(Math.nextDown(tie)));
            assertEquals((short) (half + 1), Half.toHalf(Math.nextUp(tie)));
            assertEquals((short) (even | 0x8000), Half.toHalf(-tie));
        }
    }

    @Test
    void overflowsFrom65520() {
        assertEquals((short) 0x7BFF, Half.toHalf(Math.nextDown(65520f)));
        assertEquals((short) 0x7C00, Half.toHalf(65520f));
        assertEquals((short) 0xFC00, Half.toHalf(-Float.MAX_VALUE));
        assertEquals((short) 0, Half.toHalf(Float.MIN_VALUE));
    }

    @Test
    void everyNanStaysNan() {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            float nan = Float.intBitsToFloat(0x7F800001 + random.nextInt(0x7FFFFF));
            assertTrue(Float.isNaN(Half.toFloat(Half.toHalf(nan))));
        }
    }
}
