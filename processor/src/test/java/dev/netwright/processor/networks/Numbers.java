package dev.netwright.processor.networks;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Differences between what was computed and what was expected. */
final class Numbers {
    private Numbers() {}

    static double difference(double[] expected, float[] found) {
        return difference(expected, found, 0);
    }

    /** Largest difference over the largest expected value, at least {@code least}; infinite where a value is not finite. */
    static double difference(double[] expected, float[] found, double least) {
        require(expected.length == found.length, found.length + " values for " + expected.length);
        double largest = least;
        double worst = 0;
        for (int k = 0; k < expected.length; k++) {
            double difference = Math.abs(expected[k] - found[k]);
            if (!Double.isFinite(difference)) {
                return Double.POSITIVE_INFINITY;
            }
            worst = Math.max(worst, difference);
            largest = Math.max(largest, Math.abs(expected[k]));
        }
        return worst == 0 ? 0 : worst / largest; // infinite where all expected are 0
    }

    static void same(String what, float[] expected, float[] found) {
        require(expected.length == found.length, what + ": " + found.length + " values for " + expected.length);
        for (int k = 0; k < expected.length; k++) {
            require(
                    Float.floatToRawIntBits(expected[k]) == Float.floatToRawIntBits(found[k])
                            || (Float.isNaN(expected[k]) && Float.isNaN(found[k])),
                    what + " [" + k + "]: expected " + expected[k] + ", found " + found[k]);
        }
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    static double sum(double[][] given) {
        return Arrays.stream(given)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .sum();
    }

    static double largestOf(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int k = 0; k < values.length; k++) {
            result[k] = (float) values[k];
        }
        return result;
    }

    static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            result[k] = values[k];
        }
        return result;
    }

    /** Numbers of every type of input; of truth values 1 and 0. */
    static double[][] doubles(Object[] arrays) {
        return Arrays.stream(arrays)
                .map(array -> IntStream.range(0, Array.getLength(array))
                        .mapToDouble(
                                k -> array instanceof boolean[] flags ? (flags[k] ? 1 : 0) : Array.getDouble(array, k))
                        .toArray())
                .toArray(double[][]::new);
    }

    /** One sample of an array that holds {@code n}. */
    static Object sample(Object array, int sample, int n) {
        int size = Array.getLength(array) / n;
        Object part = Array.newInstance(array.getClass().getComponentType(), size);
        System.arraycopy(array, sample * size, part, 0, size);
        return part;
    }
}
