package dev.netwright.runtime.engine;

import org.jspecify.annotations.Nullable;

/**
 * {@link MatMul} by the vector kernels: tiles of six rows by a strip are summed in registers, over all of k or a thousand steps of it, so
 * that the part of the strip stays in the second-level cache while the rows of a pass over it. What does not fill a tile, at the right edge
 * or where c's columns lie apart, goes through a tile of its own. Strips are shared out among the workers where rows are not already: few
 * rows read b once all the same. The order of the sums is MatMul's.
 */
final class StripProducts implements Workers.Task {
    /** Steps of k between two loads of a tile. */
    private static final int DEPTH = 1024;

    /** Strips of a task where they are shared out. */
    private static final int SPAN = 4;

    private static final ThreadLocal<StripProducts> CALLS = ThreadLocal.withInitial(StripProducts::new);

    private static final float[] EMPTY = {};

    private float[] edge = EMPTY;
    private float[] a = EMPTY;
    private float[] c = EMPTY;
    private @Nullable Strips b;
    private int aAt;
    private int aRow;
    private int aColumn;
    private int cAt;
    private int cRow;
    private int cColumn;
    private boolean accumulate;
    private int from;
    private int to;

    private StripProducts() {}

    static void rows(
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            Strips b,
            float[] c,
            int cAt,
            int cRow,
            int cColumn,
            boolean accumulate,
            int from,
            int to) {
        StripProducts call = CALLS.get();
        call.a = a;
        call.aAt = aAt;
        call.aRow = aRow;
        call.aColumn = aColumn;
        call.b = b;
        call.c = c;
        call.cAt = cAt;
        call.cRow = cRow;
        call.cColumn = cColumn;
        call.accumulate = accumulate;
        call.from = from;
        call.to = to;
        try {
            int count = b.count();
            if (count > SPAN) {
                Workers.run(call, (count + SPAN - 1) / SPAN, 2L * (to - from) * b.rows() * b.columns());
            } else {
                call.strips(b, 0, count, call);
            }
        } finally {
            call.a = EMPTY;
            call.c = EMPTY;
            call.b = null;
        }
    }

    @Override
    public void run(int task) {
        Strips matrix = b;
        if (matrix == null) {
            throw new IllegalStateException("no product under way");
        }
        strips(matrix, task * SPAN, Math.min(matrix.count(), (task + 1) * SPAN), CALLS.get());
    }

    /** @param own this thread's, for its edge */
    private void strips(Strips b, int first, int end, StripProducts own) {
        VectorKernels kernels = b.kernels();
        int width = kernels.width();
        int size = b.rows();
        int s = first;
        if (to - from == 1 && cColumn == 1) {
            int i = aAt + from * aRow;
            int o = cAt + from * cRow;
            for (; s + 4 <= end && (s + 4) * width <= b.columns(); s += 4) {
                kernels.row(a, i, aColumn, b.values(), s * b.strip(), b.strip(), c, o + s * width, accumulate, size);
            }
        }
        for (; s < end; s++) {
            int filled = Math.min(width, b.columns() - s * width);
            for (int k = 0; k < size; k += DEPTH) {
                int depth = Math.min(DEPTH, size - k);
                boolean load = accumulate || k > 0;
                int at = s * b.strip() + k * width;
                int i = from;
                while (i < to) {
                    int rows = tileRows(to - i);
                    int left = aAt + i * aRow + k * aColumn;
                    int target = cAt + i * cRow + s * width * cColumn;
                    if (filled == width && cColumn == 1) {
                        kernels.tile(rows, a, left, aRow, aColumn, b.values(), at, c, target, cRow, load, depth);
                    } else {
                        own.edge(this, b, rows, left, at, target, load, depth, filled);
                    }
                    i += rows;
                }
            }
        }
    }

    /** Rows of the next tile where so many are left: eight go in fours. */
    static int tileRows(int left) {
        return left >= 6 && left != 8 ? 6 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
    }

    private void edge(
            StripProducts of, Strips b, int rows, int left, int at, int target, boolean load, int depth, int filled) {
        VectorKernels kernels = b.kernels();
        int width = kernels.width();
        if (edge.length < 6 * width) {
            edge = new float[6 * width];
        }
        if (load) {
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < filled; j++) {
                    edge[r * width + j] = of.c[target + r * of.cRow + j * of.cColumn];
                }
            }
        }
        kernels.tile(rows, of.a, left, of.aRow, of.aColumn, b.values(), at, edge, 0, width, load, depth);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < filled; j++) {
                of.c[target + r * of.cRow + j * of.cColumn] = edge[r * width + j];
            }
        }
    }
}
