package dev.netwright.runtime.data;

import dev.netwright.runtime.tensor.WeightTensor;
import java.util.List;

/**
 * Mean and standard deviation of each value of an input over the samples of a data set.
 *
 * @param mean means
 * @param deviation standard deviations of the population (divided by the number of samples, not by one less); 1 for a value that
 *     is the same in every sample, so that dividing by it is safe
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of two arrays, never compared
public record Statistics(float[] mean, float[] deviation) {
    /**
     * Writes them to the buffers of a {@code @Standardize}, that of the node {@code scaled} for instance:
     * {@code train.statistics(0).into(model.scaled.mean, model.scaled.deviation)}.
     *
     * @throws IllegalArgumentException where a buffer has another number of elements; neither is changed then
     */
    public void into(WeightTensor meanBuffer, WeightTensor deviationBuffer) {
        for (WeightTensor buffer : List.of(meanBuffer, deviationBuffer)) {
            if (buffer.size() != mean.length) {
                throw new IllegalArgumentException(buffer.name() + " " + buffer.shape() + ": expected " + buffer.size()
                        + " values a sample, found data with " + mean.length);
            }
        }
        meanBuffer.set(mean);
        deviationBuffer.set(deviation);
    }

    /**
     * In two passes, in double.
     *
     * @throws IllegalArgumentException where a value is NaN or infinite: a mean of it would make every sample so
     */
    static Statistics of(int input, Column.Floats column, int[] rows) {
        if (rows.length == 0) {
            throw new IllegalStateException("a data set without samples has no mean");
        }
        int width = column.width();
        double[] mean = new double[width];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < width; j++) {
                float value = column.values()[rows[i] * width + j];
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("input " + input + ", sample " + i
                            + ": expected finite numbers, found " + value + " at value " + j
                            + "; repair the data or leave the sample out");
                }
                mean[j] += value;
            }
        }
        double[] squares = new double[width];
        for (int j = 0; j < width; j++) {
            mean[j] /= rows.length;
        }
        for (int row : rows) {
            for (int j = 0; j < width; j++) {
                double d = column.values()[row * width + j] - mean[j];
                squares[j] += d * d;
            }
        }
        float[] means = new float[width];
        float[] deviations = new float[width];
        for (int j = 0; j < width; j++) {
            means[j] = (float) mean[j];
            float deviation = (float) Math.sqrt(squares[j] / rows.length);
            deviations[j] = deviation > 0 ? deviation : 1;
        }
        return new Statistics(means, deviations);
    }
}
