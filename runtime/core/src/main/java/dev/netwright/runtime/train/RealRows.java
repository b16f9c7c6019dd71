package dev.netwright.runtime.train;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.InputArrays;
import java.util.Arrays;
import java.util.Optional;

/**
 * What an output says of a batch, and its targets, without the rows beyond a sample's length: losses and metrics then know nothing of
 * lengths, and a mean is one over the rows there are.
 *
 * @param scores the scores that count
 * @param batch their targets
 * @param rows numbers of these rows among all; empty where all count
 * @param whole whether all rows count
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record RealRows(int output, Scores scores, Batch batch, int[] rows, boolean whole) {
    /** The rows that count of an output. */
    static RealRows of(Schema schema, int output, Scores all, Batch batch) {
        Schema.Port port = schema.outputs().get(output);
        int input = InputArrays.lengths(schema.inputs(), port);
        if (input < 0) {
            return new RealRows(output, all, batch, new int[0], true);
        }
        int columns = port.columns();
        int rowsPerSample = port.size() / columns;
        int rowsPerPosition = rowsPerSample / port.most();
        int[] lengths = (int[]) batch.inputs()[input];
        int[] rows = new int[batch.size() * rowsPerSample];
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
            for (int row = 0; row < lengths[i] * rowsPerPosition; row++) {
                rows[count++] = i * rowsPerSample + row;
            }
        }
        rows = Arrays.copyOf(rows, count);
        float[] values = floats(all.values(), all.at(), rows, columns);
        Scores scores = new Scores(all.name(), values, 0, count, columns, 1, all.activation());
        int needed = batch.size() * rowsPerSample;
        Optional<int[]> labels = batch.labels(output);
        Optional<float[]> targets = batch.targets(output);
        if (labels.isPresent()) {
            Targets.requireLength("labels", all, labels.get().length, needed);
            return new RealRows(
                    output, scores, batch.ofRows(output, ints(labels.get(), rows), rows, rowsPerSample), rows, false);
        } else if (targets.isPresent()) {
            Targets.requireLength("target values", all, targets.get().length, needed * columns);
            float[] own = floats(targets.get(), 0, rows, columns);
            return new RealRows(output, scores, batch.ofRows(output, own, rows, rowsPerSample), rows, false);
        }
        return new RealRows(output, scores, batch, rows, false);
    }

    /** The mean loss of the rows that count, its gradient where that of all rows goes: 0 in the others. */
    double loss(Loss loss, Scores all, float[] gradient, int gradientAt) {
        if (whole) {
            return loss.compute(all, batch, output, gradient, gradientAt);
        }
        float[] own = new float[scores.size()];
        double value = loss.compute(scores, batch, output, own, 0);
        int columns = scores.columns();
        Arrays.fill(gradient, gradientAt, gradientAt + all.size(), 0);
        for (int k = 0; k < rows.length; k++) {
            System.arraycopy(own, k * columns, gradient, gradientAt + rows[k] * columns, columns);
        }
        return value;
    }

    /** What a mean over these rows weighs beside others of the same output: their number, or where all count that of the samples. */
    double weight(Scores all) {
        return whole ? (double) all.rows() / all.rowsPerSample() : (double) rows.length;
    }

    private static int[] ints(int[] all, int[] rows) {
        return Arrays.stream(rows).map(row -> all[row]).toArray();
    }

    private static float[] floats(float[] all, int at, int[] rows, int columns) {
        float[] some = new float[rows.length * columns];
        for (int k = 0; k < rows.length; k++) {
            System.arraycopy(all, at + rows[k] * columns, some, k * columns, columns);
        }
        return some;
    }
}
