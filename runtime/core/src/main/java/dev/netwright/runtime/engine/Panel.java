package dev.netwright.runtime.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A k × n matrix packed as the right operand of a product. Each row has an array of its own: C2 vectorizes a loop over {@code row[j]},
 * not one over {@code flat[offset + j]} with several offsets. A wide matrix is cut into blocks of columns, so that the rows that a
 * kernel works on stay in the first-level cache. A narrow matrix, whose rows are too short for vectors, has its columns in arrays
 * instead. Arrays are kept, and replaced by larger ones only, so that packing again allocates nothing. Reading is thread-safe.
 */
public final class Panel {
    /** Most columns of a block: four rows of a product and two of the panel take 12 KiB. */
    static final int BLOCK_COLUMNS = 512;

    /** Most columns that are packed one an array. */
    static final int NARROW = 16;

    /** Rows of the panel that are filled at a time from a transposed source: half a cache line of it. */
    private static final int LANES = 8;

    /** Rows of a tile of packing. */
    private static final int TILE = 32;

    private float[][][] blocks = new float[0][][];
    private int rows;
    private int columns;
    private int blockCount;
    private int blockWidth;

    /** An empty one. */
    public Panel() {}

    /** The matrix as the vector kernels read it; null where it is packed for the plain ones. */
    private @Nullable Strips strips;

    private final Workers.Task packTile = this::packTile;
    private float @Nullable [] source;
    private int offset;
    private int rowStride;
    private int columnStride;

    /** Number of rows, the k of a product. */
    public int rows() {
        return rows;
    }

    /** Number of columns, the n of a product. */
    public int columns() {
        return columns;
    }

    /** The matrix in strips for the vector kernels; null where it is packed for the plain ones. */
    @Nullable
    Strips strips() {
        return strips;
    }

    /** Whether it would be packed for other kernels now. */
    boolean stale() {
        return (strips == null) != (VectorKernels.inUse() == null);
    }

    private @Nullable Strips chosen() {
        VectorKernels kernels = VectorKernels.inUse();
        if (kernels == null) {
            strips = null;
        } else if (strips == null) {
            strips = new Strips(kernels);
            blocks = new float[0][][];
        }
        return strips;
    }

    /** Whether columns, not rows, have an array each; there is one block then. */
    boolean narrow() {
        return columns <= NARROW;
    }

    int blockCount() {
        return blockCount;
    }

    /** First column of a block. */
    int start(int block) {
        return block * blockWidth;
    }

    /** Number of columns of a block. */
    int width(int block) {
        return Math.min(blockWidth, columns - block * blockWidth);
    }

    /** The rows of a block, or the columns of a narrow matrix; each array may be longer than it needs. */
    float[][] block(int block) {
        return blocks[block];
    }

    /**
     * Packs a matrix: element (i, j) is {@code source[offset + i * rowStride + j * columnStride]}. Not while others read this panel.
     */
    public void pack(float[] source, int offset, int rowStride, int columnStride, int rows, int columns) {
        Strips chosen = chosen();
        if (chosen == null) {
            packBlocks(source, offset, rowStride, columnStride, rows, columns);
        } else {
            this.rows = rows;
            this.columns = columns;
            chosen.pack(source, offset, rowStride, columnStride, rows, columns);
        }
    }

    /** {@link #pack} for the plain kernels. */
    void packBlocks(float[] source, int offset, int rowStride, int columnStride, int rows, int columns) {
        strips = null;
        this.rows = rows;
        this.columns = columns;
        // As even as whole vectors allow; 512 is a multiple of 16, so no block is wider than that.
        int most = (columns + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS;
        blockWidth = most == 1 ? columns : ((columns + most - 1) / most + 15) & -16;
        blockCount = (columns + blockWidth - 1) / blockWidth;
        if (blocks.length < blockCount) {
            blocks = Arrays.copyOf(blocks, blockCount);
        }
        for (int block = 0; block < blockCount; block++) {
            int arrays = narrow() ? columns : rows;
            int length = narrow() ? rows : width(block);
            blocks[block] = room(blocks[block], arrays, length);
        }
        this.source = source;
        this.offset = offset;
        this.rowStride = rowStride;
        this.columnStride = columnStride;
        if (narrow()) {
            packNarrow();
        } else {
            // A copied float costs about as much as four operations of a product.
            Workers.run(packTile, (rows + TILE - 1) / TILE, 4L * rows * columns);
        }
        this.source = null;
    }

    /**
     * Makes room for a matrix of more than {@link #NARROW} and at most {@link #BLOCK_COLUMNS} columns that the caller fills: each row,
     * in any order, gets its values in {@link #row} and is then {@link #put}.
     */
    void begin(int rows, int columns) {
        if (columns <= NARROW || columns > BLOCK_COLUMNS) {
            throw new IllegalArgumentException("a panel of " + columns + " columns");
        }
        this.rows = rows;
        this.columns = columns;
        Strips chosen = chosen();
        if (chosen != null) {
            chosen.begin(rows, columns);
            return;
        }
        blockWidth = columns;
        blockCount = 1;
        if (blocks.length == 0) {
            blocks = new float[1][][];
        }
        blocks[0] = room(blocks[0], rows, columns);
    }

    /** Element (i, j), for tests. */
    float get(int i, int j) {
        if (strips != null) {
            return strips.get(i, j);
        }
        int block = j / blockWidth;
        return narrow() ? blocks[0][j][i] : blocks[block][i][j - start(block)];
    }

    /** An array that takes row k from its start on; it may be longer than it needs. */
    float[] row(int k) {
        return strips == null ? blocks[0][k] : strips.row();
    }

    /** Row k has its values. */
    void put(int k) {
        if (strips != null) {
            strips.put(k);
        }
    }

    private static float[][] room(float @Nullable [] @Nullable [] old, int arrays, int length) {
        return ConvolutionScratch.room(old == null ? new float[0][] : old, arrays, length);
    }

    private void packNarrow() {
        float[] from = source();
        float[][] to = blocks[0];
        for (int j = 0; j < columns; j++) {
            copy(from, offset + j * columnStride, rowStride, to[j], rows);
        }
    }

    private void packTile(int tile) {
        int first = tile * TILE;
        int last = Math.min(first + TILE, rows);
        float[] from = source();
        for (int block = 0; block < blockCount; block++) {
            float[][] to = blocks[block];
            int at = offset + start(block) * columnStride;
            int width = width(block);
            int i = first;
            if (columnStride != 1) {
                for (; i + LANES <= last; i += LANES) {
                    transpose(from, at + i * rowStride, rowStride, columnStride, to, i, width);
                }
            }
            for (; i < last; i++) {
                copy(from, at + i * rowStride, columnStride, to[i], width);
            }
        }
    }

    private float[] source() {
        float[] from = source;
        if (from == null) {
            throw new IllegalStateException("no packing under way");
        }
        return from;
    }

    private static void copy(float[] from, int at, int stride, float[] to, int count) {
        if (stride == 1) {
            System.arraycopy(from, at, to, 0, count);
        } else {
            for (int j = 0; j < count; j++) {
                to[j] = from[at + j * stride];
            }
        }
    }

    /** Fills rows {@code i} to {@code i + LANES}: reads along the rows, where a transposed source is contiguous. */
    private static void transpose(
            float[] from, int at, int rowStride, int columnStride, float[][] to, int i, int width) {
        float[] r0 = to[i];
        float[] r1 = to[i + 1];
        float[] r2 = to[i + 2];
        float[] r3 = to[i + 3];
        float[] r4 = to[i + 4];
        float[] r5 = to[i + 5];
        float[] r6 = to[i + 6];
        float[] r7 = to[i + 7];
        for (int j = 0; j < width; j++) {
            int k = at + j * columnStride;
            r0[j] = from[k];
            r1[j] = from[k + rowStride];
            r2[j] = from[k + 2 * rowStride];
            r3[j] = from[k + 3 * rowStride];
            r4[j] = from[k + 4 * rowStride];
            r5[j] = from[k + 5 * rowStride];
            r6[j] = from[k + 6 * rowStride];
            r7[j] = from[k + 7 * rowStride];
        }
    }
}
