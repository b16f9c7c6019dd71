package dev.netwright.runtime.train;

import java.io.IOException;

/** Called after each epoch of a fit: to save, to report, to change the learning rate. */
@FunctionalInterface
public interface EpochListener {
    /**
     * An epoch is completed.
     *
     * @throws IOException which ends the fit as an {@link java.io.UncheckedIOException}
     */
    void epochEnded(EpochReport report) throws IOException;
}
