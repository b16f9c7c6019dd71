package dev.netwright.runtime.train;

/**
 * A schedule by a count alone.
 *
 * @param name name and settings
 * @param everyStep whether it counts steps and not epochs
 */
record CountedSchedule(String name, boolean everyStep, Curve curve) implements Schedule {
    @Override
    public float rate(float start, Moment at) {
        return (float) curve.rate(start, everyStep ? at.step() : at.epoch());
    }

    @Override
    public String describe() {
        return name + (everyStep ? " by steps" : " by epochs");
    }

    @Override
    public Schedule perStep() {
        return new CountedSchedule(name, true, curve);
    }

    @Override
    public Schedule then(int length, Schedule next) {
        Settings.atLeastOne("length", length);
        if (!(next instanceof CountedSchedule other) || other.everyStep != everyStep) {
            throw new IllegalArgumentException("'" + describe() + "' and '" + next.describe()
                    + "' do not count alike; use perStep(), or withWarmup(steps)");
        }
        return new CountedSchedule(
                name + " for " + length + ", then " + other.name,
                everyStep,
                (r, t) -> t < length ? curve.rate(r, t) : other.curve.rate(r, t - length));
    }
}
