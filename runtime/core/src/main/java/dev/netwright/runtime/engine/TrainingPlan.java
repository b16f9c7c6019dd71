package dev.netwright.runtime.engine;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.tensor.FloatStore;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Base of the generated plans that train. */
public abstract class TrainingPlan extends Plan implements Trainable {
    /** The gradient, laid out as the parameters; empty before the first pass, so that a plan never run costs nothing. */
    protected float[] g = new float[0];

    /** Seed of the run. */
    protected long seed;

    /** Number of the step. */
    protected long step;

    /** For each head, whether the loss gave the gradient of its logits. */
    protected boolean[] fromLogits;

    private final List<Head> heads;
    private final List<Schema.@Nullable Port> ports;
    private boolean forwarded;

    /** A plan that knows its inputs, and says which one is too short. */
    protected TrainingPlan(
            FloatStore parameters,
            FloatStore buffers,
            List<Head> heads,
            List<Schema.Port> inputs,
            int fixed,
            int perSample,
            int panels) {
        this(parameters, buffers, heads, inputs.size(), List.copyOf(inputs), fixed, perSample, panels);
    }

    /** A plan that knows the number of its inputs alone. */
    protected TrainingPlan(
            FloatStore parameters,
            FloatStore buffers,
            List<Head> heads,
            int inputs,
            int fixed,
            int perSample,
            int panels) {
        this(parameters, buffers, heads, inputs, Collections.nCopies(inputs, null), fixed, perSample, panels);
    }

    private TrainingPlan(
            FloatStore parameters,
            FloatStore buffers,
            List<Head> heads,
            int inputs,
            List<Schema.@Nullable Port> ports,
            int fixed,
            int perSample,
            int panels) {
        super(parameters, buffers, inputs, fixed, perSample, panels);
        this.heads = List.copyOf(heads);
        this.ports = ports;
        this.fromLogits = new boolean[heads.size()];
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
        if (g.length < p.length) {
            g = new float[p.length];
        }
        return g;
    }

    @Override
    public final List<Head> heads() {
        return heads;
    }

    @Override
    public final float[] workspace() {
        return w;
    }

    @Override
    public final void forward(Object[] inputs, int n, long seed, long step) {
        if (inputs.length != in.length) {
            throw new IllegalArgumentException("expected " + in.length + " inputs, found " + inputs.length);
        }
        begin(n);
        for (int k = 0; k < inputs.length; k++) {
            check(k, inputs[k], n);
        }
        requireBatch(n);
        forwarded = false;
        this.seed = seed;
        this.step = step;
        take(inputs);
        forwardPass();
        forwarded = true;
    }

    /**
     * Refuses a batch with one value a channel: its variance is 0, and its unbiased variance 0 / 0.
     *
     * @param layer what needs more: {@code 'stem' (@BatchNorm)}
     */
    protected static void requireSamples(int n, int least, String layer) {
        if (n < least) {
            throw new IllegalArgumentException(layer + ": expected more than one value per channel in training, found a"
                    + " batch of " + n + " sample with one value per channel: train on batches of " + least
                    + " or more samples, the last one included");
        }
    }

    private void check(int input, @Nullable Object values, int n) {
        Schema.Port port = ports.get(input);
        if (port != null) {
            InputArrays.requireSamples(port, values, n);
        } else if (values == null) {
            throw new IllegalArgumentException("input " + input + ": expected an array, found null");
        }
    }

    @Override
    public final void backward(boolean[] fromLogits) {
        if (!forwarded) {
            throw new IllegalStateException("a backward pass needs a forward pass before it");
        }
        if (fromLogits.length != heads.size()) {
            throw new IllegalArgumentException("expected " + heads.size() + " heads, found " + fromLogits.length);
        }
        System.arraycopy(fromLogits, 0, this.fromLogits, 0, fromLogits.length);
        gradients();
        backwardPass();
    }
}
