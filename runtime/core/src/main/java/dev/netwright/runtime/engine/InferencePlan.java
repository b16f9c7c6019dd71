package dev.netwright.runtime.engine;

import dev.netwright.runtime.tensor.FloatStore;
import java.util.Arrays;

/** Base of the generated plans that predict. Not thread-safe: each call in flight has a plan of its own. */
public abstract class InferencePlan extends Plan implements Predicting {
    /** The caller's arrays, one an output. */
    protected final float[][] out;

    /** Offset of the first sample in each of {@link #out}. */
    protected final int[] outAt;

    private final FloatStore parameters;
    private final PanelCache weights;
    private final PanelCache.Matrix[] matrices;
    private final Panel[] shared;
    private final int[] revisions;

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
        this.out = new float[outputs][];
        this.outAt = new int[outputs];
        this.parameters = parameters;
        this.weights = weights;
        this.matrices = new PanelCache.Matrix[panels];
        this.shared = new Panel[panels];
        this.revisions = new int[panels];
    }

    /** Runs the stages in order. */
    protected abstract void forwardPass();

    /**
     * As {@link #pack} of a matrix in the parameter store, but kept, and shared with the other plans of the model, until the
     * parameters change.
     */
    protected final void packWeights(int panel, int offset, int rowStride, int columnStride, int rows, int columns) {
        PanelCache.Matrix matrix = matrices[panel];
        int revision = parameters.revision();
        if (matrix == null
                || revisions[panel] != revision
                || shared[panel].stale()
                || !matrix.is(offset, rowStride, columnStride, rows, columns)) {
            matrix = new PanelCache.Matrix(offset, rowStride, columnStride, rows, columns);
            shared[panel] = weights.panel(parameters, matrix);
            matrices[panel] = matrix;
            revisions[panel] = revision;
        }
        panels[panel] = shared[panel];
    }

    @Override
    public final void predict(Object[] inputs, int[] inputOffsets, int n, float[][] outputs, int[] outputOffsets) {
        if (inputs.length != in.length || outputs.length != out.length) {
            throw new IllegalArgumentException("expected " + in.length + " inputs and " + out.length
                    + " outputs, found " + inputs.length + " and " + outputs.length);
        }
        begin(n);
        take(inputs);
        System.arraycopy(inputOffsets, 0, inAt, 0, in.length);
        System.arraycopy(outputs, 0, out, 0, out.length);
        System.arraycopy(outputOffsets, 0, outAt, 0, out.length);
        try {
            forwardPass();
        } finally {
            take(null);
            Arrays.fill(out, null);
        }
    }
}
