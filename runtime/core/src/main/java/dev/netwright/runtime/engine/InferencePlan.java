package dev.netwright.runtime.engine;

import dev.netwright.runtime.tensor.FloatStore;

/** Base of the generated plans that predict. Not thread-safe: each call in flight has a plan of its own. */
public abstract class InferencePlan extends Plan {
    /** The caller's arrays, one an output. */
    protected final float[][] out;

    /** Offset of the first sample in each of {@link #out}. */
    protected final int[] outAt;

    protected InferencePlan(
            FloatStore parameters,
            FloatStore buffers,
            PanelCache weights,
            int inputs,
            int outputs,
            int fixed,
            int perSample,
            int panels) {
        super(parameters, buffers, inputs, fixed, perSample, panels);
        throw new IllegalStateException();
    }

    /** Runs the stages in order. */
    protected abstract void forwardPass();

    /**
     * As {@link #pack} of a matrix in the parameter store, but kept, and shared with the other plans of the model, until the
     * parameters change.
     */
    protected final void packWeights(int panel, int offset, int rowStride, int columnStride, int rows, int columns) {
        throw new IllegalStateException();
    }

    /** Predicts n samples. */
    public final void predict(float[][] inputs, int[] inputOffsets, int n, float[][] outputs, int[] outputOffsets) {
        throw new IllegalStateException();
    }
}
