package dev.netwright.runtime.engine;

import dev.netwright.runtime.checkpoint.Schema;

/**
 * Samples of different lengths in one array: packed, one after the other without gaps, and padded, each in a place as large as the
 * longest that the network allows. Arrays are of any input's type.
 */
public final class Padding {
    private Padding() {}

    /**
     * The samples padded with zeros.
     *
     * @param packed the samples of an input whose first dimension varies, one after the other
     * @param lengths positions of each sample
     * @throws IllegalArgumentException where a length is not 1 to the most of the input, or the array does not hold so many positions
     */
    public static Object padded(Schema.Port input, Object packed, int[] lengths) {
        long positions = 0;
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] < 1 || lengths[i] > input.most()) {
                throw new IllegalArgumentException("input '" + input.name() + "' " + input.shown() + " of sample " + i
                        + ": expected a length of 1 to " + input.most() + ", found " + lengths[i]);
            }
            positions += lengths[i];
        }
        int found = InputArrays.length(packed);
        int width = input.width();
        if (lengths.length == 0 || found != positions * width) {
            throw new IllegalArgumentException("input '" + input.name() + "' " + input.shown() + ": expected "
                    + (lengths.length == 0
                            ? "at least one sample"
                            : positions + " positions of " + width + " values = " + positions * width)
                    + ", found " + (lengths.length == 0 ? "no length" : found + " values"));
        }
        Object padded = InputArrays.like(packed, Math.multiplyExact(lengths.length, input.size()));
        int from = 0;
        for (int i = 0; i < lengths.length; i++) {
            System.arraycopy(packed, from, padded, i * input.size(), lengths[i] * width);
            from += lengths[i] * width;
        }
        return padded;
    }

    /** The samples of an output without what lies beyond their lengths; all where it does not vary. */
    public static float[] packed(Schema.Port output, float[] padded, int[] lengths) {
        if (!output.varies()) {
            return padded;
        }
        int width = output.width();
        int positions = 0;
        for (int length : lengths) {
            positions += length;
        }
        float[] packed = new float[positions * width];
        int to = 0;
        for (int i = 0; i < lengths.length; i++) {
            System.arraycopy(padded, i * output.size(), packed, to, lengths[i] * width);
            to += lengths[i] * width;
        }
        return packed;
    }
}
