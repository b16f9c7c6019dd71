package dev.netwright.runtime.tensor;

import dev.netwright.runtime.checkpoint.TensorSpec;

/** A parameter or buffer of rank 2, {@code [d0, d1]}, in a model's store. Thread safety: {@link WeightTensor}. */
public final class Matrix extends WeightTensor {
    private final int d0;
    private final int d1;

    private Matrix(FloatStore store, TensorSpec spec) {
        super(store, spec);
        this.d0 = spec.shape().get(0);
        this.d1 = spec.shape().get(1);
    }

    /** The window of a tensor of the schema on its store. */
    public static Matrix of(FloatStore store, TensorSpec spec) {
        requireRank(spec, 2, "Matrix");
        return new Matrix(store, spec);
    }

    /**
     * The element at row {@code i}, column {@code j}.
     *
     * @throws IndexOutOfBoundsException outside of the shape
     */
    public float get(int i, int j) {
        return read(position(i, j));
    }

    /**
     * Sets the element at row {@code i}, column {@code j}.
     *
     * @throws IndexOutOfBoundsException outside of the shape
     */
    public void set(int i, int j, float value) {
        write(position(i, j), value);
    }

    private int position(int i, int j) {
        if (i < 0 || i >= d0 || j < 0 || j >= d1) {
            throw outside(i, j);
        }
        return i * d1 + j;
    }
}
