package dev.netwright.runtime.train;

/**
 * A schedule, times the factor of a warm-up that starts with it (PyTorch's ChainedScheduler).
 *
 * @param warmup a schedule by steps, asked for the factor of 1
 */
record WarmedSchedule(Schedule schedule, Schedule warmup) implements Schedule {
    @Override
    public float rate(float start, Moment at) {
        return schedule.rate(start, at) * warmup.rate(1, at);
    }

    @Override
    public String describe() {
        return schedule.describe() + ", with " + warmup.describe();
    }

    @Override
    public boolean everyStep() {
        return true;
    }

    @Override
    public Schedule perStep() {
        return new WarmedSchedule(schedule.perStep(), warmup);
    }
}
