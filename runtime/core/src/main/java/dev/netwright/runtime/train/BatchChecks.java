package dev.netwright.runtime.train;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.InputArrays;
import java.util.List;
import java.util.Optional;

/** Checks of a batch before anything is computed of it. Labels are checked by the loss, which knows what it takes. */
final class BatchChecks {
    private BatchChecks() {}

    /**
     * Requires samples, an array an input, as long as the batch, and no NaN in inputs and targets. An infinity may mean something, as
     * in a mask; it is caught where a loss becomes one.
     */
    static void require(Schema schema, List<Head> heads, Batch batch) {
        List<Schema.Port> inputs = schema.inputs();
        if (batch.size() < 1) {
            throw new IllegalArgumentException("a batch without samples");
        }
        if (batch.inputs().length != inputs.size()) {
            throw new IllegalArgumentException("inputs of " + schema.network() + ": expected " + inputs.size()
                    + ", found a batch with " + batch.inputs().length);
        }
        for (int k = 0; k < inputs.size(); k++) {
            Schema.Port port = inputs.get(k);
            long expected = (long) port.size() * batch.size();
            Object array = batch.inputs()[k];
            InputArrays.requireType(port, array);
            if (InputArrays.length(array) < expected) {
                throw new IllegalArgumentException("input '" + port.name() + "' " + port.shape() + ": expected "
                        + batch.size() + " samples of " + port.size() + " values = " + expected + ", found "
                        + InputArrays.length(array));
            }
            InputArrays.requireIds(port, array, 0, batch.size(), batch::describe);
            if (array instanceof float[] values) {
                requireNumbers("input '" + port.name() + "' of ", values, port.size(), batch);
            }
        }
        for (int k = 0; k < heads.size(); k++) {
            Optional<float[]> targets = batch.targets(k);
            if (targets.isPresent()) {
                requireNumbers(
                        "target for '" + heads.get(k).name() + "' of ",
                        targets.get(),
                        heads.get(k).size(),
                        batch);
            }
        }
    }

    private static void requireNumbers(String what, float[] values, int size, Batch batch) {
        int end = (int) Math.min(values.length, (long) size * batch.size());
        for (int i = 0; i < end; i++) {
            if (Float.isNaN(values[i])) {
                throw new IllegalArgumentException(
                        what + batch.describe(i / size) + ": expected numbers, found NaN at value " + i % size
                                + "; repair the data or leave the sample out");
            }
        }
    }
}
