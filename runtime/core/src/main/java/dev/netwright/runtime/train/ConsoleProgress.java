package dev.netwright.runtime.train;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Writes progress to a stream: a line that is written over again and again, or a line an epoch. Not thread-safe. */
final class ConsoleProgress implements Progress {
    private static final int WIDTH = 20;
    private static final long PAUSE_NANOS = 100_000_000L;
    private static final double SECOND = 1e9;

    private final PrintStream out;
    private final boolean live;
    private final LongSupplier clock;
    private int firstEpoch;
    private int epoch;
    private int epochs;
    private long samples;
    private long started;
    private long written;
    private int length;

    /**
     * Progress on a stream.
     *
     * @param live whether a line can be written over
     * @param clock nanoseconds
     */
    ConsoleProgress(PrintStream out, boolean live, LongSupplier clock) {
        this.out = out;
        this.live = live;
        this.clock = clock;
    }

    @Override
    public void epochStarts(int epoch, int epochs, long samples) {
        if (this.epoch == 0 || epoch != this.epoch + 1 || epochs != this.epochs) {
            started = clock.getAsLong();
            written = started;
            firstEpoch = epoch;
        }
        this.epoch = epoch;
        this.epochs = epochs;
        this.samples = samples;
    }

    @Override
    public void batchDone(long done, double loss) {
        long now = clock.getAsLong();
        if (!live || now - written < PAUSE_NANOS) {
            return;
        }
        written = now;
        double part = (double) done / samples;
        double finished = epoch - firstEpoch + part;
        double left = (now - started) / SECOND / finished * (epochs - firstEpoch + 1 - finished);
        int bar = (int) (WIDTH * part);
        write(String.format(
                Locale.ROOT,
                "%s [%s%s] %d/%d  %s left  loss %s",
                label(),
                "=".repeat(bar),
                " ".repeat(WIDTH - bar),
                done,
                samples,
                duration(left),
                EpochReport.format("loss", loss)));
        out.flush();
    }

    @Override
    public void epochEnds(EpochReport report) {
        String text = label() + (live ? " [" + "=".repeat(WIDTH) + "] " + samples + "/" + samples : "") + "  "
                + duration(report.seconds()) + "  " + report.summary();
        write(text);
        out.println();
        out.flush();
        length = 0;
    }

    private String label() {
        String last = Integer.toString(epochs);
        String now = Integer.toString(epoch);
        return "epoch " + " ".repeat(Math.max(0, last.length() - now.length())) + now + "/" + last;
    }

    private void write(String text) {
        String blank = " ".repeat(Math.max(0, length - text.length()));
        out.print(live ? "\r" + text + blank : text);
        length = text.length();
    }

    /** Seconds as people read them: {@code 0.3 s}, {@code 42 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    static String duration(double seconds) {
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}
