package dev.netwright.runtime.engine;

/** What predicts: a plan on the JVM or on a device. Not thread-safe: each call in flight has its own. */
public interface Predicting {
    /**
     * Makes room for batches of {@code n} samples.
     *
     * @throws IllegalArgumentException where there is none for so many
     */
    void reserve(int n);

    /**
     * Predicts n samples. Inputs and outputs must not overlap.
     *
     * @param inputs for each input the array with its samples in row-major order, of the input's type
     * @param inputOffsets for each input where its first sample starts
     * @param n number of samples, 1 or more
     * @param outputs for each output the array that its samples are written to
     * @param outputOffsets for each output where its first sample goes
     */
    void predict(Object[] inputs, int[] inputOffsets, int n, float[][] outputs, int[] outputOffsets);
}
