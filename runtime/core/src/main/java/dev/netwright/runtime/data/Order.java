package dev.netwright.runtime.data;

import dev.netwright.runtime.engine.RandomStream;

/** Orders of samples. */
public final class Order {
    /** Keeps the random numbers of shuffles apart from those of dropout, which counts streams from 0: "SHUF". */
    private static final long STREAMS = 0x5348_5546L << 32;

    private Order() {}

    /**
     * Shuffles indices in place: every order is equally likely (Fisher and Yates; Durstenfeld 1964, algorithm 235).
     *
     * @param seed seed of the run
     * @param stream number of the shuffle within the run, such as the epoch: the same seed, stream and array give the same order
     */
    public static void shuffle(int[] indices, long seed, long stream) {
        RandomStream random = new RandomStream(seed, stream(stream));
        for (int i = indices.length - 1; i > 0; i--) {
            int j = random.below(i + 1);
            int swapped = indices[i];
            indices[i] = indices[j];
            indices[j] = swapped;
        }
    }

    /** The number of the stream of random numbers of a shuffle. */
    static long stream(long shuffle) {
        return STREAMS ^ shuffle;
    }

    /** The indices 0 to n - 1 in order. */
    public static int[] identity(int n) {
        int[] indices = new int[n];
        for (int i = 0; i < n; i++) {
            indices[i] = i;
        }
        return indices;
    }
}
