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
        this.values = new float[size];
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
