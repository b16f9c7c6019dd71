package dev.netwright.processor.networks;

/** What was compared, and how much of it rounding decides. */
final class Share {
    int compared;
    int undecided;

    /** The largest difference of an undecided one, in units of how far last bits move it. */
    double strained;

    /** Whether at most one in {@code most} is undecided (of fewer than a hundred, nothing can be said). */
    boolean small(int most) {
        return undecided * most <= compared || compared < 100;
    }

    @Override
    public String toString() {
        return undecided + " of " + compared + " undecided"
                + (strained > 0 ? ", at most " + (float) strained + " times what last bits do" : "");
    }
}
