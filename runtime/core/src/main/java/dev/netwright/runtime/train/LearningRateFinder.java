package dev.netwright.runtime.train;

import dev.netwright.runtime.data.BatchReader;
import dev.netwright.runtime.data.Samples;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds a learning rate by trying them: trains with one that grows by the same factor from step to step, and looks where the loss falls
 * fastest (Smith 2017, "Cyclical learning rates for training neural networks", section 3.3). Model, optimizer and trainer are afterwards as
 * they were, bit for bit. Immutable and thread-safe.
 *
 * <pre>{@code
 * LearningRateCurve curve = LearningRateFinder.of().run(trainer, train);
 * curve.suggestion().ifPresent(rate -> trainer.learningRate((float) rate));
 * }</pre>
 *
 * @param from first learning rate, more than 0
 * @param to last learning rate, more than the first
 * @param steps most steps, 2 or more
 */
public record LearningRateFinder(float from, float to, int steps) {
    /** Weight of the past in the smoothed loss, and how far it may rise above the lowest: as in fastai's finder. */
    private static final double SMOOTHING = 0.98;

    private static final double RISE = 4;

    public LearningRateFinder {
        Settings.positive("from", from);
        Settings.positive("to", to);
        if (!(to > from)) {
            throw new IllegalArgumentException("to: expected more than from, " + from + ", found " + to);
        }
        if (steps < 2) {
            throw new IllegalArgumentException("steps: expected 2 or more, found " + steps);
        }
    }

    /** From 1e-7 to 10 in 100 steps. */
    public static LearningRateFinder of() {
        return new LearningRateFinder(1e-7f, 10, 100);
    }

    /** Between other learning rates. */
    public LearningRateFinder withRates(float changedFrom, float changedTo) {
        return new LearningRateFinder(changedFrom, changedTo, steps);
    }

    /** With another number of steps. */
    public LearningRateFinder withSteps(int changed) {
        return new LearningRateFinder(from, to, changed);
    }

    /**
     * Trains on the data, as often as the steps need it, until the learning rate is at its last, the smoothed loss four times its lowest, or
     * the loss not finite; and undoes it all.
     *
     * @throws IllegalArgumentException where the data does not fit the network
     * @throws IllegalStateException between {@code gradient} and {@code update}
     */
    public LearningRateCurve run(Trainer<?> trainer, Samples train) {
        List<LearningRateCurve.Point> points = new ArrayList<>();
        trainer.undone(() -> sweep(trainer, train, points));
        return new LearningRateCurve(points);
    }

    private void sweep(Trainer<?> trainer, Samples train, List<LearningRateCurve.Point> points) {
        double mean = 0;
        double lowest = Double.POSITIVE_INFINITY;
        int first = trainer.epoch() + 1;
        for (int pass = 0; points.size() < steps; pass++) {
            try (BatchReader batches = trainer.pass(train, first + pass)) {
                if (!batches.hasNext()) {
                    throw new IllegalArgumentException("the data has no samples");
                }
                while (batches.hasNext() && points.size() < steps) {
                    int step = points.size();
                    float rate = (float) (from * Math.pow((double) to / from, (double) step / (steps - 1)));
                    trainer.learningRate(rate);
                    double loss;
                    try {
                        loss = trainer.step(batches.next());
                    } catch (DivergenceException e) {
                        return; // that is what the sweep is for: it has gone far enough
                    }
                    mean = SMOOTHING * mean + (1 - SMOOTHING) * loss;
                    double smoothed = mean / (1 - Math.pow(SMOOTHING, step + 1));
                    if (!Double.isFinite(smoothed) || smoothed > RISE * lowest) {
                        return;
                    }
                    lowest = Math.min(lowest, smoothed);
                    points.add(new LearningRateCurve.Point(rate, loss, smoothed));
                }
            }
        }
    }
}
