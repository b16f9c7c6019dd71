package dev.netwright.runtime.data;

import dev.netwright.runtime.engine.RandomStream;
import java.util.Optional;

/**
 * Windows that a stream is read in: the first of some samples, all others of {@code size}.
 *
 * @param size samples of a window
 * @param first samples of the first window, 1 to size
 * @param seed what the windows are shuffled by; empty for none
 * @param epoch number of the epoch
 */
record Windows(int size, int first, Optional<Long> seed, long epoch) {
    /** Keeps the draw of the first window's length apart from the shuffles: the number of a window that no stream has. */
    private static final long FIRST = 0xFFFF_FFFFL;

    Windows(int size, int first) {
        this(size, first, Optional.empty(), 0);
    }

    static Windows shuffled(int size, long seed, long epoch) {
        int first = 1 + new RandomStream(seed, Order.stream(stream(epoch, FIRST))).below(size);
        return new Windows(size, first, Optional.of(seed), epoch);
    }

    /** The window that holds a position. */
    long of(long position) {
        return position < first ? 0 : 1 + (position - first) / size;
    }

    /** Where a window starts. */
    long start(long window) {
        return window == 0 ? 0 : first + (window - 1) * size;
    }

    int length(long window) {
        return window == 0 ? first : size;
    }

    /** The samples of a window in their order. */
    Dataset order(Dataset part, long window) {
        return seed.map(value -> part.shuffle(value, stream(epoch, window))).orElse(part);
    }

    private static long stream(long epoch, long window) {
        return epoch << 32 ^ window;
    }
}
