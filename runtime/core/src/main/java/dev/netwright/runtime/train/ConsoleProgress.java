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
    private long done;
    private long from;
    private long skipped;
    private long started;
    private long epochStarted;
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
        long now = clock.getAsLong();
        if (this.epoch == 0 || epoch != this.epoch + 1 || epochs != this.epochs) {
            started = now;
            written = now;
            firstEpoch = epoch;
            skipped = 0;
            this.samples = 0;
        }
        this.epoch = epoch;
        this.epochs = epochs;
        this.samples = samples > 0 ? samples : this.samples; // a stream has as many as in the epoch before
        epochStarted = now;
        from = 0;
        done = 0;
    }

    @Override
    public void epochGoesOn(long position) {
        from = position;
        skipped = epoch == firstEpoch ? position : skipped;
    }

    @Override
    public void batchDone(long position, double loss) {
        done = position;
        long now = clock.getAsLong();
        if (!live || now - written < PAUSE_NANOS) {
            return;
        }
        written = now;
        double rate = (done - from) / ((now - epochStarted) / SECOND);
        StringBuilder text = new StringBuilder(label());
        if (samples > 0) {
            double trained = (double) (epoch - firstEpoch) * samples + done - skipped;
            double left = (double) (epochs - epoch) * samples + Math.max(0, samples - done);
            text.append(bar((double) done / samples))
                    .append(' ')
                    .append(done)
                    .append('/')
                    .append(samples);
            text.append("  ")
                    .append(duration((now - started) / SECOND / trained * left))
                    .append(" left");
        } else {
            text.append("  ").append(done).append(" samples");
        }
        text.append(String.format(Locale.ROOT, "  %.0f/s  loss %s", rate, EpochReport.format("loss", loss)));
        write(text.toString());
        out.flush();
    }

    @Override
    public void epochEnds(EpochReport report) {
        samples = Math.max(samples, done);
        String text = label() + (live ? bar(1) + " " + done + "/" + done : "") + "  " + duration(report.seconds())
                + "  " + report.summary();
        write(text);
        out.println();
        out.flush();
        length = 0;
    }

    @Override
    public void warns(String message) {
        write("warning: " + message);
        out.println();
        out.flush();
        length = 0;
    }

    private static String bar(double part) {
        int full = (int) (WIDTH * Math.min(1, part));
        return " [" + "=".repeat(full) + " ".repeat(WIDTH - full) + "]";
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
