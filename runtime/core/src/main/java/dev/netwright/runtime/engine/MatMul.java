package dev.netwright.runtime.engine;

import java.util.Arrays;

/**
 * Matrix products on flat arrays with a packed right operand.
 *
 * <p>Algorithm: for each block of columns of b and each block of its rows, groups of four rows of c are copied to arrays of their
 * own, where {@link Tiles} add the products of two rows of b at a time; then they are copied back. The block of b stays in the
 * second-level cache while all groups pass over it, the four rows of c in the first. Narrow matrices are summed in registers
 * ({@link NarrowTiles}). Where the Vector API is, {@link StripProducts} does the work, to the same bits.
 *
 * <p>Every element starts at 0, or at what c holds where it accumulates, and is summed in ascending order of k, each product added
 * by {@link Math#fma}. So its bits depend on its row of a and its column of b alone: not on how rows are cut into tiles, nor on the
 * batch they stand in. Nothing is allocated after a thread's first call. Thread-safe where callers write to different rows.
 */
public final class MatMul {
    /** Floats of a block of b: 256 KiB. */
    private static final int BLOCK = 64 * 1024;

    private static final ThreadLocal<float[][]> SCRATCH =
            ThreadLocal.withInitial(() -> new float[4][Panel.BLOCK_COLUMNS]);

    private static final ThreadLocal<Panel> PANEL = ThreadLocal.withInitial(Panel::new);

    private MatMul() {}

    /**
     * Rows {@code from} to {@code to}, excluded, of c = a b, or of c += a b. Element (i, k) of a is
     * {@code a[aAt + i * aRow + k * aColumn]}, (i, j) of c {@code c[cAt + i * cRow + j * cColumn]}; b's size gives k and j. Each element
     * is summed in ascending order of k with {@link Math#fma}, so that its bits depend on its row and column alone.
     */
    public static void rows(
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            Panel b,
            float[] c,
            int cAt,
            int cRow,
            int cColumn,
            boolean accumulate,
            int from,
            int to) {
        Strips strips = b.strips();
        if (strips != null) {
            StripProducts.rows(a, aAt, aRow, aColumn, strips, c, cAt, cRow, cColumn, accumulate, from, to);
            return;
        }
        if (b.narrow()) {
            NarrowTiles.rows(a, aAt, aRow, aColumn, b, c, cAt, cRow, cColumn, accumulate, from, to);
            return;
        }
        float[][] scratch = SCRATCH.get();
        int size = b.rows();
        for (int block = 0; block < b.blockCount(); block++) {
            float[][] rows = b.block(block);
            int width = b.width(block);
            int at = cAt + b.start(block) * cColumn;
            int depth = Math.max(4, (BLOCK / width) & -4);
            for (int k = 0; k < size; k += depth) {
                int end = Math.min(k + depth, size);
                boolean load = accumulate || k > 0;
                int i = from;
                while (i < to) {
                    int count = to - i >= 4 ? 4 : to - i >= 2 ? 2 : 1;
                    for (int r = 0; r < count; r++) {
                        start(c, at + (i + r) * cRow, cColumn, scratch[r], width, load);
                    }
                    int first = aAt + i * aRow;
                    switch (count) {
                        case 4 -> four(a, first, aRow, aColumn, rows, scratch, k, end, width);
                        case 2 -> two(a, first, aRow, aColumn, rows, scratch, k, end, width);
                        default -> one(a, first, aColumn, rows, scratch[0], k, end, width);
                    }
                    for (int r = 0; r < count; r++) {
                        store(scratch[r], c, at + (i + r) * cRow, cColumn, width);
                    }
                    i += count;
                }
            }
        }
    }

    private static void start(float[] c, int at, int stride, float[] to, int width, boolean load) {
        if (!load) {
            Arrays.fill(to, 0, width, 0f);
        } else if (stride == 1) {
            System.arraycopy(c, at, to, 0, width);
        } else {
            for (int j = 0; j < width; j++) {
                to[j] = c[at + j * stride];
            }
        }
    }

    private static void store(float[] from, float[] c, int at, int stride, int width) {
        if (stride == 1) {
            System.arraycopy(from, 0, c, at, width);
        } else {
            for (int j = 0; j < width; j++) {
                c[at + j * stride] = from[j];
            }
        }
    }

    private static void four(
            float[] a, int at, int row, int column, float[][] b, float[][] c, int from, int to, int width) {
        float[] c0 = c[0];
        float[] c1 = c[1];
        float[] c2 = c[2];
        float[] c3 = c[3];
        int k = from;
        for (; k + 2 <= to; k += 2) {
            int i0 = at + k * column;
            int i1 = i0 + row;
            int i2 = i1 + row;
            int i3 = i2 + row;
            Tiles.fourByTwo(
                    c0,
                    c1,
                    c2,
                    c3,
                    b[k],
                    b[k + 1],
                    a[i0],
                    a[i0 + column],
                    a[i1],
                    a[i1 + column],
                    a[i2],
                    a[i2 + column],
                    a[i3],
                    a[i3 + column],
                    width);
        }
        if (k < to) {
            int i = at + k * column;
            Tiles.twoByOne(c0, c1, b[k], a[i], a[i + row], width);
            Tiles.twoByOne(c2, c3, b[k], a[i + 2 * row], a[i + 3 * row], width);
        }
    }

    private static void two(
            float[] a, int at, int row, int column, float[][] b, float[][] c, int from, int to, int width) {
        int k = from;
        for (; k + 2 <= to; k += 2) {
            int i0 = at + k * column;
            int i1 = i0 + row;
            Tiles.twoByTwo(c[0], c[1], b[k], b[k + 1], a[i0], a[i0 + column], a[i1], a[i1 + column], width);
        }
        if (k < to) {
            int i = at + k * column;
            Tiles.twoByOne(c[0], c[1], b[k], a[i], a[i + row], width);
        }
    }

    private static void one(float[] a, int at, int column, float[][] b, float[] c, int from, int to, int width) {
        int k = from;
        for (; k + 4 <= to; k += 4) {
            int i = at + k * column;
            Tiles.oneByFour(
                    c,
                    b[k],
                    b[k + 1],
                    b[k + 2],
                    b[k + 3],
                    a[i],
                    a[i + column],
                    a[i + 2 * column],
                    a[i + 3 * column],
                    width);
        }
        for (; k < to; k++) {
            Tiles.oneByOne(c, b[k], a[at + k * column], width);
        }
    }

    /**
     * Products {@code from} to {@code to}, excluded, of a batch: matrix q starts at {@code aAt + q * aBatch}, has m rows and k columns;
     * right operands have n columns.
     */
    public static void batch(
            float[] a,
            int aAt,
            int aBatch,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bBatch,
            int bRow,
            int bColumn,
            float[] c,
            int cAt,
            int cBatch,
            int cRow,
            int cColumn,
            int m,
            int k,
            int n,
            boolean accumulate,
            int from,
            int to) {
        Panel panel = PANEL.get();
        for (int q = from; q < to; q++) {
            if (q == from || bBatch != 0) {
                panel.pack(b, bAt + q * bBatch, bRow, bColumn, k, n);
            }
            rows(a, aAt + q * aBatch, aRow, aColumn, panel, c, cAt + q * cBatch, cRow, cColumn, accumulate, 0, m);
        }
    }

    /** Rows {@code from} to {@code to}, excluded, of the sum over {@code batches} products, in ascending order of the batch. */
    public static void sum(
            float[] a,
            int aAt,
            int aBatch,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bBatch,
            int bRow,
            int bColumn,
            float[] c,
            int cAt,
            int cRow,
            int cColumn,
            int batches,
            int k,
            int n,
            boolean accumulate,
            int from,
            int to) {
        Panel panel = PANEL.get();
        for (int q = 0; q < batches; q++) {
            if (q == 0 || bBatch != 0) {
                panel.pack(b, bAt + q * bBatch, bRow, bColumn, k, n);
            }
            rows(a, aAt + q * aBatch, aRow, aColumn, panel, c, cAt, cRow, cColumn, accumulate || q > 0, from, to);
        }
    }
}
