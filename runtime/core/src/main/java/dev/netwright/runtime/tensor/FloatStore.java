package dev.netwright.runtime.tensor;

/**
 * All parameters, or all buffers, of a model in one contiguous array, and a count of changes. Reading is thread-safe while
 * nobody writes.
 */
public final class FloatStore {
    private final float[] values;
    private int revision;

    /** A store of {@code size} zeros. */
    public FloatStore(int size) {
        this(new float[size]);
    }

    private FloatStore(float[] values) {
        this.values = values;
    }

    /** A store over an array of somebody else's, which is used and not copied. */
    public static FloatStore over(float[] values) {
        return new FloatStore(values);
    }

    /** The array itself. Who writes to it calls {@link #changed()} after. */
    public float[] values() {
        return values;
    }

    /** Says that values were written, so that what was computed from them is computed again. */
    public void changed() {
        revision++;
    }

    /** Grows with every {@link #changed()}. */
    public int revision() {
        return revision;
    }
}
