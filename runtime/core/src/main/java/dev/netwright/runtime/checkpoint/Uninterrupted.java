package dev.netwright.runtime.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Runs work on a thread that nobody else knows, so that nobody can interrupt it: an interrupt closes a file channel in the middle of a
 * write. The caller waits, and finds itself interrupted afterwards if it was meanwhile.
 */
final class Uninterrupted implements Runnable {
    private final Task task;
    private @Nullable Throwable failure;

    private Uninterrupted(Task task) {
        this.task = task;
    }

    /** Work that reads or writes checkpoints. */
    interface Task {
        void run() throws CheckpointException;
    }

    static void run(Task task) throws CheckpointException {
        Uninterrupted work = new Uninterrupted(task);
        Thread thread =
                new Thread(work, "netwright-save of " + Thread.currentThread().getName());
        thread.setDaemon(false); // what is being saved when a program ends is saved first
        thread.start();
        await(thread::join);
        work.rethrow();
    }

    /** Waiting that an interrupt ends. */
    interface Wait {
        void end() throws InterruptedException;
    }

    /** Waits for an end, such as {@code thread::join}, however long; an interrupt meanwhile shows afterwards. */
    static void await(Wait wait) {
        boolean interrupted = false;
        while (true) {
            try {
                wait.end();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            task.run();
        } catch (CheckpointException | RuntimeException | Error e) {
            failure = e;
        }
    }

    /** Throws here what was thrown there, its trace extended by the caller's. */
    private void rethrow() throws CheckpointException {
        Throwable thrown = failure;
        if (thrown == null) {
            return;
        }
        StackTraceElement[] there = thrown.getStackTrace();
        StackTraceElement[] here = new Throwable().getStackTrace();
        StackTraceElement[] both = java.util.Arrays.copyOf(there, there.length + here.length);
        System.arraycopy(here, 0, both, there.length, here.length);
        thrown.setStackTrace(both);
        if (thrown instanceof CheckpointException checkpoint) {
            throw checkpoint;
        } else if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }
}
