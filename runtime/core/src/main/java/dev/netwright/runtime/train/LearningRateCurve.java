package dev.netwright.runtime.train;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How the loss went as the learning rate grew.
 *
 * @param points a point a step, in order
 */
public record LearningRateCurve(List<Point> points) {
    /** Points over which a slope is taken: those beside it. */
    private static final int SIDES = 1;

    public LearningRateCurve {
        points = List.copyOf(points);
    }

    /**
     * A step.
     *
     * @param rate its learning rate
     * @param loss the loss of its batch, before the step
     * @param smoothed the mean of the losses up to it, of which each counts 0.98 times as much as the next
     */
    public record Point(double rate, double loss, double smoothed) {}

    /**
     * The learning rate where the smoothed loss falls fastest over the logarithm of the rate; the first tenth, where the mean is still of few
     * losses, is left out. Empty where it falls nowhere.
     */
    public OptionalDouble suggestion() {
        double steepest = 0;
        OptionalDouble best = OptionalDouble.empty();
        for (int i = Math.max(SIDES, points.size() / 10); i < points.size() - SIDES; i++) {
            Point before = points.get(i - SIDES);
            Point after = points.get(i + SIDES);
            double slope = (after.smoothed - before.smoothed) / Math.log(after.rate / before.rate);
            if (slope < steepest) {
                steepest = slope;
                best = OptionalDouble.of(points.get(i).rate);
            }
        }
        return best;
    }

    /** A line a point. */
    @Override
    public String toString() {
        return points.stream()
                .map(point -> String.format(
                        Locale.ROOT, "%.3e  loss %.4f  smoothed %.4f", point.rate, point.loss, point.smoothed))
                .collect(Collectors.joining("\n"));
    }
}
