package dev.netwright.runtime.data;

import dev.netwright.runtime.engine.InputArrays;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/**
 * Samples of different lengths as a network with a varying input takes them: each padded with zeros to the most positions that it takes,
 * and how long each is. Immutable where its arrays are not written.
 *
 * <pre>{@code
 * Sequences words = Sequences.of(ids, 256);                         // long[][]: ids of each text
 * Dataset data = TextModel.dataset(new TextModel.Inputs(words.longs(), words.lengths()), Target.labels(classes));
 * }</pre>
 */
public final class Sequences {
    private final Object values;
    private final int[] lengths;
    private final int size;

    private Sequences(Object values, int[] lengths, int size) {
        this.values = values;
        this.lengths = lengths;
        this.size = size;
    }

    /**
     * Floats.
     *
     * @param samples each 1 to {@code most} positions of {@code width} values, one after the other
     * @param most the first dimension of the input
     * @param width the product of its others, 1 where it has none
     * @throws IllegalArgumentException where a sample is no whole number of positions, or has none or too many; names it
     */
    public static Sequences of(float[][] samples, int most, int width) {
        return of(
                new float[Math.multiplyExact(samples.length, size(most, width))], samples, s -> s.length, most, width);
    }

    /** As {@link #of(float[][], int, int)}, of an input of type INT32 of one value a position. */
    public static Sequences of(int[][] samples, int most) {
        return of(new int[Math.multiplyExact(samples.length, size(most, 1))], samples, s -> s.length, most, 1);
    }

    /** As {@link #of(float[][], int, int)}, of an input of type INT64 of one value a position. */
    public static Sequences of(long[][] samples, int most) {
        return of(new long[Math.multiplyExact(samples.length, size(most, 1))], samples, s -> s.length, most, 1);
    }

    private static int size(int most, int width) {
        if (most < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "expected 1 or more positions of 1 or more values, found " + most + " of " + width);
        }
        return Math.multiplyExact(most, width);
    }

    private static <A> Sequences of(Object padded, A[] samples, ToIntFunction<A> length, int most, int width) {
        int[] lengths = new int[samples.length];
        for (int i = 0; i < samples.length; i++) {
            int found = length.applyAsInt(samples[i]);
            if (found == 0 || found % width != 0 || found / width > most) {
                throw new IllegalArgumentException("sample " + i + ": expected 1 to " + most + " positions of " + width
                        + (width == 1 ? " value" : " values") + ", found " + found + " values");
            }
            lengths[i] = found / width;
            System.arraycopy(samples[i], 0, padded, i * most * width, found);
        }
        return new Sequences(padded, lengths, most * width);
    }

    /** Number of samples. */
    public int count() {
        return lengths.length;
    }

    /** How long each sample is, a copy. */
    public int[] lengths() {
        return lengths.clone();
    }

    /** The padded values of all samples, of floats; not a copy. */
    public float[] floats() {
        return (float[]) values;
    }

    /** The padded values of all samples, of INT32; not a copy. */
    public int[] ints() {
        return (int[]) values;
    }

    /** The padded values of all samples, of INT64; not a copy. */
    public long[] longs() {
        return (long[]) values;
    }

    /** Float targets of an output that varies. */
    public Target target() {
        return Target.values(floats());
    }

    /** Class ids, one a row, of an output that varies. */
    public Target labels() {
        return Target.labels(ints());
    }

    Column values(int samples) {
        if (samples != lengths.length) {
            throw new IllegalArgumentException("expected " + samples + " samples, found " + this);
        }
        return Column.ofInput(values, size, samples).pick(Order.identity(samples));
    }

    Column lengthColumn() {
        return Column.ofInput(lengths.clone(), 1, lengths.length);
    }

    @Override
    public String toString() {
        return lengths.length + " samples of " + Arrays.stream(lengths).min().orElse(0) + " to "
                + Arrays.stream(lengths).max().orElse(0) + " positions, " + InputArrays.type(values);
    }
}
