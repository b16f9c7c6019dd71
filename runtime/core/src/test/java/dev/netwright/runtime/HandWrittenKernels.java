package dev.netwright.runtime;

import dev.netwright.runtime.engine.Elementary;

/** Kernels of a {@link HandWrittenModel}. */
final class HandWrittenKernels {
    private HandWrittenKernels() {}

    /** Adds the bias to rows of y, then takes the positive part or not. */
    static void addBias(float[] bias, int biasAt, float[] y, int yAt, int columns, boolean relu, int from, int to) {
        for (int i = from; i < to; i++) {
            int row = yAt + i * columns;
            for (int j = 0; j < columns; j++) {
                float sum = y[row + j] + bias[biasAt + j];
                y[row + j] = relu ? Math.max(sum, 0f) : sum;
            }
        }
    }

    /** y = softmax(x) in each row, the largest taken off first. */
    static void softmax(float[] x, int xAt, float[] y, int yAt, int columns, int from, int to) {
        for (int i = from; i < to; i++) {
            int source = xAt + i * columns;
            int row = yAt + i * columns;
            float largest = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < columns; j++) {
                largest = Math.max(largest, x[source + j]);
            }
            float sum = 0;
            for (int j = 0; j < columns; j++) {
                y[row + j] = Elementary.exp(x[source + j] - largest);
                sum += y[row + j];
            }
            for (int j = 0; j < columns; j++) {
                y[row + j] /= sum;
            }
        }
    }

    /** dx = y (dy − Σ y dy) in each row: the adjoint of softmax. */
    static void softmaxGradient(
            float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int columns, int from, int to) {
        for (int i = from; i < to; i++) {
            int row = i * columns;
            float sum = 0;
            for (int j = 0; j < columns; j++) {
                sum += y[yAt + row + j] * dy[dyAt + row + j];
            }
            for (int j = 0; j < columns; j++) {
                dx[dxAt + row + j] = y[yAt + row + j] * (dy[dyAt + row + j] - sum);
            }
        }
    }

    /** dx = dx where y is positive, else 0: the adjoint of the positive part. */
    static void reluGradient(float[] y, int yAt, float[] dx, int dxAt, int columns, int from, int to) {
        for (int i = from * columns; i < to * columns; i++) {
            dx[dxAt + i] = y[yAt + i] > 0f ? dx[dxAt + i] : 0f;
        }
    }

    /** db[j] = Σᵢ dy[i, j] for columns from to to, in ascending order of i. */
    static void columnSums(float[] dy, int dyAt, int rows, int columns, float[] db, int dbAt, int from, int to) {
        for (int j = from; j < to; j++) {
            float sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += dy[dyAt + i * columns + j];
            }
            db[dbAt + j] = sum;
        }
    }
}
