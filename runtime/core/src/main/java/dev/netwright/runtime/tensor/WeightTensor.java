package dev.netwright.runtime.tensor;

import dev.netwright.runtime.checkpoint.Role;
import dev.netwright.runtime.checkpoint.TensorSpec;
import java.util.Arrays;
import java.util.List;

/**
 * A named parameter or buffer: a window on a model's store, in row-major order. Reading is thread-safe while nobody writes; writing
 * is for one thread, and not while others predict.
 */
public abstract sealed class WeightTensor permits Vector, Matrix, Tensor3, Tensor4, TensorN {
    private final FloatStore store;
    private final TensorSpec spec;
    private final int size;

    WeightTensor(FloatStore store, TensorSpec spec) {
        this.store = store;
        this.spec = spec;
        this.size = spec.size();
        if (spec.offset() < 0 || spec.offset() > store.values().length - size) {
            throw new IllegalArgumentException(spec.name() + ": floats " + spec.offset() + " to "
                    + (spec.offset() + (long) size) + " of a store of " + store.values().length);
        }
    }

    /** A window of the type that fits the rank. */
    public static WeightTensor of(FloatStore store, TensorSpec spec) {
        return switch (spec.shape().size()) {
            case 1 -> Vector.of(store, spec);
            case 2 -> Matrix.of(store, spec);
            case 3 -> Tensor3.of(store, spec);
            case 4 -> Tensor4.of(store, spec);
            default -> TensorN.of(store, spec);
        };
    }

    /** Full name: {@code hidden1.weight}. */
    public final String name() {
        return spec.name();
    }

    /** The node it belongs to: {@code hidden1}. */
    public final String layer() {
        return spec.layer();
    }

    /** Dimensions. */
    public final List<Integer> shape() {
        return spec.shape();
    }

    /** Number of dimensions. */
    public final int rank() {
        return spec.shape().size();
    }

    /** Number of elements. */
    public final int size() {
        return size;
    }

    /** What it is. */
    public final Role role() {
        return spec.role();
    }

    /** Element type: {@code float32}. */
    public final String type() {
        return "float32";
    }

    /** True for a parameter, false for a buffer. */
    public final boolean learned() {
        return spec.learned();
    }

    /** Where it stands in the schema. */
    public final TensorSpec spec() {
        return spec;
    }

    /** A copy of the elements in row-major order. */
    public final float[] toArray() {
        return Arrays.copyOfRange(store.values(), spec.offset(), spec.offset() + size);
    }

    /**
     * Replaces all elements, given in row-major order.
     *
     * @throws IllegalArgumentException where their number is another
     */
    public final void set(float[] values) {
        if (values.length != size) {
            throw new IllegalArgumentException(
                    name() + " " + shape() + ": expected " + size + " values, found " + values.length);
        }
        System.arraycopy(values, 0, store.values(), spec.offset(), size);
        store.changed();
    }

    /** Sets all elements to one value. */
    public final void fill(float value) {
        Arrays.fill(store.values(), spec.offset(), spec.offset() + size, value);
        store.changed();
    }

    @Override
    public final String toString() {
        return name() + " " + type() + " " + shape() + " (" + spec.role().text() + ")";
    }

    /** The element at a row-major position, which is not checked. */
    final float read(int position) {
        return store.values()[spec.offset() + position];
    }

    /** Writes the element at a row-major position, which is not checked. */
    final void write(int position, float value) {
        store.values()[spec.offset() + position] = value;
        store.changed();
    }

    final IndexOutOfBoundsException outside(int... index) {
        return new IndexOutOfBoundsException(
                name() + ": index " + Arrays.toString(index) + " is outside of shape " + shape());
    }

    static void requireRank(TensorSpec spec, int rank, String type) {
        if (spec.shape().size() != rank) {
            throw new IllegalArgumentException(
                    spec.name() + ": a " + type + " has rank " + rank + ", found shape " + spec.shape());
        }
    }
}
