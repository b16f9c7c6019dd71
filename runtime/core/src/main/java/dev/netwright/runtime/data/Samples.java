package dev.netwright.runtime.data;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Samples with their targets, to train on or to measure with: a {@link Dataset} in memory, or a {@link DataStream} that is read as it is
 * needed. A pass over them is a {@link BatchReader}, which can start anywhere.
 */
public sealed interface Samples permits DatasetRows, DataStream {
    /** Number of samples; empty for a stream that knows it only at its end. */
    OptionalLong count();

    /** Number of inputs. */
    int inputCount();

    /** Number of values that a sample has in an input. */
    int inputSize(int input);

    /** Element type of an input: {@code float32}, {@code int32}, {@code int64} or {@code bool}. */
    String inputType(int input);

    /** Number of targets. */
    int targetCount();

    /** Number of values that a sample has in a target. */
    int targetSize(int target);

    /** Number of classes of a target of class ids, as far as it is known; empty for float targets. */
    OptionalInt classes(int target);

    /** Names of the classes of a target; empty where they have none. */
    List<String> classNames(int target);

    /** All samples in order, in batches of so many; the last may have fewer. */
    BatchReader read(int batchSize);

    /**
     * All samples in batches, in a random order that depends on seed and epoch alone. A stream mixes as far as its
     * {@linkplain DataStream#shuffle window} reaches.
     */
    BatchReader read(int batchSize, long seed, long epoch);

    /**
     * Mean and standard deviation of each value of an input of type float32, over all samples, in one pass.
     *
     * @throws IllegalArgumentException where a value is NaN or infinite, by sample
     * @throws IllegalStateException where there are no samples, or the input has no float values
     */
    default Statistics statistics(int input) {
        if (!inputType(input).equals("float32")) {
            throw new IllegalStateException("input " + input + " has no float values but " + inputType(input));
        }
        Moments moments = new Moments("input " + input, inputSize(input));
        try (BatchReader batches = read(256)) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                moments.add(batch.floats(input), batch.size(), batch::describe);
            }
        }
        return moments.statistics();
    }
}
