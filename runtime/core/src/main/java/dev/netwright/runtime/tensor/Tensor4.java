package dev.netwright.runtime.tensor;

import dev.netwright.runtime.checkpoint.TensorSpec;

/** A parameter or buffer of rank 4, {@code [d0, d1, d2, d3]}, in a model's store. Thread safety: {@link WeightTensor}. */
public final class Tensor4 extends WeightTensor {
    private final int d0;
    private final int d1;
    private final int d2;
    private final int d3;

    private Tensor4(FloatStore store, TensorSpec spec) {
        super(store, spec);
        this.d0 = spec.shape().get(0);
        this.d1 = spec.shape().get(1);
        this.d2 = spec.shape().get(2);
        this.d3 = spec.shape().get(3);
    }

    /** The window of a tensor of the schema on its store. */
    public static Tensor4 of(FloatStore store, TensorSpec spec) {
        requireRank(spec, 4, "Tensor4");
        return new Tensor4(store, spec);
    }

    /**
     * The element at an index.
     *
     * @throws IndexOutOfBoundsException outside of the shape
     */
    public float get(int i, int j, int k, int l) {
        return read(position(i, j, k, l));
    }

    /**
     * Sets the element at an index.
     *
     * @throws IndexOutOfBoundsException outside of the shape
     */
    public void set(int i, int j, int k, int l, float value) {
        write(position(i, j, k, l), value);
    }

    private int position(int i, int j, int k, int l) {
        if (i < 0 || i >= d0 || j < 0 || j >= d1 || k < 0 || k >= d2 || l < 0 || l >= d3) {
            throw outside(i, j, k, l);
        }
        return ((i * d1 + j) * d2 + k) * d3 + l;
    }
}
