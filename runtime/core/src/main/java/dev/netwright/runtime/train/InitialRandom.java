package dev.netwright.runtime.train;

import dev.netwright.runtime.engine.RandomStream;

/**
 * Random numbers for the initial values of one parameter: the same for the same seed and name, on every machine. Not
 * thread-safe.
 */
public final class InitialRandom {
    private final RandomStream stream;
    private double spare = Double.NaN;

    /** The generator of a parameter. */
    public InitialRandom(long seed, String parameter) {
        this.stream = RandomStream.named(seed, parameter);
    }

    /** Uniform in [0, 1). */
    public double uniform() {
        return stream.nextDouble();
    }

    /** Uniform in [from, to). */
    public double uniform(double from, double to) {
        return from + (to - from) * uniform();
    }

    /** Normal with mean 0 and standard deviation 1 (Box and Muller 1958). */
    public double normal() {
        if (!Double.isNaN(spare)) {
            double value = spare;
            spare = Double.NaN;
            return value;
        }
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
        double angle = 2 * Math.PI * uniform();
        spare = radius * StrictMath.sin(angle);
        return radius * StrictMath.cos(angle);
    }
}
