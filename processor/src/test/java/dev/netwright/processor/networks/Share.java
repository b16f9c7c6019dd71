package dev.netwright.processor.networks;

/** What was compared, and how much of it rounding decides. */
final class Share {
    int compared;
    int undecided;

    /** Whether at most one in {@code most} is undecided (of fewer than a hundred, nothing can be said). */
    boolean small(int most) {
        return undecided * most <= compared || compared < 100;
    }

    @Override
    public String toString() {
        return undecided + " of " + compared + " undecided";
    }
}
