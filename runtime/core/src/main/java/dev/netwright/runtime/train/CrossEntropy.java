package dev.netwright.runtime.train;

import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Head;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy over the rows of scores, and Kullback-Leibler divergence, which differs by the entropy of the targets. In
 * double; logarithms by log-sum-exp with the maximum taken off (Higham et al. 2021, "Accurately computing the log-sum-exp and
 * softmax functions").
 */
final class CrossEntropy implements Loss {
    static final Loss CROSS_ENTROPY = new CrossEntropy(false);
    static final Loss KULLBACK_LEIBLER = new CrossEntropy(true);

    /** Target probabilities may miss a sum of 1 by so much: float rounding, and no more than that. */
    private static final double SUM_TOLERANCE = 1e-3;

    private final boolean divergence;

    private CrossEntropy(boolean divergence) {
        this.divergence = divergence;
    }

    @Override
    public String name() {
        return divergence ? "Kullback-Leibler divergence" : "cross-entropy";
    }

    @Override
    public boolean takesLogits(Head.Activation activation) {
        return activation == Head.Activation.SOFTMAX || activation == Head.Activation.LOG_SOFTMAX;
    }

    @Override
    public List<Metric> metrics() {
        return divergence ? List.of() : List.of(Metric.ACCURACY);
    }

    @Override
    public double compute(Scores scores, Batch batch, int output, float @Nullable [] gradient, int gradientAt) {
        if (scores.columns() < 2 || scores.activation() == Head.Activation.SIGMOID) {
            throw new IllegalArgumentException(name() + " compares classes, and '" + scores.name() + "' "
                    + (scores.columns() < 2 ? "has a single score" : "ends in @Sigmoid")
                    + "; use binaryCrossEntropy()");
        }
        Optional<float[]> probabilities = batch.targets(output);
        Optional<int[]> labels = divergence ? Optional.empty() : batch.labels(output);
        if (probabilities.isPresent()) {
            return onProbabilities(scores, probabilities.get(), batch, gradient, gradientAt);
        }
        if (labels.isPresent()) {
            return onLabels(scores, labels.get(), batch, gradient, gradientAt);
        }
        throw Targets.missing(this, scores, batch, output, divergence ? "probabilities" : "class ids or probabilities");
    }

    private double onLabels(Scores scores, int[] labels, Batch batch, float @Nullable [] gradient, int gradientAt) {
        Targets.requireLength("labels", scores, labels.length, scores.rows());
        int columns = scores.columns();
        double sum = 0;
        for (int row = 0; row < scores.rows(); row++) {
            int label = labels[row];
            Targets.requireLabel(scores, batch, row, label, columns);
            int at = scores.at() + row * columns;
            sum -= logProbability(scores, at, label, logSumExp(scores, at));
            if (gradient != null) {
                int to = gradientAt + row * columns;
                gradientOfRow(scores, at, gradient, to, 1);
                gradient[to + label] -= slope(scores, at + label, 1) / scores.rows();
            }
        }
        return sum / scores.rows();
    }

    private double onProbabilities(
            Scores scores, float[] targets, Batch batch, float @Nullable [] gradient, int gradientAt) {
        Targets.requireLength("target values", scores, targets.length, scores.size());
        int columns = scores.columns();
        double sum = 0;
        for (int row = 0; row < scores.rows(); row++) {
            int from = row * columns;
            int at = scores.at() + from;
            double total = requireDistribution(scores, targets, from, batch, row);
            double logSumExp = logSumExp(scores, at);
            for (int j = 0; j < columns; j++) {
                double target = targets[from + j];
                if (target > 0) {
                    sum -= target * logProbability(scores, at, j, logSumExp);
                    sum += divergence ? target * Math.log(target) : 0;
                }
            }
            if (gradient != null) {
                int to = gradientAt + from;
                gradientOfRow(scores, at, gradient, to, total);
                for (int j = 0; j < columns; j++) {
                    gradient[to + j] -= slope(scores, at + j, targets[from + j]) / scores.rows();
                }
            }
        }
        return sum / scores.rows();
    }

    /** Log-sum-exp of a row of logits; not used of probabilities. */
    private static double logSumExp(Scores scores, int at) {
        if (scores.activation() != Head.Activation.NONE) {
            return 0;
        }
        float[] values = scores.values();
        float max = values[at];
        for (int j = 1; j < scores.columns(); j++) {
            max = Math.max(max, values[at + j]);
        }
        double sum = 0;
        for (int j = 0; j < scores.columns(); j++) {
            sum += Math.exp((double) values[at + j] - max);
        }
        return max + Math.log(sum);
    }

    /** Logarithm of the probability of a column. A softmax that rounded to 0 counts as the smallest float. */
    private static double logProbability(Scores scores, int at, int column, double logSumExp) {
        float value = scores.values()[at + column];
        return switch (scores.activation()) {
            case SOFTMAX -> Math.log(value <= Float.MIN_VALUE ? Float.MIN_VALUE : value);
            case LOG_SOFTMAX -> value;
            default -> value - logSumExp;
        };
    }

    /** What every element of a row gets, whatever its target: the softmax of logits; 0 of probabilities. */
    private static void gradientOfRow(Scores scores, int at, float[] gradient, int to, double total) {
        double logSumExp = logSumExp(scores, at);
        for (int j = 0; j < scores.columns(); j++) {
            gradient[to + j] = scores.activation() == Head.Activation.NONE
                    ? (float) (total * Math.exp(scores.values()[at + j] - logSumExp) / scores.rows())
                    : 0f;
        }
    }

    /** What a target takes off the gradient of its element, before the mean. */
    private static float slope(Scores scores, int at, float target) {
        if (scores.activation() != Head.Activation.SOFTMAX) {
            return target;
        }
        return target == 0 ? 0 : target / Math.max(scores.values()[at], Float.MIN_NORMAL);
    }

    private double requireDistribution(Scores scores, float[] targets, int from, Batch batch, int row) {
        double total = 0;
        for (int j = 0; j < scores.columns(); j++) {
            float target = targets[from + j];
            if (!(target >= 0)) {
                throw new IllegalArgumentException("target of " + scores.describe(batch, row) + " for '" + scores.name()
                        + "', column " + j + ": expected a probability, found " + target);
            }
            total += target;
        }
        if (!(Math.abs(total - 1) <= SUM_TOLERANCE)) {
            throw new IllegalArgumentException("targets of " + scores.describe(batch, row) + " for '" + scores.name()
                    + "': expected probabilities with the sum 1, found the sum " + total);
        }
        return total;
    }
}
