package dev.netwright.runtime.train;

import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Head;
import java.util.Optional;

/**
 * What is right for the scores of a batch, and what they say. An output of a single score is yes or no, classes 0 and 1; one of several
 * scores after a final {@code @Sigmoid} with float targets answers yes or no for each class; any other names the class of its highest score.
 */
final class Answers {
    private final Scores scores;
    private final int[] labels;
    private final float[] targets;
    private final boolean ids;

    /** Of targets of either kind; refuses what has none, and class ids beyond the classes. */
    Answers(String metric, Scores scores, Batch batch, int output) {
        this.scores = scores;
        Optional<int[]> found = batch.labels(output);
        this.ids = found.isPresent();
        this.labels = found.orElse(new int[0]);
        this.targets = batch.targets(output).orElse(new float[0]);
        if (!ids && batch.targets(output).isEmpty()) {
            throw new IllegalArgumentException(metric + " of '" + scores.name() + "': the data has no target for it");
        }
        if (ids) {
            Targets.requireLength("labels", scores, labels.length, scores.rows());
            for (int row = 0; row < scores.rows(); row++) {
                Targets.requireLabel(scores, batch, row, labels[row], classes());
            }
        } else {
            Targets.requireLength("target values", scores, targets.length, scores.size());
        }
    }

    /** Whether each class is answered by itself. */
    boolean manyLabels() {
        return !ids && scores.columns() > 1 && scores.activation() == Head.Activation.SIGMOID;
    }

    int classes() {
        return Math.max(2, scores.columns());
    }

    /** The right class of a row; not of many labels. */
    int actual(int row) {
        if (ids) {
            return labels[row];
        }
        if (scores.columns() == 1) {
            return targets[row] > 0.5f ? 1 : 0;
        }
        int best = 0;
        for (int j = 1; j < scores.columns(); j++) {
            if (targets[row * scores.columns() + j] > targets[row * scores.columns() + best]) {
                best = j;
            }
        }
        return best;
    }

    /** The class that the scores of a row name; not of many labels. */
    int said(int row) {
        return scores.columns() > 1 ? scores.highest(row) : yes(row, 0) ? 1 : 0;
    }

    /** Whether a class is right, of many labels. */
    boolean actual(int row, int column) {
        return targets[row * scores.columns() + column] > 0.5f;
    }

    /** Whether a score says yes. */
    boolean yes(int row, int column) {
        return score(row, column) > scores.threshold();
    }

    float score(int row, int column) {
        return scores.values()[scores.at() + row * scores.columns() + column];
    }
}
