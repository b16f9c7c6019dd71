package dev.netwright.runtime.tensor;

import dev.netwright.runtime.checkpoint.TensorSpec;

/** A parameter or buffer of rank 3, {@code [d0, d1, d2]}, in a model's store. Thread safety: {@link WeightTensor}. */
public final class Tensor3 extends WeightTensor {
    private final int d0;
    private final int d1;
    private final int d2;

    private Tensor3(FloatStore store, TensorSpec spec) {
        super(store, spec);
        this.d0 = spec.shape().get(0);
        this.d1 = spec.shape().get(1);
        this.d2 = spec.shape().get(2);
    }

    /** The window of a tensor of the schema on its store. */
    public static Tensor3 of(FloatStore store, TensorSpec spec) {
        requireRank(spec, 3, "Tensor3");
        return new Tensor3(store, spec);
    }

    /**
     * The element at an index.
     *
     * @throws IndexOutOfBoundsException outside of the shape
     */
    public float get(int i, int j, int k) {
        return read(position(i, j, k));
    }

    /**
     * Sets the element at an index.
     *
     * @throws IndexOutOfBoundsException outside of the shape
     */
    public void set(int i, int j, int k, float value) {
        write(position(i, j, k), value);
    }

    private int position(int i, int j, int k) {
        if (i < 0 || i >= d0 || j < 0 || j >= d1 || k < 0 || k >= d2) {
            throw outside(i, j, k);
        }
        return (i * d1 + j) * d2 + k;
    }
}
