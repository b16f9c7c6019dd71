package dev.netwright.runtime.data;

import java.util.Iterator;

/**
 * A pass over samples in batches. It fills one batch again and again: use each before the next one is taken. The order is fixed when it is
 * made, so a position is all that is needed to go on from there in another pass of the same order. Not thread-safe.
 */
public interface BatchReader extends Iterator<Batch>, AutoCloseable {
    /** Number of samples handed out since the beginning of the pass. */
    long position();

    /**
     * Goes on from a position, as if so many samples had been handed out.
     *
     * @throws IllegalArgumentException where there are fewer samples
     */
    void seek(long position);

    /** Closes what it reads from. */
    @Override
    void close();
}
