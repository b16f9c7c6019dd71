package dev.netwright.processor.networks;

import java.util.Arrays;
import java.util.Random;

/**
 * Roundings at random: to ask how far those of a computation in float may move its result (stochastic arithmetic, Vignes 1993;
 * Parker 1997).
 */
final class Roundings {
    private Roundings() {}

    /**
     * One of the two floats next to a number; the number itself where that is a float, so that copies and choices change nothing.
     * Equal numbers are rounded equally, as by kernels: which way depends on the number's bits and {@code trial}.
     */
    static double stored(double x, long trial) {
        float near = (float) x;
        if (near == x || !Float.isFinite(near) || Double.isNaN(x)) {
            return x;
        }
        float other = near < x ? Math.nextUp(near) : Math.nextDown(near);
        boolean away = (mixed(Double.doubleToRawLongBits(x) + trial * 0x9E3779B97F4A7C15L) & 1) != 0;
        return away && Float.isFinite(other) ? other : near;
    }

    /** SplitMix64's finalizer (Steele, Lea and Flood 2014). */
    private static long mixed(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Each value times 1 + {@code part} or 1 - {@code part}. */
    static double[] moved(double[] values, double part, Random random) {
        return Arrays.stream(values)
                .map(value -> value * (1 + (random.nextBoolean() ? part : -part)))
                .toArray();
    }

    static double[][] moved(double[][] values, double part, Random random) {
        return Arrays.stream(values).map(of -> moved(of, part, random)).toArray(double[][]::new);
    }

    /** Samples as doubles, those of floats moved; integers and truth values are what they are. */
    static double[][] samples(Object[] samples, double part, Random random) {
        double[][] moved = Numbers.doubles(samples);
        for (int k = 0; k < moved.length; k++) {
            moved[k] = samples[k] instanceof float[] ? moved(moved[k], part, random) : moved[k];
        }
        return moved;
    }
}
