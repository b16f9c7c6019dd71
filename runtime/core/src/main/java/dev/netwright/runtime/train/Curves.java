package dev.netwright.runtime.train;

/** Formulas of schedules. */
final class Curves {
    private Curves() {}

    /** From one rate to another along half a cosine; part is 0 to 1. */
    static double cosine(double from, double to, double part) {
        return to + (from - to) * (1 + Math.cos(Math.PI * part)) / 2;
    }

    static double restarts(double r, double lowest, int first, int growth, long t) {
        long since = t;
        long length = first;
        if (growth == 1) {
            since = t % length;
        }
        while (since >= length) {
            since -= length;
            length *= growth;
        }
        return cosine(r, lowest, since / (double) length);
    }

    /** Step t of n counts as {@code t / (n - 1)} of the way; the rise ends at step {@code rising n - 1}. */
    static double oneCycle(double r, int steps, double rising, double start, double end, long t) {
        double top = rising * steps - 1;
        double last = steps - 1.0;
        double first = r / start;
        if (t <= top) {
            return top == 0 ? r : cosine(first, r, t / top);
        }
        return cosine(r, first / end, Math.min(1, (t - top) / (last - top)));
    }
}
