package dev.netwright.runtime.train;

/**
 * Lowers the rate when a metric has not become better for some epochs (PyTorch's ReduceLROnPlateau). It looks at the validation data,
 * or where there is none at the training itself; its decision depends on the history alone. After each epoch:
 *
 * <ol>
 * <li>a value better than the best, by the threshold times the best's size, is the new best and ends the count of bad epochs; any
 *     other adds to it
 * <li>in a pause after a reduction the count stays 0
 * <li>with more than {@code patience} bad epochs the rate becomes {@code max(factor rate, lowest)}, a pause of {@code pause} epochs begins, and
 *     the count starts again
 * </ol>
 *
 * @param factor of a reduction, above 0 to below 1
 * @param patience bad epochs that are borne, 0 or more
 * @param metric what is watched
 * @param threshold least relative improvement that counts, 0 or more
 * @param pause epochs after a reduction that do not count, 0 or more
 * @param lowest the rate never falls below it, 0 or more
 */
public record Plateau(float factor, int patience, Metric metric, double threshold, int pause, float lowest)
        implements Schedule {
    /** A change of the rate that is smaller is not made. */
    private static final double LEAST_CHANGE = 1e-8;

    public Plateau {
        if (!(factor > 0 && factor < 1) || patience < 0 || !(threshold >= 0) || pause < 0) {
            throw new IllegalArgumentException(
                    "plateau: expected 0 < factor < 1, patience >= 0, threshold >= 0, pause >= 0; " + "found " + factor
                            + ", " + patience + ", " + threshold + ", " + pause);
        }
        Settings.atLeastZero("lowest", lowest);
    }

    /** Watches the loss, with PyTorch's settings: factor 0.1, patience 10, threshold 1e-4, no pause. */
    public static Plateau ofLoss() {
        return new Plateau(0.1f, 10, Metric.LOSS, 1e-4, 0, 0);
    }

    /** Watches another metric. */
    public Plateau on(Metric changed) {
        return new Plateau(factor, patience, changed, threshold, pause, lowest);
    }

    /** With another factor. */
    public Plateau withFactor(float changed) {
        return new Plateau(changed, patience, metric, threshold, pause, lowest);
    }

    /** With another patience. */
    public Plateau withPatience(int epochs) {
        return new Plateau(factor, epochs, metric, threshold, pause, lowest);
    }

    /** With another threshold. */
    public Plateau withThreshold(double changed) {
        return new Plateau(factor, patience, metric, changed, pause, lowest);
    }

    /** With a pause after each reduction. */
    public Plateau withPause(int epochs) {
        return new Plateau(factor, patience, metric, threshold, epochs, lowest);
    }

    /** With a lowest rate. */
    public Plateau withLowest(float changed) {
        return new Plateau(factor, patience, metric, threshold, pause, changed);
    }

    @Override
    public float rate(float start, Moment at) {
        double rate = start;
        double best = metric.higherIsBetter() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        int bad = 0;
        int paused = 0;
        for (EpochReport report : at.history()) {
            double value = report.value(metric);
            if (better(value, best)) {
                best = value;
                bad = 0;
            } else {
                bad++;
            }
            if (paused > 0) {
                paused--;
                bad = 0;
            }
            if (bad > patience) {
                double reduced = Math.max(factor * rate, lowest);
                rate = rate - reduced > LEAST_CHANGE ? reduced : rate;
                paused = pause;
                bad = 0;
            }
        }
        return (float) rate;
    }

    private boolean better(double value, double best) {
        if (Double.isInfinite(best)) {
            return metric.higherIsBetter() ? value > best : value < best;
        }
        double margin = threshold * best;
        return metric.higherIsBetter() ? value > best + margin : value < best - margin;
    }

    @Override
    public String describe() {
        return "plateau(factor=" + factor + ", patience=" + patience + ", metric=" + metric.name() + ", threshold="
                + threshold + ", pause=" + pause + ", lowest=" + lowest + ")";
    }

    @Override
    public boolean everyStep() {
        return false;
    }
}
