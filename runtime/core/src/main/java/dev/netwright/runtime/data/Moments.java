package dev.netwright.runtime.data;

import java.util.Objects;
import java.util.function.IntFunction;

/**
 * Mean and standard deviation of each of some values over samples that come one after the other, in one pass and in double: with the
 * n-th sample x the mean moves by d / n, where d = x - mean before, and the sum of squared deviations grows by d (x - mean after)
 * (Welford 1962; Knuth, The Art of Computer Programming 2, 4.2.2, (15) and (16)). So a small deviation beside a large mean is exact, and a
 * value that is the same in every sample has deviation 0. Not thread-safe.
 */
public final class Moments {
    private final String what;
    private final double[] mean;
    private final double[] squares;
    private long count;

    /**
     * Of no sample so far.
     *
     * @param what what the values are, for messages
     * @param width values a sample
     */
    public Moments(String what, int width) {
        this.what = what;
        this.mean = new double[width];
        this.squares = new double[width];
    }

    /**
     * Adds samples.
     *
     * @param values n samples in row-major order; what lies beyond is not read
     * @param name names a sample in a message
     * @throws IllegalArgumentException where a value is NaN or infinite: a mean of it would make every sample so
     */
    public void add(float[] values, int n, IntFunction<String> name) {
        int width = mean.length;
        Objects.checkFromIndexSize(0, Math.multiplyExact(n, width), values.length);
        for (int i = 0; i < n; i++) {
            count++;
            for (int j = 0; j < width; j++) {
                float x = values[i * width + j];
                if (!Float.isFinite(x)) {
                    throw new IllegalArgumentException(what + ", " + name.apply(i) + ": expected finite numbers, found "
                            + x + " at value " + j + "; repair the data or leave the sample out");
                }
                double d = x - mean[j];
                mean[j] += d / count;
                squares[j] += d * (x - mean[j]);
            }
        }
    }

    /**
     * The statistics of the samples so far.
     *
     * @throws IllegalStateException where there are none
     */
    public Statistics statistics() {
        if (count == 0) {
            throw new IllegalStateException(what + ": data without samples has no mean");
        }
        float[] means = new float[mean.length];
        float[] deviations = new float[mean.length];
        for (int j = 0; j < means.length; j++) {
            means[j] = (float) mean[j];
            float deviation = (float) Math.sqrt(squares[j] / count);
            deviations[j] = deviation > 0 ? deviation : 1;
        }
        return new Statistics(means, deviations);
    }
}
