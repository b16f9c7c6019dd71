package dev.netwright.runtime.engine;

import dev.netwright.runtime.checkpoint.Schema;
import java.util.List;
import java.util.Objects;
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

    /**
     * Elements of an array as floats, as kernels read them: true is 1.
     *
     * @param into what to use where it is long enough
     */
    public static float[] floats(Object array, int from, int count, float[] into) {
        Objects.checkFromIndexSize(from, count, length(array));
        float[] floats = into.length < count ? new float[count] : into;
        for (int k = 0; k < count; k++) {
            if (array instanceof float[] values) {
                floats[k] = values[from + k];
            } else if (array instanceof int[] values) {
                floats[k] = values[from + k];
            } else if (array instanceof long[] values) {
                floats[k] = values[from + k];
            } else {
                floats[k] = ((boolean[]) array)[from + k] ? 1 : 0;
            }
        }
        return floats;
    }

    /** Refuses an array that is no {@code n} samples of an input: of another type, or too short. */
    public static void requireSamples(Schema.Port input, @Nullable Object array, int n) {
        if (array == null) {
            throw new IllegalArgumentException("input '" + input.name() + "': expected an array, found null");
        }
        requireType(input, array);
        if (length(array) < (long) n * input.size()) {
            throw new IllegalArgumentException("input '" + input.name() + "': expected " + n + " samples of "
                    + input.shape() + " = " + (long) n * input.size() + " values, found " + length(array));
        }
    }

    /** Refuses an array of another type than the input's. */
    public static void requireType(Schema.Port input, @Nullable Object array) {
        if (!type(array).equals(input.type())) {
            throw new IllegalArgumentException("input '" + input.name() + "' " + input.shape() + ": expected "
                    + input.type() + " values, found " + type(array));
        }
    }

    /**
     * Refuses ids that the network has no place for and lengths that no sample has, before anything is computed. What lies beyond a
     * sample's length is not looked at.
     *
     * @param arrays for each input an array of its type
     * @param at for each where the first sample starts
     * @param n number of samples
     * @param sample names a sample of these in a message
     */
    public static void requireValues(
            List<Schema.Port> inputs, Object[] arrays, int[] at, int n, IntFunction<String> sample) {
        for (int k = 0; k < arrays.length; k++) {
            Schema.Port input = inputs.get(k);
            int lengths = lengths(inputs, input);
            if (lengths >= 0) {
                requireLengths(input, (int[]) arrays[lengths], at[lengths], n, sample);
            }
            if (input.ids() > 0) {
                requireIds(inputs, k, arrays, at, n, sample);
            }
        }
    }

    /** As {@link #requireValues(List, Object[], int[], int, IntFunction)}, of samples from the start of each array on. */
    public static void requireValues(List<Schema.Port> inputs, Object[] arrays, int n, IntFunction<String> sample) {
        requireValues(inputs, arrays, new int[arrays.length], n, sample);
    }

    /** Which input says how long a sample is at an input or output; -1 where all are as long. */
    public static int lengths(List<Schema.Port> inputs, Schema.Port port) {
        for (int k = 0; port.varies() && k < inputs.size(); k++) {
            if (inputs.get(k).name().equals(port.lengths())) {
                return k;
            }
        }
        return -1;
    }

    /** Number of elements of a sample of an input that are not beyond its length. */
    public static int real(List<Schema.Port> inputs, Schema.Port input, Object[] arrays, int sample) {
        int lengths = lengths(inputs, input);
        return lengths < 0 ? input.size() : ((int[]) arrays[lengths])[sample] * input.width();
    }

    private static void requireLengths(Schema.Port input, int[] lengths, int at, int n, IntFunction<String> sample) {
        for (int i = 0; i < n; i++) {
            int length = lengths[at + i];
            if (length < 1 || length > input.most()) {
                throw new IllegalArgumentException("input '" + input.name() + "' " + input.shown() + " of "
                        + sample.apply(i) + ": expected a length of 1 to " + input.most() + " in '" + input.lengths()
                        + "', found " + length);
            }
        }
    }

    private static void requireIds(
            List<Schema.Port> inputs, int k, Object[] arrays, int[] at, int n, IntFunction<String> sample) {
        Schema.Port input = inputs.get(k);
        Object array = arrays[k];
        int size = input.size();
        int lengths = lengths(inputs, input);
        for (int i = 0; i < n; i++) {
            int real = lengths < 0 ? size : ((int[]) arrays[lengths])[at[lengths] + i] * input.width();
            for (int j = 0; j < real; j++) {
                int place = at[k] + i * size + j;
                long id = array instanceof long[] longs ? longs[place] : array instanceof int[] ints ? ints[place] : 0;
                if (id < 0 || id >= input.ids()) {
                    throw new IllegalArgumentException("input '" + input.name() + "' " + input.shown() + " of "
                            + sample.apply(i) + ", position " + j + ": expected an id of 0 to " + (input.ids() - 1)
                            + ", found " + id);
                }
            }
        }
    }
}
