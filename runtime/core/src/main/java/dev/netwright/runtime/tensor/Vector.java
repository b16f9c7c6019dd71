package dev.netwright.runtime.tensor;

import dev.netwright.runtime.checkpoint.TensorSpec;

/** A parameter or buffer of rank 1, {@code [d0]}, in a model's store. Thread safety: {@link WeightTensor}. */
public final class Vector extends WeightTensor {
    private final int d0;

    private Vector(FloatStore store, TensorSpec spec) {
        super(store, spec);
        this.d0 = spec.shape().get(0);
    }

    /** The window of a tensor of the schema on its store. */
    public static Vector of(FloatStore store, TensorSpec spec) {
        requireRank(spec, 1, "Vector");
        return new Vector(store, spec);
    }

    /**
     * The element {@code i}.
     *
     * @throws IndexOutOfBoundsException outside of the shape
     */
    public float get(int i) {
        return read(position(i));
    }

    /**
     * Sets the element {@code i}.
     *
     * @throws IndexOutOfBoundsException outside of the shape
     */
    public void set(int i, float value) {
        write(position(i), value);
    }

    private int position(int i) {
        if (i < 0 || i >= d0) {
            throw outside(i);
        }
        return i;
    }
}
