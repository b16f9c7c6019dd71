package dev.netwright.runtime.train;

import dev.netwright.runtime.engine.Head;
import java.util.List;

/**
 * What a network says of the samples of a batch: rows of scores, {@code values[at + row * columns + column]}. An output of shape
 * {@code [classes]} gives a row a sample, one of shape {@code [positions, classes]} a row a position.
 *
 * @param name the output's name
 * @param values array that holds the scores
 * @param at offset of the first
 * @param rows number of rows
 * @param columns scores of a row
 * @param rowsPerSample rows of a sample
 * @param activation what was applied last; NONE for logits and for plain values
 */
@SuppressWarnings("ArrayRecordComponent") // a view, never compared
public record Scores(
        String name, float[] values, int at, int rows, int columns, int rowsPerSample, Head.Activation activation) {
    /** The scores of n samples at a head: its values, or the logits below them. */
    static Scores of(Head head, float[] workspace, int n, boolean logits) {
        return logits
                ? of(head.name(), head.shape(), workspace, head.logits().at(n), n, Head.Activation.NONE)
                : of(head.name(), head.shape(), workspace, head.value().at(n), n, head.activation());
    }

    /** The scores of n samples in an array. */
    static Scores of(String name, List<Integer> shape, float[] values, int at, int n, Head.Activation activation) {
        int size = shape.stream().reduce(1, Math::multiplyExact);
        int columns = shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
        int rowsPerSample = size / columns;
        return new Scores(name, values, at, n * rowsPerSample, columns, rowsPerSample, activation);
    }

    /** Number of scores. */
    public int size() {
        return rows * columns;
    }

    /** The column of a row's highest score, the first where several are equal. */
    public int highest(int row) {
        int start = at + row * columns;
        int best = 0;
        for (int j = 1; j < columns; j++) {
            if (values[start + j] > values[start + best]) {
                best = j;
            }
        }
        return best;
    }

    /** The score above which a yes-or-no output says yes: 0.5 of a probability, 0 of a logit. */
    public float threshold() {
        return activation == Head.Activation.SIGMOID ? 0.5f : 0f;
    }

    /** Names a row in a message. */
    String describe(dev.netwright.runtime.data.Batch batch, int row) {
        String sample = batch.describe(row / rowsPerSample);
        return rowsPerSample == 1 ? sample : sample + ", position " + row % rowsPerSample;
    }
}
