package dev.netwright.runtime.train;

import java.io.PrintStream;

/** Told how training goes. Called on the thread that trains. */
public interface Progress {
    /**
     * An epoch starts.
     *
     * @param epoch its number, from 1
     * @param epochs number of the last epoch
     * @param samples samples of an epoch; 0 where the data does not know
     */
    void epochStarts(int epoch, int epochs, long samples);

    /** The epoch was begun before, and goes on after so many of its samples; called after {@link #epochStarts}. */
    default void epochGoesOn(long samples) {}

    /**
     * A batch was trained on.
     *
     * @param samples samples of the epoch so far
     * @param loss mean loss of the epoch so far
     */
    void batchDone(long samples, double loss);

    /** An epoch is completed. */
    void epochEnds(EpochReport report);

    /** Something went wrong that training bears: a checkpoint that could not be saved, one that is damaged, a step back after a divergence. */
    default void warns(String message) {}

    /** Tells nobody. */
    static Progress none() {
        return SilentProgress.INSTANCE;
    }

    /** A live line with a bar, samples a second, the time left and the loss on a terminal; a line an epoch where the output goes elsewhere. */
    static Progress console() {
        return new ConsoleProgress(System.out, Terminal.attached(), System::nanoTime);
    }

    /** A line an epoch. */
    static Progress lines(PrintStream out) {
        return new ConsoleProgress(out, false, System::nanoTime);
    }
}
