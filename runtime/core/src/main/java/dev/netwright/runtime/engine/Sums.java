package dev.netwright.runtime.engine;

import java.util.Arrays;

/** Sums over rows, in ascending order of the row. */
public final class Sums {
    private Sums() {}

    /**
     * The sum of each column of a matrix: {@code y[yAt + j] = sum over i < rows of x[xAt + i * rowStride + j]}. The inner loop
     * runs along memory, so that it vectorizes.
     *
     * @param add whether the sums are added to what y holds
     * @param from first column
     * @param to last column, excluded
     */
    public static void columns(
            float[] x, int xAt, int rowStride, int rows, float[] y, int yAt, boolean add, int from, int to) {
        if (!add) {
            Arrays.fill(y, yAt + from, yAt + to, 0f);
        }
        for (int i = 0; i < rows; i++) {
            int row = xAt + i * rowStride;
            for (int j = from; j < to; j++) {
                y[yAt + j] += x[row + j];
            }
        }
    }
}
