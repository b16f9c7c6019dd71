package dev.netwright.runtime.train;

import java.util.function.DoubleSupplier;

/**
 * The steps of {@link Lbfgs}. What it remembers from one step to the next lies in the slots: the last move, the gradient before it, and
 * the pairs, the youngest first; a pair not yet made is zeros. Not thread-safe.
 */
final class LbfgsSteps {
    /** A pair with a smaller product of its two sides says nothing of the curvature. */
    private static final double LEAST_CURVATURE = 1e-10;

    private static final double EVALUATIONS_PER_ITERATION = 1.25;
    private static final int PAIRS = 2;

    private final Lbfgs settings;
    private final ActiveTiles tiles;
    private final float[] p;
    private final float[] g;
    private final float[][] slots;
    private final DoubleSupplier loss;
    private final float[] direction;
    private final float[] start;
    private final float[] kept;
    private final float[][] keptSlots;
    private final double[] alpha;
    private int evaluations;
    private double evaluatedAt;

    /**
     * @param loss computes the loss and its gradient, in {@code g}, of the parameters as they are
     */
    LbfgsSteps(Lbfgs settings, ActiveTiles tiles, float[] p, float[] g, float[][] slots, DoubleSupplier loss) {
        this.settings = settings;
        this.tiles = tiles;
        this.p = p;
        this.g = g;
        this.slots = slots;
        this.loss = loss;
        this.direction = new float[p.length];
        this.start = new float[p.length];
        this.kept = new float[p.length];
        this.keptSlots = new float[slots.length][p.length];
        this.alpha = new double[settings.history()];
    }

    /**
     * Takes a step from where the loss and its gradient have just been computed. One that fails leaves parameters and slots as they were.
     *
     * @param first the loss
     * @param step number of the step, from 1
     * @throws DivergenceException where a move without a line search leads to a loss that is not finite
     */
    void step(double first, long step, float rate) {
        System.arraycopy(p, 0, kept, 0, p.length);
        for (int k = 0; k < slots.length; k++) {
            System.arraycopy(slots[k], 0, keptSlots[k], 0, p.length);
        }
        boolean done = false;
        try {
            moves(first, step, rate);
            done = true;
        } finally {
            if (!done) {
                System.arraycopy(kept, 0, p, 0, p.length);
                for (int k = 0; k < slots.length; k++) {
                    System.arraycopy(keptSlots[k], 0, slots[k], 0, p.length);
                }
            }
        }
    }

    private void moves(double first, long step, float rate) {
        double f = first;
        evaluations = 1;
        for (int k = 1; k <= settings.iterations(); k++) {
            if (tiles.largest(g) <= settings.gradientTolerance()) {
                return;
            }
            remember();
            double slope = direct();
            System.arraycopy(p, 0, start, 0, p.length);
            System.arraycopy(g, 0, slots[1], 0, g.length);
            tiles.combine(slots[0], 0, p, 0, p);
            if (!(slope <= -settings.changeTolerance())) {
                return;
            }
            boolean firstEver = step == 1 && k == 1;
            double length = firstEver ? Math.min(1, 1 / tiles.sum(g)) * rate : rate;
            LineSearch.Point zero = new LineSearch.Point(0, f, slope);
            boolean last = k == settings.iterations();
            double reached = settings.lineSearch() ? search(zero, length) : fixed(length, last);
            tiles.combine(slots[0], 1, p, -1, start);
            double change = Math.abs(reached - f);
            f = reached;
            if (evaluations >= EVALUATIONS_PER_ITERATION * settings.iterations()
                    || tiles.largest(slots[0]) <= settings.changeTolerance()
                    || change < settings.changeTolerance()) {
                return;
            }
        }
    }

    /** Makes a pair of the last move and of what the gradient changed by it, where they say something. */
    private void remember() {
        tiles.combine(slots[1], 1, g, -1, slots[1]);
        double curvature = tiles.dot(slots[0], slots[1]);
        if (!(curvature > LEAST_CURVATURE)) {
            return;
        }
        int oldest = slots.length - PAIRS;
        float[] move = slots[oldest];
        float[] change = slots[oldest + 1];
        System.arraycopy(slots, PAIRS, slots, 2 * PAIRS, oldest - PAIRS);
        slots[PAIRS] = move;
        slots[PAIRS + 1] = change;
        System.arraycopy(slots[0], 0, move, 0, move.length);
        System.arraycopy(slots[1], 0, change, 0, change.length);
    }

    /** The direction (Nocedal and Wright, algorithm 7.4, scaled by 7.20); returns the slope of the loss along it. */
    private double direct() {
        tiles.combine(direction, 0, g, -1, g);
        int pairs = 0;
        double scale = 1;
        for (int at = PAIRS; at < slots.length; at += PAIRS) {
            double curvature = tiles.dot(slots[at], slots[at + 1]);
            if (curvature == 0) {
                break;
            }
            scale = pairs == 0 ? curvature / tiles.dot(slots[at + 1], slots[at + 1]) : scale;
            alpha[pairs] = tiles.dot(slots[at], direction) / curvature;
            tiles.combine(direction, 1, direction, -alpha[pairs], slots[at + 1]);
            pairs++;
        }
        tiles.combine(direction, scale, direction, 0, direction);
        for (int k = pairs - 1; k >= 0; k--) {
            int at = PAIRS + PAIRS * k;
            double beta = tiles.dot(slots[at + 1], direction) / tiles.dot(slots[at], slots[at + 1]);
            tiles.combine(direction, 1, direction, alpha[k] - beta, slots[at]);
        }
        return tiles.dot(g, direction);
    }

    private double search(LineSearch.Point zero, double length) {
        double shortest = settings.changeTolerance() / tiles.largest(direction);
        LineSearch.Point found = LineSearch.search(this::at, zero, length, shortest);
        return found.t() == evaluatedAt ? found.f() : at(found.t()).f();
    }

    private LineSearch.Point at(double t) {
        evaluations++;
        evaluatedAt = t;
        tiles.combine(p, 1, start, t, direction);
        double f = loss.getAsDouble();
        return new LineSearch.Point(t, f, tiles.dot(g, direction));
    }

    /** A move of a given length; the loss after the last one is not asked for. */
    private double fixed(double length, boolean last) {
        if (last) {
            tiles.combine(p, 1, start, length, direction);
            return Double.NaN;
        }
        LineSearch.Point point = at(length);
        if (!Double.isFinite(point.f()) || !Double.isFinite(point.slope())) {
            throw new DivergenceException("the loss is " + point.f() + ", its slope " + point.slope()
                    + ", after a move of length " + length
                    + "; the parameters are as before the step; use a line search or a lower learning rate");
        }
        return point.f();
    }
}
