package dev.netwright.runtime.train;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The learning rate from step to step. Not thread-safe. */
final class Pace {
    private @Nullable Schedule schedule;
    private float base;
    private float rate;
    private float used;
    private long step;
    private History history = new History(List.of());

    Pace(float base) {
        base(base);
    }

    /** The learning rate of the next step. */
    float rate() {
        return rate;
    }

    /** The learning rate of the last step. */
    float used() {
        return used;
    }

    /** The rate that a schedule starts from; without one, the rate. */
    void base(float changed) {
        base = changed;
        rate = changed;
        used = changed;
        plan();
    }

    float base() {
        return base;
    }

    /** Continues at a share of the rate, whatever it is by now: of that which a schedule starts from too. */
    void lower(float factor, float highestBase, float highestRate) {
        float lowered = factor * Math.min(rate, highestRate);
        base(factor * Math.min(base, highestBase));
        if (schedule == null) {
            rate(lowered);
        }
    }

    void rate(float changed) {
        if (schedule != null) {
            throw new IllegalStateException("the learning rate is that of the schedule " + schedule.describe());
        }
        rate = Settings.atLeastZero("learningRate", changed);
        used = rate;
    }

    @Nullable
    Schedule schedule() {
        return schedule;
    }

    void schedule(Schedule changed) {
        schedule = changed;
        plan();
    }

    /** A step was taken. */
    void stepped(long steps) {
        used = rate;
        step = steps;
        if (schedule != null && schedule.everyStep()) {
            plan();
        }
    }

    /** An epoch was completed. */
    void epochs(List<EpochReport> reports) {
        history = new History(reports);
        plan();
    }

    /** Goes on where a training stopped. */
    void resume(float base, float rate, long step, List<EpochReport> reports) {
        this.base = base;
        this.rate = rate;
        this.used = rate;
        this.step = step;
        epochs(reports);
    }

    private void plan() {
        if (schedule != null) {
            float planned = schedule.rate(base, new Schedule.Moment(step, history));
            rate = Settings.atLeastZero("learning rate of the schedule " + schedule.describe(), planned);
        }
    }
}
