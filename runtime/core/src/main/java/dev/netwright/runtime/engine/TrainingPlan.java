package dev.netwright.runtime.engine;

import dev.netwright.runtime.tensor.FloatStore;
import java.util.List;

/** Base of the generated plans that train. */
public abstract class TrainingPlan extends Plan implements Trainable {
    /** The gradient, laid out as the parameters. */
    protected final float[] g;

    /** Seed of the run. */
    protected long seed;

    /** Number of the step. */
    protected long step;

    /** For each head, whether the loss gave the gradient of its logits. */
    protected boolean[] fromLogits = new boolean[0];

    protected TrainingPlan(
            FloatStore parameters,
            FloatStore buffers,
            List<Head> heads,
            int inputs,
            int fixed,
            int perSample,
            int panels) {
        super(parameters, buffers, inputs, fixed, perSample, panels);
        throw new IllegalStateException();
    }

    /** Runs the stages of the forward pass in order. */
    protected abstract void forwardPass();

    /** Runs the stages of the backward pass in order. */
    protected abstract void backwardPass();

    @Override
    public final float[] parameters() {
        return p;
    }

    @Override
    public final float[] gradients() {
        return g;
    }

    @Override
    public final List<Head> heads() {
        throw new IllegalStateException();
    }

    @Override
    public final float[] workspace() {
        return w;
    }

    @Override
    public final void forward(float[][] inputs, int n, long seed, long step) {
        throw new IllegalStateException();
    }

    @Override
    public final void backward(boolean[] fromLogits) {
        throw new IllegalStateException();
    }
}
