package dev.netwright.runtime.engine;

/**
 * Counter-based random numbers: Philox 4×32-10 of J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as
 * easy as 1, 2, 3", SC 2011. A number is a function of its place alone, so any thread may draw any of them. Thread-safe.
 */
public final class Philox {
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long LOW = 0xFFFF_FFFFL;

    private Philox() {}

    /** Four random words of 32 bits: a bijection of the counter {@code c0} to {@code c3}, chosen by the key {@code k0}, {@code k1}. */
    public static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] words) {
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW);
            long product1 = MULTIPLIER_1 * (c2 & LOW);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }

    /**
     * Fills rows {@code from} to {@code to}, excluded, of a contiguous view with numbers uniform in [0, 1), multiples of 2⁻²⁴. Element
     * {@code row * rowLength + column} of the view, at {@code out[at + element]}, depends on the seed, the step, the stream and its own
     * number: word {@code element mod 4} of the block of counter {@code (element / 4, stream, step)} and key {@code seed}.
     *
     * @param stream number of the node that asks
     */
    public static void uniform(long seed, long step, int stream, float[] out, int at, int rowLength, int from, int to) {
        int[] words = new int[4];
        int element = from * rowLength;
        int end = to * rowLength;
        while (element < end) {
            block(element >>> 2, stream, (int) step, (int) (step >>> 32), (int) seed, (int) (seed >>> 32), words);
            int next = Math.min(end, (element | 3) + 1);
            for (; element < next; element++) {
                out[at + element] = (words[element & 3] >>> 8) * 0x1p-24f;
            }
        }
    }
}
