package dev.netwright.runtime.engine;

/**
 * Random numbers one after the other: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3") with
 * the seed as its key and the stream's number in the upper half of its counter. The same seed and stream give the same
 * numbers on every machine, and streams do not overlap. Not thread-safe.
 */
public final class RandomStream {
    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;

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
            block(counter++, stream, seed, block);
            used = 0;
        }
        return block[used++];
    }

    /** Uniform in [0, 1): a multiple of 2^-53. */
    public double nextDouble() {
        long high = nextInt() >>> 5;
        long low = nextInt() >>> 6;
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

    /** The four words of Philox4x32-10 at the counter (low half, high half) under a key. */
    static void block(long counterLow, long counterHigh, long key, int[] out) {
        int c0 = (int) counterLow;
        int c1 = (int) (counterLow >>> 32);
        int c2 = (int) counterHigh;
        int c3 = (int) (counterHigh >>> 32);
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
            long p1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
            c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c1 = (int) p1;
            c3 = (int) p0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        out[0] = c0;
        out[1] = c1;
        out[2] = c2;
        out[3] = c3;
    }
}
