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
}
