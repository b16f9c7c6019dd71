package dev.netwright.runtime.train;

import dev.netwright.runtime.data.Batch;
import java.util.Optional;

/**
 * Share of right answers.
 *
 * @param binary whether each score is an answer of its own
 * @param threshold of a binary answer; NaN for what the scores say
 */
record AccuracyMetric(boolean binary, float threshold) implements Metric {
    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Tally tally() {
        return new Tally() {
            private long right;
            private long all;

            @Override
            public void add(Scores scores, Batch batch, int output) {
                right += right(scores, batch, output);
                all += isBinary(scores) ? scores.size() : scores.rows();
            }

            @Override
            public double value() {
                return all == 0 ? Double.NaN : (double) right / all;
            }

            @Override
            public double[] state() {
                return new double[] {right, all};
            }

            @Override
            public void resume(double[] state) {
                right = (long) state[0];
                all = (long) state[1];
            }
        };
    }

    private boolean isBinary(Scores scores) {
        return binary || scores.columns() == 1;
    }

    private int right(Scores scores, Batch batch, int output) {
        Optional<int[]> labels = batch.labels(output);
        Optional<float[]> targets = batch.targets(output);
        if (labels.isEmpty() && targets.isEmpty()) {
            throw new IllegalArgumentException("accuracy of '" + scores.name() + "': the data has no target for it");
        }
        boolean elements = isBinary(scores);
        int count = elements ? scores.size() : scores.rows();
        Targets.requireLength(
                "targets",
                scores,
                labels.map(ids -> ids.length)
                        .orElseGet(() -> targets.map(values -> values.length).orElse(0)),
                labels.isPresent() ? count : scores.size());
        if (elements && labels.isEmpty()) {
            requireProbabilities(scores, batch, targets.get(), count);
        }
        int right = 0;
        for (int i = 0; i < count; i++) {
            int said = elements ? answer(scores, i) : scores.highest(i);
            int wanted = labels.isPresent()
                    ? labels.get()[i]
                    : elements ? (targets.get()[i] > 0.5f ? 1 : 0) : highest(targets.get(), i, scores.columns());
            if (said == wanted) {
                right++;
            }
        }
        return right;
    }

    /** Float targets of a yes-or-no answer are 0 to 1: those of a regression have no right side of a threshold. */
    private static void requireProbabilities(Scores scores, Batch batch, float[] targets, int count) {
        for (int i = 0; i < count; i++) {
            if (!(targets[i] >= 0 && targets[i] <= 1)) {
                throw new IllegalArgumentException(
                        "accuracy of '" + scores.name() + "': expected targets of 0 to 1, found "
                                + targets[i] + " for " + scores.describe(batch, i / scores.columns())
                                + "; measure it on another output, Metric.of(\"name\", Metric.ACCURACY), or another metric");
            }
        }
    }

    private int answer(Scores scores, int element) {
        float limit = Float.isNaN(threshold) ? scores.threshold() : threshold;
        return scores.values()[scores.at() + element] > limit ? 1 : 0;
    }

    private static int highest(float[] targets, int row, int columns) {
        int best = 0;
        for (int j = 1; j < columns; j++) {
            if (targets[row * columns + j] > targets[row * columns + best]) {
                best = j;
            }
        }
        return best;
    }
}
