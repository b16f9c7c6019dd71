package dev.netwright.runtime.train;

import dev.netwright.runtime.checkpoint.Ranking;
import dev.netwright.runtime.data.Batch;

/**
 * A figure that tells how good a model is, measured over a whole data set, of samples that differ in length over the rows within their
 * lengths. Metrics are immutable and thread-safe; one of your own
 * implements this interface.
 */
public interface Metric extends Ranking {
    /** The loss that a model is trained with; measured by the trainer, not by itself. */
    Metric LOSS = new Metric() {
        @Override
        public String name() {
            return "loss";
        }

        @Override
        public boolean higherIsBetter() {
            return false;
        }

        @Override
        public Tally tally() {
            throw new IllegalArgumentException(
                    "the loss is known to the trainer: use trainer.evaluate(data), or Evaluator.evaluate with the loss");
        }
    };

    /**
     * Share of rows whose highest score is the right class: the label, or the highest target of probabilities. An output of a
     * single score is measured as by {@link #BINARY_ACCURACY}.
     */
    Metric ACCURACY = new AccuracyMetric(false, Float.NaN);

    /** Share of elements on the right side of the threshold: 0.5 after a final {@code @Sigmoid}, else 0, as of logits. */
    Metric BINARY_ACCURACY = new AccuracyMetric(true, Float.NaN);

    /** Share of elements on the right side of a threshold: above it means 1. */
    static Metric binaryAccuracy(float threshold) {
        return new AccuracyMetric(true, threshold);
    }

    /**
     * Share of rows whose class is among the k highest scores, of equal scores the first; {@code topK(1)} is {@link #ACCURACY}.
     *
     * @param k 1 to the number of classes, where it is always 1; more is refused when the first batch is measured
     */
    static Metric topK(int k) {
        return new TopKMetric(k);
    }

    /**
     * Of the answers that say a class, the share that is right, {@code tp / (tp + fp)}; 0 for a class that is never said.
     *
     * <p>An output of a single score says yes or no, at 0.5 after a final {@code @Sigmoid}, else at 0. One of several scores after {@code
     * @Sigmoid} with float targets says so for each class; any other names the class of its highest score.
     */
    static Metric precision(Average average) {
        return new ClassMetric(ClassMetric.Kind.PRECISION, average);
    }

    /** Of what is of a class, the share that was said to be, {@code tp / (tp + fn)}; 0 for a class without samples; see {@link #precision}. */
    static Metric recall(Average average) {
        return new ClassMetric(ClassMetric.Kind.RECALL, average);
    }

    /** Harmonic mean of precision and recall of a class, {@code 2 tp / (2 tp + fp + fn)}, 0 where that is 0/0; see {@link #precision}. */
    static Metric f1(Average average) {
        return new ClassMetric(ClassMetric.Kind.F1, average);
    }

    /**
     * Area under the receiver operating characteristic: how likely a sample of a class has a higher score than one that is not, equal scores
     * counted half (Hanley and McNeil 1982). Of several classes the mean over each against the rest, by probabilities; classes that have no
     * sample, or all of them, are left out, and NaN is the answer where that leaves none. Keeps every score: 9 bytes a sample and class.
     */
    Metric AUC = AucMetric.INSTANCE;

    /** Mean absolute error over all elements, {@code mean(|y - t|)}; the targets are floats. */
    Metric MAE = new ErrorMetric(ErrorMetric.Kind.MAE);

    /** Root of the mean squared error over all elements, {@code sqrt(mean((y - t)^2))}; the targets are floats. */
    Metric RMSE = new ErrorMetric(ErrorMetric.Kind.RMSE);

    /**
     * Coefficient of determination, {@code 1 - sum((y - t)^2) / sum((t - mean t)^2)}, the mean over the columns of the output. Where all targets
     * of a column are equal it is 1 for exact answers, else 0, as in scikit-learn; NaN of fewer than two samples.
     */
    Metric R2 = new ErrorMetric(ErrorMetric.Kind.R2);

    @Override
    String name();

    /** A metric of one output of a network with several, by its name: {@code Metric.of("digit", Metric.ACCURACY)} is {@code digit.accuracy}. */
    static Metric of(String output, Metric metric) {
        return new OutputMetric(output, metric);
    }

    @Override
    boolean higherIsBetter();

    /** A new count, of nothing yet. */
    Tally tally();

    /** A count in progress. Not thread-safe. */
    interface Tally {
        /**
         * Counts a batch.
         *
         * @param scores what the model says, after its final activation
         * @param batch the targets
         * @param output index of the output, and so of its target in the batch
         */
        void add(Scores scores, Batch batch, int output);

        /** The figure so far; NaN of nothing. */
        double value();

        /**
         * All that was counted, for a checkpoint in the middle of an epoch. Empty for a count that cannot be kept: then the figure of an
         * epoch that is resumed is of the rest of it.
         */
        default double[] state() {
            return new double[0];
        }

        /** Goes on from what {@link #state} gave, never empty; called before anything is counted. */
        default void resume(double[] state) {}
    }
}
