package dev.netwright.runtime.engine;

/**
 * Random numbers one after the other: {@link Philox} with
 * the seed as its key and the stream's number in the upper half of its counter. The same seed and stream give the same
 * numbers on every machine, and streams do not overlap. Not thread-safe.
 */
public final class RandomStream {
    private final long seed;
    private final long stream;
    private final int[] block = new int[4];
    private long counter;
    private int used = 4;

    /** The stream of that number, from its first random number. */
    public RandomStream(long seed, long stream) {
        this.seed = seed;
        this.stream = stream;
    }

    /** The stream of a name, by the name's 64-bit FNV-1a hash over its UTF-16 units, low byte first. */
    public static RandomStream named(long seed, String name) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ (name.charAt(i) & 0xFF)) * 0x100000001B3L;
            hash = (hash ^ (name.charAt(i) >>> 8)) * 0x100000001B3L;
        }
        return new RandomStream(seed, hash);
    }

    /** 32 random bits. */
    public int nextInt() {
        if (used == 4) {
            Philox.block(
                    (int) counter,
                    (int) (counter >>> 32),
                    (int) stream,
                    (int) (stream >>> 32),
                    (int) seed,
                    (int) (seed >>> 32),
                    block);
            counter++;
            used = 0;
        }
        return block[used++];
    }

    /** Uniform in [0, 1): a multiple of 2^-53. */
    public double nextDouble() {
        int high = nextInt() >>> 5;
        int low = nextInt() >>> 6;
        return (high * 0x1p26 + low) * 0x1p-53;
    }

    /**
     * Uniform among 0 to bound - 1, without bias (Lemire 2019, "Fast random integer generation in an interval").
     *
     * @param bound 1 or more
     */
    public int below(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound " + bound + " is below 1");
        }
        long range = bound;
        long product = (nextInt() & 0xFFFFFFFFL) * range;
        if ((product & 0xFFFFFFFFL) < range) {
            long threshold = (1L << 32) % range;
            while ((product & 0xFFFFFFFFL) < threshold) {
                product = (nextInt() & 0xFFFFFFFFL) * range;
            }
        }
        return (int) (product >>> 32);
    }
}
