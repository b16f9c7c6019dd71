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
     * in a mask; it is caught where a loss becomes one. What lies beyond a sample's length may be anything.
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
        }
        InputArrays.requireValues(inputs, batch.inputs(), batch.size(), batch::describe);
        for (int k = 0; k < inputs.size(); k++) {
            if (batch.inputs()[k] instanceof float[] values) {
                requireNumbers("input '" + inputs.get(k).name() + "' of ", values, schema, inputs.get(k), batch);
            }
        }
        for (int k = 0; k < heads.size(); k++) {
            Optional<float[]> targets = batch.targets(k);
            if (targets.isPresent()) {
                String what = "target for '" + heads.get(k).name() + "' of ";
                requireNumbers(what, targets.get(), schema, schema.outputs().get(k), batch);
            }
        }
    }

    private static void requireNumbers(String what, float[] values, Schema schema, Schema.Port port, Batch batch) {
        int size = port.size();
        for (int i = 0; i < batch.size(); i++) {
            int real = InputArrays.real(schema.inputs(), port, batch.inputs(), i);
            int end = (int) Math.min(values.length, (long) size * i + real);
            for (int j = size * i; j < end; j++) {
                if (Float.isNaN(values[j])) {
                    throw new IllegalArgumentException(
                            what + batch.describe(i) + ": expected numbers, found NaN at value " + j % size
                                    + "; repair the data or leave the sample out");
                }
            }
        }
    }
}
