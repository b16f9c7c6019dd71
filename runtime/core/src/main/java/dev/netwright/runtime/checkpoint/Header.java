package dev.netwright.runtime.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * What a file holds but for its numbers.
 *
 * @param marks the marks of Netwright, absent in a foreign file
 * @param tensors all tensors in the file's order, optimizer slots included
 * @param metadata the metadata
 * @param training the training state; its slots are empty arrays
 */
record Header(Optional<Marks> marks, List<StoredTensor> tensors, Metadata metadata, Optional<TrainingState> training) {
    /** The same as of a model's file. */
    Header withoutTraining() {
        return new Header(marks, tensors, metadata, Optional.empty());
    }
}
