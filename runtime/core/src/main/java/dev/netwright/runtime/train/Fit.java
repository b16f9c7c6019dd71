package dev.netwright.runtime.train;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.BatchReader;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.data.Samples;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.Trainable;
import java.util.List;

/** Checks that data fits a network. */
final class Fit {
    /** Samples that are looked through at once. */
    private static final int CHECKED = 256;

    private Fit() {}

    static void requireData(Schema schema, List<Head> heads, Samples data) {
        requireInputs(schema, data);
        if (data.targetCount() != heads.size()) {
            throw new IllegalArgumentException("outputs of " + schema.network() + ": expected " + heads.size()
                    + " targets, found data with " + data.targetCount());
        }
        for (int k = 0; k < heads.size(); k++) {
            requireTarget(heads.get(k), schema.outputs().get(k).columns(), data, k);
            requireNames(schema.outputs().get(k), data.classNames(k));
        }
    }

    /**
     * As {@link #requireData}; what is in memory is looked through for NaN too, so that none is found after an epoch has moved the model.
     */
    static void requireValidation(Schema schema, List<Head> heads, Samples data) {
        requireData(schema, heads, data);
        if (data instanceof Dataset dataset) {
            try (BatchReader batches = dataset.read(CHECKED)) {
                while (batches.hasNext()) {
                    BatchChecks.require(schema, heads, batches.next());
                }
            }
        }
    }

    /** Requires samples, and the network's inputs; targets may be there or not. */
    static void requireInputs(Schema schema, Samples data) {
        if (data.count().orElse(1) == 0) {
            throw new IllegalArgumentException("the data has no samples");
        }
        List<Schema.Port> inputs = schema.inputs();
        if (data.inputCount() != inputs.size()) {
            throw new IllegalArgumentException("inputs of " + schema.network() + ": expected " + inputs.size()
                    + ", found data with " + data.inputCount());
        }
        for (int i = 0; i < inputs.size(); i++) {
            Schema.Port port = inputs.get(i);
            if (!port.type().equals(data.inputType(i))) {
                throw new IllegalArgumentException("input '" + port.name() + "' " + port.shape() + ": expected "
                        + port.type() + " values, found data with " + data.inputType(i)
                        + "; make it with the model's dataset(…)");
            }
            if (port.size() != data.inputSize(i)) {
                throw new IllegalArgumentException("input '" + port.name() + "': expected " + port.size()
                        + " values a sample, " + port.shape() + ", found data with " + data.inputSize(i));
            }
        }
    }

    /** Refuses data whose batches, the last one included, the network cannot train on. */
    static void requireBatches(Trainable network, long samples, int batchSize) {
        int last = (int) (samples % batchSize);
        try {
            network.requireBatch((int) Math.min(samples, batchSize));
            network.requireBatch(last == 0 ? batchSize : last);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    samples + " samples in batches of " + batchSize
                            + (samples > batchSize && last > 0 ? " leave a last one of " + last : "") + "; "
                            + e.getMessage(),
                    e);
        }
    }

    /** Refuses a batch that the network cannot train on: the last of a stream whose length was not known. */
    static void requireBatch(Trainable network, Batch batch, long position) {
        try {
            network.requireBatch(batch.size());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the data ends with a batch of " + batch.size() + " after " + position + " samples; "
                            + e.getMessage()
                            + "; train on data.take(" + position
                            + "), which goes on with this epoch and ends it, or take"
                            + " another batch size",
                    e);
        }
    }

    /** Class k of the data must be class k of the output. */
    private static void requireNames(Schema.Port output, List<String> found) {
        if (!output.classes().isEmpty() && !found.isEmpty() && !found.equals(output.classes())) {
            throw new IllegalArgumentException("classes of '" + output.name() + "': expected those of its @Classes, "
                    + output.classes() + ", found data with " + found);
        }
    }

    private static void requireTarget(Head head, int columns, Samples data, int k) {
        boolean ids = data.classes(k).isPresent();
        int expected = ids ? head.size() / columns : head.size();
        if (data.targetSize(k) != expected) {
            throw new IllegalArgumentException("targets of '" + head.name() + "' " + head.shape() + ": expected "
                    + expected + (ids ? " class ids" : " values") + " a sample, found data with "
                    + data.targetSize(k));
        }
        int classes = data.classes(k).orElse(0);
        if (ids && classes > Math.max(2, columns)) {
            throw new IllegalArgumentException("labels for '" + head.name() + "': expected 0 to "
                    + (Math.max(2, columns) - 1) + " (" + Math.max(2, columns) + " classes), found data with "
                    + classes + " classes");
        }
    }
}
