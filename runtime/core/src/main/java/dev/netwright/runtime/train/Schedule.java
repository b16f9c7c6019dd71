package dev.netwright.runtime.train;

import java.util.Arrays;

/**
 * The learning rate as a function of how far a training has come. A schedule is immutable and keeps nothing: it looks at the steps
 * taken and at the history, which checkpoints hold, so that a resumed training has the rates of an uninterrupted one. The rate it
 * starts from, r, is the optimizer's. Formulas and their behaviour at each point are those of PyTorch's {@code lr_scheduler}.
 *
 * <pre>{@code
 * trainer.optimizer(AdamW.of(1e-3f)).schedule(Schedule.cosine(50).withWarmup(500));
 * }</pre>
 *
 * <p>Epochs are counted by {@code fit}; loops of your own, which know steps alone, use {@link #perStep}. One of your own is made by
 * {@link #of}, or implements this interface.
 */
public interface Schedule {
    /**
     * How far a training has come.
     *
     * @param step optimizer steps taken
     * @param history the completed epochs
     */
    record Moment(long step, History history) {
        /** Epochs completed. */
        public int epoch() {
            return history.epochs().size();
        }
    }

    /** A rate for a count: a function of the rate r and of the epochs, or steps, completed. */
    @FunctionalInterface
    interface Curve {
        /** The rate after {@code t} epochs, or steps, of a training that starts from the rate r. */
        double rate(double r, long t);
    }

    /** The rate of the next step. */
    float rate(float start, Moment at);

    /** Name and settings in a line, as a checkpoint records them: a training is resumed by the same schedule alone. */
    String describe();

    /** Whether it is asked before each step; otherwise after each epoch. */
    boolean everyStep();

    /**
     * The same, counting steps in place of epochs.
     *
     * @throws UnsupportedOperationException where it looks at epochs
     */
    default Schedule perStep() {
        throw new UnsupportedOperationException(describe() + " looks at epochs");
    }

    /** Multiplied by a factor that grows from 1/3 to 1, in a line, over the first steps. See {@link #warmup}. */
    default Schedule withWarmup(int steps) {
        return new WarmedSchedule(this, warmup(steps, 1f / 3));
    }

    /** This one for so many epochs (steps, where it counts steps), then another as if it began there; both count alike. */
    default Schedule then(int length, Schedule next) {
        throw new UnsupportedOperationException(describe() + " cannot be followed by another");
    }

    /** A schedule of your own, by epochs. A checkpoint knows it by its name: another formula needs another name. */
    static Schedule of(String name, Curve curve) {
        return new CountedSchedule(name, false, curve);
    }

    /** r for as long as it lasts. */
    static Schedule constant() {
        return of("constant", (r, t) -> r);
    }

    /** r times {@code factor^floor(t / every)} (StepLR; PyTorch's factor is 0.1). */
    static Schedule step(int every, double factor) {
        Settings.atLeastOne("every", every);
        return of("step(every=" + every + ", factor=" + factor(factor) + ")", (r, t) -> {
            long times = t / every;
            return r * Math.pow(factor, (double) times);
        });
    }

    /** r times the factor to the number of milestones reached (MultiStepLR). */
    static Schedule multiStep(double factor, int... milestones) {
        int[] sorted = milestones.clone();
        Arrays.sort(sorted);
        return of("multiStep(factor=" + factor(factor) + ", milestones=" + Arrays.toString(sorted) + ")", (r, t) -> {
            double reached = (double) Arrays.stream(sorted).filter(m -> m <= t).count();
            return r * Math.pow(factor, reached);
        });
    }

    /** {@code r factor^t} (ExponentialLR). */
    static Schedule exponential(double factor) {
        return of("exponential(factor=" + factor(factor) + ")", (r, t) -> r * Math.pow(factor, (double) t));
    }

    /** {@link #cosine(int, double)} down to 0. */
    static Schedule cosine(int length) {
        return cosine(length, 0);
    }

    /**
     * {@code lowest + (r - lowest) (1 + cos(pi t / length)) / 2}, then the lowest (Loshchilov and Hutter 2017, SGDR, equation 5, without
     * restarts; CosineAnnealingLR, which after its end would rise again).
     */
    static Schedule cosine(int length, double lowest) {
        Settings.atLeastOne("length", length);
        return of(
                "cosine(length=" + length + ", lowest=" + lowest + ")",
                (r, t) -> Curves.cosine(r, lowest, Math.min(1, t / (double) length)));
    }

    /**
     * The cosine again and again, each time {@code growth} times as long (SGDR, section 3; CosineAnnealingWarmRestarts).
     *
     * @param length of the first
     * @param growth 1 or more
     * @param lowest where each ends
     */
    static Schedule cosineRestarts(int length, int growth, double lowest) {
        Settings.atLeastOne("length", length);
        Settings.atLeastOne("growth", growth);
        return of(
                "cosineRestarts(length=" + length + ", growth=" + growth + ", lowest=" + lowest + ")",
                (r, t) -> Curves.restarts(r, lowest, length, growth, t));
    }

    /**
     * {@code r (first + (1 - first) min(1, t / steps))}, a step after the other (LinearLR, up to r). In front of others by {@link #then},
     * or together with one by {@link #withWarmup}.
     *
     * @param first the factor of the first step, more than 0 to 1
     */
    static Schedule warmup(int steps, float first) {
        Settings.atLeastOne("steps", steps);
        if (!(first > 0 && first <= 1)) {
            throw new IllegalArgumentException("first: expected more than 0, to 1, found " + first);
        }
        return new CountedSchedule(
                "warmup(steps=" + steps + ", first=" + first + ")",
                true,
                (r, t) -> r * (first + (1 - (double) first) * Math.min(1, t / (double) steps)));
    }

    /** {@link #oneCycle(int, double, double, double)} with PyTorch's settings: 0.3, 25 and 1e4. */
    static Schedule oneCycle(int steps) {
        return oneCycle(steps, 0.3, 25, 1e4);
    }

    /**
     * One cycle (Smith and Topin 2018, Super-Convergence; OneCycleLR with cosines, without a cycle of the momentum): along a cosine from
     * {@code r / start} up to r, then along another down to {@code r / start / end}, where it stays. So r is the highest rate.
     *
     * @param steps of the whole cycle, 2 or more
     * @param rising share of the steps that rise, above 0 to below 1
     * @param start divisor of r at the start, 1 or more
     * @param end divisor of the first rate at the end, 1 or more
     */
    static Schedule oneCycle(int steps, double rising, double start, double end) {
        if (steps < 2 || !(rising > 0 && rising < 1) || !(start >= 1) || !(end >= 1)) {
            throw new IllegalArgumentException(
                    "oneCycle: expected steps >= 2, 0 < rising < 1, start >= 1, end >= 1; found " + steps + ", "
                            + rising + ", " + start + ", " + end);
        }
        return new CountedSchedule(
                "oneCycle(steps=" + steps + ", rising=" + rising + ", start=" + start + ", end=" + end + ")",
                true,
                (r, t) -> Curves.oneCycle(r, steps, rising, start, end, t));
    }

    private static double factor(double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("factor: expected more than 0, found " + value);
        }
        return value;
    }
}
