package dev.netwright.runtime.checkpoint;

import java.util.Arrays;

/** Takes the values of a tensor, in order. Memory that is its own grows with the values that arrive, not with those that a file claims. */
final class Window {
    private static final int FIRST = 1 << 14;

    private final int most;
    private final boolean kept;
    private float[] values;
    private int next;

    private Window(float[] values, int next, int most, boolean kept) {
        this.values = values;
        this.next = next;
        this.most = most;
        this.kept = kept;
    }

    /** A place in an array. */
    static Window in(float[] array, int offset) {
        return new Window(array, offset, array.length, true);
    }

    /** An array of its own, in the end of so many elements. */
    static Window growing(int elements) {
        return new Window(new float[Math.min(FIRST, elements)], 0, elements, true);
    }

    /** Drops values when they were looked at. */
    static Window passing() {
        return new Window(new float[0], 0, 0, false);
    }

    /** Makes room for so many values more; returns the index of the first in {@link #values}. */
    int room(int count) {
        if (!kept) {
            values = values.length < count ? new float[count] : values;
            return 0;
        }
        int first = next;
        next += count;
        if (next > values.length) {
            values = Arrays.copyOf(values, (int) Math.min(most, Math.max(next, 2L * values.length)));
        }
        return first;
    }

    void put(float value) {
        int index = room(1);
        values[index] = value;
    }

    /** The array: of a growing one, once all elements are there, of their number. */
    float[] values() {
        return values;
    }
}
