package dev.netwright.runtime.train;

import dev.netwright.runtime.data.Batch;

/**
 * A figure that tells how good a model is, measured over a whole data set. Metrics are immutable and thread-safe; one of your own
 * implements this interface.
 */
public interface Metric {
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

    /** Name in reports and files: {@code accuracy}. */
    String name();

    /** A metric of one output of a network with several, by its name: {@code Metric.of("digit", Metric.ACCURACY)} is {@code digit.accuracy}. */
    static Metric of(String output, Metric metric) {
        return new OutputMetric(output, metric);
    }

    /** Whether more is better. */
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
