package dev.netwright.runtime.train;

import java.util.List;

/**
 * Ends training when a metric has not become better for some epochs (Prechelt 1998, "Early stopping - but when?"). It looks at the
 * validation data, or where there is none at the training itself. Its decision depends on the history alone, so a resumed
 * training stops where an uninterrupted one would. Immutable and thread-safe.
 *
 * @param patience epochs without improvement after which training ends, 1 or more
 * @param minDelta by how much a value must be better than the best to count, 0 or more
 * @param metric what is watched
 */
public record EarlyStopping(int patience, double minDelta, Metric metric) {
    public EarlyStopping {
        if (patience < 1) {
            throw new IllegalArgumentException("patience: expected 1 or more, found " + patience);
        }
        if (!(minDelta >= 0)) {
            throw new IllegalArgumentException("minDelta: expected 0 or more, found " + minDelta);
        }
    }

    /** Watches the loss. */
    public static EarlyStopping patience(int epochs) {
        return new EarlyStopping(epochs, 0, Metric.LOSS);
    }

    /** With a least improvement. */
    public EarlyStopping withMinDelta(double changed) {
        return new EarlyStopping(patience, changed, metric);
    }

    /** Watches another metric. */
    public EarlyStopping on(Metric changed) {
        return new EarlyStopping(patience, minDelta, changed);
    }

    /** Whether training ends after these epochs. */
    public boolean stops(List<EpochReport> epochs) {
        double best = Double.NaN;
        int since = 0;
        for (EpochReport report : epochs) {
            double value = report.value(metric);
            double gain = metric.higherIsBetter() ? value - best : best - value;
            if ((Double.isNaN(best) && !Double.isNaN(value)) || gain > minDelta) {
                best = value;
                since = 0;
            } else {
                since++;
            }
        }
        return since >= patience;
    }
}
