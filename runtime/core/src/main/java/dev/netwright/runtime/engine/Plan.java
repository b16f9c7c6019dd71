package dev.netwright.runtime.engine;

import dev.netwright.runtime.tensor.FloatStore;

/**
 * Base of the generated plans: a workspace, and stages run in tiles of rows. A generated plan calls {@link #run} once a stage, in
 * order; {@link #tile} calls the stage's kernel for a tile's rows.
 */
public abstract class Plan {
    /** The parameter store's array. */
    protected final float[] p;

    /** The array of the store of buffers. */
    protected final float[] b;

    /** The workspace: a fixed part, then a part that grows with the batch. */
    protected float[] w = new float[0];

    /** Number of samples of the call. */
    protected int n;

    /** The caller's arrays, one an input. */
    protected final float[][] in;

    /** Offset of the first sample in each of {@link #in}. */
    protected final int[] inAt;

    /** Right operands of matrix products, packed. */
    protected final Panel[] panels;

    protected Plan(FloatStore parameters, FloatStore buffers, int inputs, int fixed, int perSample, int panels) {
        throw new IllegalStateException();
    }

    /** Calls the kernel of a stage for rows {@code from} to {@code to}, excluded. Called by several threads at once. */
    protected abstract void tile(int stage, int from, int to);

    /**
     * Runs a stage: calls {@link #tile} for consecutive tiles of {@code tile} rows, on this thread alone where the work is small.
     *
     * @param work floating-point operations of the whole stage, estimated
     */
    protected final void run(int stage, int rows, int tile, long work) {
        throw new IllegalStateException();
    }

    /**
     * Packs a matrix as the right operand of a product: element (i, j) is
     * {@code source[offset + i * rowStride + j * columnStride]}.
     */
    protected final void pack(
            int panel, float[] source, int offset, int rowStride, int columnStride, int rows, int columns) {
        throw new IllegalStateException();
    }
}
