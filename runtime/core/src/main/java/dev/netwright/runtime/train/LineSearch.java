package dev.netwright.runtime.train;

/**
 * A step length that satisfies the strong Wolfe conditions (Nocedal and Wright 2006, Numerical Optimization, algorithms 3.5 and 3.6):
 * with f the loss along the line, {@code f(t) <= f(0) + C1 t f'(0)} and {@code |f'(t)| <= C2 |f'(0)|}. Trial lengths are minima of cubics
 * (ibid., 3.59). A loss that is not finite counts as infinitely high.
 */
final class LineSearch {
    /** Constants for quasi-Newton methods (ibid., section 3.1). */
    static final double C1 = 1e-4;

    static final double C2 = 0.9;

    private static final int MOST_TRIALS = 25;

    /** A trial comes no nearer to an end of its bracket than this part of it. */
    private static final double MARGIN = 0.1;

    private static final double LEAST_GROWTH = 0.01;
    private static final double MOST_GROWTH = 10;

    /** A trial: length, loss, and slope of the loss along the line. */
    record Point(double t, double f, double slope) {}

    /** Evaluates a length. */
    interface Line {
        Point at(double t);
    }

    private final Line line;
    private final Point zero;
    private final double shortest;
    private int trials;

    private LineSearch(Line line, Point zero, double shortest) {
        this.line = line;
        this.zero = zero;
        this.shortest = shortest;
    }

    /**
     * Searches; the last point evaluated may be another than the result.
     *
     * @param zero the start: t = 0, a negative slope
     * @param first the first length tried
     * @param shortest brackets below this length end the search
     * @return the point found; where none satisfies the conditions the lowest, which may be the start
     */
    static Point search(Line line, Point zero, double first, double shortest) {
        return new LineSearch(line, zero, shortest).bracket(first);
    }

    private Point at(double t) {
        trials++;
        Point point = line.at(t);
        boolean finite = Double.isFinite(point.f) && Double.isFinite(point.slope);
        return finite ? point : new Point(t, Double.POSITIVE_INFINITY, Double.NaN);
    }

    private boolean tooHigh(Point point) {
        return !(point.f <= zero.f + C1 * point.t * zero.slope);
    }

    private boolean flat(Point point) {
        return Math.abs(point.slope) <= -C2 * zero.slope;
    }

    private Point bracket(double first) {
        Point before = zero;
        double t = first;
        while (true) {
            Point now = at(t);
            if (tooHigh(now) || (trials > 1 && now.f >= before.f)) {
                return zoom(before, now);
            }
            if (flat(now) || trials >= MOST_TRIALS) {
                return now;
            }
            if (now.slope >= 0) {
                return zoom(now, before);
            }
            t = cubic(before, now, now.t + LEAST_GROWTH * (now.t - before.t), MOST_GROWTH * now.t);
            before = now;
        }
    }

    /** Narrows a bracket whose lower end satisfies the first condition. */
    private Point zoom(Point lowest, Point other) {
        Point low = lowest;
        Point high = other;
        while (trials < MOST_TRIALS && Math.abs(high.t - low.t) > shortest) {
            double least = Math.min(low.t, high.t);
            double width = Math.abs(high.t - low.t);
            Point now = at(cubic(low, high, least + MARGIN * width, least + (1 - MARGIN) * width));
            if (tooHigh(now) || now.f >= low.f) {
                high = now;
            } else {
                if (flat(now)) {
                    return now;
                }
                if (now.slope * (high.t - low.t) >= 0) {
                    high = low;
                }
                low = now;
            }
        }
        return low;
    }

    /** The minimum of the cubic through two points with their slopes, within bounds; their middle where there is none. */
    private static double cubic(Point a, Point b, double least, double most) {
        double d1 = a.slope + b.slope - 3 * (a.f - b.f) / (a.t - b.t);
        double square = d1 * d1 - a.slope * b.slope;
        double d2 = Math.signum(b.t - a.t) * Math.sqrt(square);
        double t = b.t - (b.t - a.t) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
        return Double.isFinite(t) ? Math.max(least, Math.min(most, t)) : (least + most) / 2;
    }
}
