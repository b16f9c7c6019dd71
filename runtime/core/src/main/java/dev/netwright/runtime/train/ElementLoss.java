package dev.netwright.runtime.train;

import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Head;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Losses that compare element by element: the mean over all of them. In double. */
abstract class ElementLoss implements Loss {
    static final Loss BINARY_CROSS_ENTROPY = new ElementLoss("binary cross-entropy", true) {
        @Override
        double value(double y, double t) {
            return Math.max(y, 0) - y * t + Math.log1p(Math.exp(-Math.abs(y)));
        }

        @Override
        double slope(double y, double t) {
            return 1 / (1 + Math.exp(-y)) - t;
        }

        @Override
        public double compute(Scores scores, Batch batch, int output, float @Nullable [] gradient, int gradientAt) {
            return scores.activation() == Head.Activation.SIGMOID
                    ? ON_PROBABILITIES.compute(scores, batch, output, gradient, gradientAt)
                    : super.compute(scores, batch, output, gradient, gradientAt);
        }
    };

    static final Loss ON_PROBABILITIES = new ElementLoss("binary cross-entropy on probabilities", true) {
        @Override
        double value(double y, double t) {
            return -t * Math.max(Math.log(y), LOWEST_LOG) - (1 - t) * Math.max(Math.log1p(-y), LOWEST_LOG);
        }

        @Override
        double slope(double y, double t) {
            return (y - t) / Math.max(y * (1 - y), SMALLEST_VARIANCE);
        }

        @Override
        public boolean takesLogits(Head.Activation activation) {
            return false;
        }

        @Override
        public List<Metric> metrics() {
            return List.of(Metric.binaryAccuracy(0.5f));
        }

        @Override
        void requireScore(Scores scores, Batch batch, int element, float y) {
            if (y < 0 || y > 1) {
                throw new IllegalArgumentException("output '" + scores.name() + "' of "
                        + scores.describe(batch, element / scores.columns())
                        + ": expected a probability, found " + y + "; of logits use binaryCrossEntropy()");
            }
        }
    };

    static final Loss MSE = new ElementLoss("mean squared error", false) {
        @Override
        double value(double y, double t) {
            return (y - t) * (y - t);
        }

        @Override
        double slope(double y, double t) {
            return 2 * (y - t);
        }
    };

    static final Loss MAE = new ElementLoss("mean absolute error", false) {
        @Override
        double value(double y, double t) {
            return Math.abs(y - t);
        }

        @Override
        double slope(double y, double t) {
            return Math.signum(y - t);
        }
    };

    /** Bounds of PyTorch's BCELoss: logarithms at least -100, the divisor of the gradient at least 1e-12. */
    private static final double LOWEST_LOG = -100;

    private static final double SMALLEST_VARIANCE = 1e-12;

    private final String name;
    private final boolean binary;

    private ElementLoss(String name, boolean binary) {
        this.name = name;
        this.binary = binary;
    }

    static Loss huber(double delta) {
        if (!(delta > 0) || Double.isInfinite(delta)) {
            throw new IllegalArgumentException("delta: expected more than 0, found " + delta);
        }
        return new ElementLoss("Huber(" + delta + ")", false) {
            @Override
            double value(double y, double t) {
                double e = Math.abs(y - t);
                return e <= delta ? 0.5 * e * e : delta * (e - 0.5 * delta);
            }

            @Override
            double slope(double y, double t) {
                return Math.max(-delta, Math.min(delta, y - t));
            }
        };
    }

    /** The loss of an element of value y and target t. */
    abstract double value(double y, double t);

    /** Its derivative by y. */
    abstract double slope(double y, double t);

    /** Refuses a score that the loss has no value for. */
    void requireScore(Scores scores, Batch batch, int element, float y) {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean takesLogits(Head.Activation activation) {
        return binary && activation == Head.Activation.SIGMOID;
    }

    @Override
    public List<Metric> metrics() {
        return binary ? List.of(Metric.BINARY_ACCURACY) : List.of();
    }

    @Override
    public double compute(Scores scores, Batch batch, int output, float @Nullable [] gradient, int gradientAt) {
        Optional<float[]> values = batch.targets(output);
        Optional<int[]> labels = binary ? batch.labels(output) : Optional.empty();
        if (values.isEmpty() && (labels.isEmpty() || scores.columns() != 1)) {
            throw Targets.missing(this, scores, batch, output, "float targets");
        }
        int size = scores.size();
        Targets.requireLength(
                "targets",
                scores,
                values.map(array -> array.length)
                        .orElseGet(() -> labels.map(ids -> ids.length).orElse(0)),
                size);
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double target = values.isPresent() ? values.get()[i] : label(scores, batch, i, labels.orElseThrow()[i]);
            if (binary && !(target >= 0 && target <= 1)) {
                throw new IllegalArgumentException("target of " + scores.describe(batch, i / scores.columns())
                        + " for '" + scores.name() + "': expected 0 to 1, found " + target);
            }
            float y = scores.values()[scores.at() + i];
            requireScore(scores, batch, i, y);
            sum += value(y, target);
            if (gradient != null) {
                gradient[gradientAt + i] = (float) (slope(y, target) / size);
            }
        }
        return sum / size;
    }

    private static int label(Scores scores, Batch batch, int row, int label) {
        Targets.requireLabel(scores, batch, row, label, 2);
        return label;
    }
}
