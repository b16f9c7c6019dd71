package dev.netwright.runtime.engine;

/**
 * A k × n matrix as the vector kernels read it: cut into strips of columns as wide as two vectors, each strip row by row without gaps, the
 * last one filled up with zeros. The array is kept, and replaced by a larger one only.
 */
final class Strips {
    /** Rows of a strip that are filled in a go from a transposed source, so that they stay in the first-level cache. */
    private static final int ROWS = 64;

    /** Floats of a task of packing. */
    private static final int TASK = 8 * 1024;

    private static final float[] EMPTY = {};

    private final VectorKernels kernels;
    private final int width;
    private float[] values = EMPTY;
    private float[] row = EMPTY;
    private int rows;
    private int columns;

    private final Workers.Task packStrips = this::packStrips;
    private float[] source = EMPTY;
    private int offset;
    private int rowStride;
    private int columnStride;
    private int span;

    /** Empty ones for these kernels. */
    Strips(VectorKernels kernels) {
        this.kernels = kernels;
        this.width = kernels.width();
    }

    VectorKernels kernels() {
        return kernels;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** Number of strips. */
    int count() {
        return (columns + width - 1) / width;
    }

    float[] values() {
        return values;
    }

    /** Element (i, j). */
    float get(int i, int j) {
        return values[j / width * strip() + i * width + j % width];
    }

    /** Floats of a strip. */
    int strip() {
        return rows * width;
    }

    /** Makes room for a matrix whose rows are then {@link #put}. */
    void begin(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        int size = Math.multiplyExact(count(), strip());
        if (values.length < size) {
            values = new float[size];
        }
    }

    /** An array for a row, to be filled and {@link #put}. */
    float[] row() {
        int length = count() * width;
        if (row.length < length) {
            row = new float[length];
        }
        return row;
    }

    /** Takes {@link #row()}, {@code columns} long, as row k. */
    void put(int k) {
        int length = count() * width;
        for (int j = columns; j < length; j++) {
            row[j] = 0f;
        }
        for (int strip = 0, at = k * width; strip < count(); strip++, at += strip()) {
            kernels.copy(row, strip * width, 0, values, at, 1);
        }
    }

    /** Packs a matrix: element (i, j) is {@code source[offset + i * rowStride + j * columnStride]}. */
    void pack(float[] source, int offset, int rowStride, int columnStride, int rows, int columns) {
        begin(rows, columns);
        this.source = source;
        this.offset = offset;
        this.rowStride = rowStride;
        this.columnStride = columnStride;
        span = Math.max(1, TASK / strip());
        // A copied float costs about as much as eight operations of a product.
        Workers.run(packStrips, (count() + span - 1) / span, 8L * rows * columns);
        this.source = EMPTY;
    }

    private void packStrips(int task) {
        int end = Math.min(count(), (task + 1) * span);
        for (int strip = task * span; strip < end; strip++) {
            int at = offset + strip * width * columnStride;
            int filled = Math.min(width, columns - strip * width);
            if (filled == width && columnStride == 1) {
                kernels.copy(source, at, rowStride, values, strip * strip(), rows);
            } else {
                for (int k = 0; k < rows; k += ROWS) {
                    transpose(at + k * rowStride, strip * strip() + k * width, Math.min(ROWS, rows - k), filled);
                }
            }
        }
    }

    private void transpose(int at, int to, int count, int filled) {
        int j = 0;
        for (; j + 8 <= filled; j += 8) {
            eight(source, at + j * columnStride, rowStride, columnStride, values, to + j, width, count);
        }
        for (; j < width; j++) {
            for (int k = 0; k < count; k++) {
                values[to + k * width + j] = j < filled ? source[at + k * rowStride + j * columnStride] : 0f;
            }
        }
    }

    private static void eight(
            float[] from, int at, int rowStride, int columnStride, float[] to, int toAt, int width, int count) {
        for (int k = 0; k < count; k++) {
            int i = at + k * rowStride;
            int o = toAt + k * width;
            to[o] = from[i];
            to[o + 1] = from[i + columnStride];
            to[o + 2] = from[i + 2 * columnStride];
            to[o + 3] = from[i + 3 * columnStride];
            to[o + 4] = from[i + 4 * columnStride];
            to[o + 5] = from[i + 5 * columnStride];
            to[o + 6] = from[i + 6 * columnStride];
            to[o + 7] = from[i + 7 * columnStride];
        }
    }
}
