package dev.netwright.runtime.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Learns that the program is told to end, and lets it wait for the training to save: two seconds at most, then the save is given up, which
 * leaves the files as they were. The exit code stays what it is.
 */
final class Ending implements AutoCloseable {
    private static final int SECONDS = 2;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "netwright-ending");
    private volatile boolean begun;

    private Ending() {}

    /** Watches for the end until {@link #close}. */
    static Ending watch() {
        Ending ending = new Ending();
        try {
            Runtime.getRuntime().addShutdownHook(ending.hook);
        } catch (IllegalStateException e) {
            ending.begun = true; // it has begun already
        }
        return ending;
    }

    @SuppressWarnings("ResultOfMethodCallIgnored") // after that time it ends, saved or not
    private void end() {
        begun = true;
        try {
            done.await(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the program is told to end. */
    boolean begun() {
        return begun;
    }

    /** Nothing is to be waited for any more. */
    @Override
    public void close() {
        done.countDown();
        if (!begun) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // It begins just now, and nothing holds it up.
            }
        }
    }
}
