package dev.netwright.runtime.train;

import dev.netwright.runtime.data.Batch;
import java.util.List;
import java.util.stream.IntStream;

/** Counts a confusion matrix. */
final class ConfusionTally {
    /** More classes than this are not tabled: the matrix grows with their square. */
    static final int MOST_CLASSES = 1000;

    private final long[][] counts;

    ConfusionTally(int classes) {
        this.counts = new long[classes][classes];
    }

    void add(Scores scores, Batch batch, int output, float threshold) {
        int[] labels = batch.labels(output).orElseThrow();
        for (int row = 0; row < scores.rows(); row++) {
            Targets.requireLabel(scores, batch, row, labels[row], counts.length);
            int said = scores.columns() > 1
                    ? scores.highest(row)
                    : scores.values()[scores.at() + row] > (Float.isNaN(threshold) ? scores.threshold() : threshold)
                            ? 1
                            : 0;
            counts[labels[row]][said]++;
        }
    }

    ConfusionMatrix matrix(List<String> names) {
        List<String> classes = IntStream.range(0, counts.length)
                .mapToObj(id -> id < names.size() ? names.get(id) : Integer.toString(id))
                .toList();
        return new ConfusionMatrix(classes, counts);
    }
}
