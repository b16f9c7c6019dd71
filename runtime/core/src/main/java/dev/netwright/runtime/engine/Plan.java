package dev.netwright.runtime.engine;

import dev.netwright.runtime.tensor.FloatStore;
import org.jspecify.annotations.Nullable;

/**
 * Base of the generated plans: a workspace, and stages run in tiles of rows. A generated plan calls {@link #run} once a stage, in
 * order; {@link #tile} calls the stage's kernel for a tile's rows. Allocates only when a larger batch comes than any before.
 */
public abstract class Plan {
    /** Most elements of an array on every JVM. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** The parameter store's array. */
    protected final float[] p;

    /** The array of the store of buffers. */
    protected final float[] b;

    /** The workspace: a fixed part, then a part that grows with the batch. */
    protected float[] w = new float[0];

    /** Number of samples of the call. */
    protected int n;

    /** The caller's arrays of float32 inputs, one an input. */
    protected final float[][] in;

    /** The caller's arrays of int64 inputs, at the same numbers. */
    protected final long[][] longs;

    /** The caller's arrays of int32 inputs, at the same numbers. */
    protected final int[][] ints;

    /** The caller's arrays of boolean inputs, at the same numbers. */
    protected final boolean[][] booleans;

    /** Offset of the first sample of each input. */
    protected final int[] inAt;

    /** Right operands of matrix products, packed. */
    protected final Panel[] panels;

    /** The panels that this plan packed itself, one a slot, made when first needed. */
    private final Panel[] own;

    private final int fixed;
    private final int perSample;

    private final Workers.Task stageTile = this::stageTile;
    private int stage;
    private int stageRows;
    private int tileRows;

    protected Plan(FloatStore parameters, FloatStore buffers, int inputs, int fixed, int perSample, int panels) {
        this.p = parameters.values();
        this.b = buffers.values();
        this.in = new float[inputs][];
        this.longs = new long[inputs][];
        this.ints = new int[inputs][];
        this.booleans = new boolean[inputs][];
        this.inAt = new int[inputs];
        this.panels = new Panel[panels];
        this.own = new Panel[panels];
        this.fixed = fixed;
        this.perSample = perSample;
    }

    /** Calls the kernel of a stage for rows {@code from} to {@code to}, excluded. Called by several threads at once. */
    protected abstract void tile(int stage, int from, int to);

    /** What {@link #tile} throws for a number that is no stage. */
    protected static IllegalStateException noStage(int stage) {
        return new IllegalStateException("no stage " + stage);
    }

    /**
     * Runs a stage: calls {@link #tile} for consecutive tiles of {@code tile} rows, on this thread alone where the work is small.
     *
     * @param work floating-point operations of the whole stage, estimated
     */
    protected final void run(int stage, int rows, int tile, long work) {
        this.stage = stage;
        stageRows = rows;
        tileRows = tile;
        Workers.run(stageTile, (rows - 1) / tile + 1, work);
    }

    private void stageTile(int number) {
        int from = number * tileRows;
        tile(stage, from, Math.min(tileRows, stageRows - from) + from);
    }

    /**
     * Packs a matrix as the right operand of a product: element (i, j) is
     * {@code source[offset + i * rowStride + j * columnStride]}.
     */
    protected final void pack(
            int panel, float[] source, int offset, int rowStride, int columnStride, int rows, int columns) {
        Panel packed = own[panel];
        if (packed == null) {
            packed = new Panel();
            own[panel] = packed;
        }
        packed.pack(source, offset, rowStride, columnStride, rows, columns);
        panels[panel] = packed;
    }

    /** Takes the caller's arrays; null lets them go. */
    final void take(@Nullable Object @Nullable [] inputs) {
        for (int k = 0; k < in.length; k++) {
            Object array = inputs == null ? null : inputs[k];
            in[k] = array instanceof float[] floats ? floats : null;
            longs[k] = array instanceof long[] wide ? wide : null;
            ints[k] = array instanceof int[] narrow ? narrow : null;
            booleans[k] = array instanceof boolean[] flags ? flags : null;
        }
    }

    /** Sets the batch size and makes the workspace large enough for it. */
    final void begin(int n) {
        reserve(n);
        this.n = n;
    }

    /**
     * Makes the workspace large enough for batches of {@code n} samples, so that they allocate nothing.
     *
     * @throws IllegalArgumentException where n is less than 1, or where no array is long enough
     */
    public final void reserve(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("number of samples: expected 1 or more, found " + n);
        }
        long size = fixed + (long) perSample * n;
        if (size > LONGEST_ARRAY) {
            throw new IllegalArgumentException("a batch of " + n + " samples needs a workspace of " + fixed + " + "
                    + perSample + " * " + n + " = " + size + " floats; an array holds " + LONGEST_ARRAY
                    + ": use batches of at most " + (LONGEST_ARRAY - fixed) / perSample);
        }
        if (w.length < size) {
            w = new float[(int) size];
        }
    }
}
