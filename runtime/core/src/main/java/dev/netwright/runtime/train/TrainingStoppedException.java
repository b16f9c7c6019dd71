package dev.netwright.runtime.train;

/**
 * The program is told to end in the middle of a fit (SIGTERM, Ctrl-C, {@code System.exit} of another thread), and the training is saved. It has no
 * stack trace: nothing went wrong.
 */
public final class TrainingStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TrainingStoppedException(String message) {
        super(message, null, false, false);
    }
}
