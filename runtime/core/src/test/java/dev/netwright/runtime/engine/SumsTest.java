package dev.netwright.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SumsTest {
    @Test
    void columnsInAscendingOrderOfTheRow() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int rows = 1 + random.nextInt(9);
            int columns = 1 + random.nextInt(40);
            int stride = columns + random.nextInt(3);
            int xAt = random.nextInt(4);
            int yAt = random.nextInt(4);
            boolean add = random.nextBoolean();
            float[] x = floats(random, xAt + rows * stride);
            float[] y = floats(random, yAt + columns + 2);
            float[] expected = y.clone();
            int from = random.nextInt(columns);
            int to = from + 1 + random.nextInt(columns - from);
            for (int j = from; j < to; j++) {
                float sum = add ? y[yAt + j] : 0f;
                for (int i = 0; i < rows; i++) {
                    sum += x[xAt + i * stride + j];
                }
                expected[yAt + j] = sum;
            }
            Sums.columns(x, xAt, stride, rows, y, yAt, add, from, to);
            assertArrayEquals(expected, y, "columns " + from + " to " + to + " of " + columns);
        }
    }

    private static float[] floats(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
