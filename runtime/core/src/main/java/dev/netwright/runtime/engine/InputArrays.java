package dev.netwright.runtime.engine;

import dev.netwright.runtime.checkpoint.Schema;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of inputs: {@code float[]}, {@code int[]}, {@code long[]} or {@code boolean[]} by the input's element type. Nothing here
 * allocates but {@link #like} and messages.
 */
@SuppressWarnings("exports") // JSpecify is for compilers alone: nobody who reads this class needs it
public final class InputArrays {
    private InputArrays() {}

    /** The element type: {@code float32}, {@code int32}, {@code int64} or {@code bool}; the class's name of anything else. */
    public static String type(@Nullable Object array) {
        if (array instanceof float[]) {
            return "float32";
        } else if (array instanceof int[]) {
            return "int32";
        } else if (array instanceof long[]) {
            return "int64";
        } else if (array instanceof boolean[]) {
            return "bool";
        }
        return array == null ? "null" : array.getClass().getSimpleName();
    }

    /** Number of elements. */
    public static int length(Object array) {
        if (array instanceof float[] floats) {
            return floats.length;
        } else if (array instanceof int[] ints) {
            return ints.length;
        } else if (array instanceof long[] longs) {
            return longs.length;
        } else if (array instanceof boolean[] booleans) {
            return booleans.length;
        }
        throw new IllegalArgumentException("no array of an input: " + type(array));
    }

    /** A new array of the same type. */
    public static Object like(Object array, int length) {
        if (array instanceof int[]) {
            return new int[length];
        } else if (array instanceof long[]) {
            return new long[length];
        }
        return array instanceof boolean[] ? new boolean[length] : new float[length];
    }

    /** Refuses an array of another type than the input's. */
    public static void requireType(Schema.Port input, @Nullable Object array) {
        if (!type(array).equals(input.type())) {
            throw new IllegalArgumentException("input '" + input.name() + "' " + input.shape() + ": expected "
                    + input.type() + " values, found " + type(array));
        }
    }

    /**
     * Refuses ids that the network has no place for, before anything is computed.
     *
     * @param at where the first sample starts
     * @param n number of samples
     * @param sample names a sample of these in a message
     */
    public static void requireIds(Schema.Port input, Object array, int at, int n, IntFunction<String> sample) {
        if (input.ids() == 0) {
            return;
        }
        int size = input.size();
        for (int i = 0; i < n * size; i++) {
            long id = array instanceof long[] longs ? longs[at + i] : array instanceof int[] ints ? ints[at + i] : 0;
            if (id < 0 || id >= input.ids()) {
                throw new IllegalArgumentException("input '" + input.name() + "' " + input.shape() + " of "
                        + sample.apply(i / size) + ", position " + i % size + ": expected an id of 0 to "
                        + (input.ids() - 1) + ", found " + id);
            }
        }
    }
}
