package dev.netwright.runtime.tensor;

import dev.netwright.runtime.checkpoint.TensorSpec;

/** A parameter or buffer of any rank in a model's store. Thread safety: {@link WeightTensor}. */
public final class TensorN extends WeightTensor {
    private final int[] dimensions;

    private TensorN(FloatStore store, TensorSpec spec) {
        super(store, spec);
        this.dimensions = spec.shape().stream().mapToInt(Integer::intValue).toArray();
    }

    /** The window of a tensor of the schema on its store. */
    public static TensorN of(FloatStore store, TensorSpec spec) {
        return new TensorN(store, spec);
    }

    /**
     * The element at an index, one number an axis.
     *
     * @throws IndexOutOfBoundsException outside of the shape, or where the index has another rank
     */
    public float get(int... index) {
        return read(position(index));
    }

    /**
     * Sets the element at an index, one number an axis.
     *
     * @throws IndexOutOfBoundsException outside of the shape, or where the index has another rank
     */
    public void set(int[] index, float value) {
        write(position(index), value);
    }

    private int position(int[] index) {
        if (index.length != dimensions.length) {
            throw outside(index);
        }
        int position = 0;
        for (int k = 0; k < index.length; k++) {
            if (index[k] < 0 || index[k] >= dimensions[k]) {
                throw outside(index);
            }
            position = position * dimensions[k] + index[k];
        }
        return position;
    }
}
