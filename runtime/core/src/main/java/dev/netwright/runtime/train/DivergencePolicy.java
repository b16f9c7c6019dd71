package dev.netwright.runtime.train;

/**
 * What happens where a loss or a gradient is not finite. Parameters and slots are unchanged in either case.
 *
 * @param skips most steps left out one after the other; 0 for none
 * @param rollbacks most times that a fit goes back to a checkpoint; 0 for none
 * @param factor what the learning rate is multiplied by then
 */
public record DivergencePolicy(int skips, int rollbacks, float factor) {
    private static final float HALF = 0.5f;

    public DivergencePolicy {
        if (skips < 0) {
            throw new IllegalArgumentException("skips: expected 0 or more, found " + skips);
        }
        if (rollbacks < 0) {
            throw new IllegalArgumentException("rollbacks: expected 0 or more, found " + rollbacks);
        }
        if (!(factor > 0 && factor < 1)) {
            throw new IllegalArgumentException("factor: expected more than 0 to below 1, found " + factor);
        }
    }

    /** Throws a {@link DivergenceException}. */
    public static DivergencePolicy fail() {
        return new DivergencePolicy(0, 0, HALF);
    }

    /** Leaves the step out and goes on; throws once more than so many were left out one after the other. */
    public static DivergencePolicy skip(int most) {
        return new DivergencePolicy(Settings.atLeastOne("skips", most), 0, HALF);
    }

    /**
     * Goes back to a checkpoint of the trainer's {@linkplain Trainer#checkpoints manager} and on from there with half the learning rate:
     * with the same rate it would diverge again, bit for bit. Of the whole ones at the end of an epoch it takes that of the lowest training
     * loss, since the last may be on the way to infinity already; where there are none, the last in the middle of one. Throws where there
     * is no checkpoint, when it has gone back so many times, and in loops of your own.
     */
    public static DivergencePolicy rollback(int most) {
        return new DivergencePolicy(0, Settings.atLeastOne("rollbacks", most), HALF);
    }

    /** With another factor on the learning rate, more than 0 to below 1. */
    public DivergencePolicy withFactor(float changed) {
        return new DivergencePolicy(skips, rollbacks, changed);
    }
}
