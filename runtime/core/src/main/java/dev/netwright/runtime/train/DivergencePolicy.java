package dev.netwright.runtime.train;

/**
 * What happens where a loss or a gradient is not finite. Parameters and slots are unchanged in either case. To go back to an older
 * state, catch the exception, {@linkplain Trainer#restore restore} a checkpoint and go on with a lower learning rate: from the same state
 * with the same rate training would diverge again, bit for bit.
 *
 * @param skips most steps left out one after the other; 0 for none
 */
public record DivergencePolicy(int skips) {
    public DivergencePolicy {
        if (skips < 0) {
            throw new IllegalArgumentException("skips: expected 0 or more, found " + skips);
        }
    }

    /** Throws a {@link DivergenceException}. */
    public static DivergencePolicy fail() {
        return new DivergencePolicy(0);
    }

    /** Leaves the step out and goes on; throws once more than so many were left out one after the other. */
    public static DivergencePolicy skip(int most) {
        return new DivergencePolicy(Settings.atLeastOne("skips", most));
    }
}
