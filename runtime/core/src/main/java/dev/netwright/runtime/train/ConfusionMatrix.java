package dev.netwright.runtime.train;

import java.util.List;
import java.util.Locale;

/**
 * How often each class was taken for each. Precision, recall and F1 as in Manning et al. 2008, Introduction to Information
 * Retrieval, section 8.3; NaN where nothing was counted. Immutable and thread-safe.
 */
public final class ConfusionMatrix {
    private final List<String> classes;
    private final long[][] counts;

    /** Of {@code counts[actual][predicted]}, copied. */
    ConfusionMatrix(List<String> classes, long[][] counts) {
        this.classes = List.copyOf(classes);
        this.counts = new long[counts.length][];
        for (int i = 0; i < counts.length; i++) {
            this.counts[i] = counts[i].clone();
        }
    }

    /** Names of the classes in order. */
    public List<String> classes() {
        return classes;
    }

    /** How often a sample of class {@code actual} was said to be of class {@code predicted}. */
    public long count(int actual, int predicted) {
        return counts[actual][predicted];
    }

    /** Samples that are of a class. */
    public long actual(int id) {
        long sum = 0;
        for (long count : counts[id]) {
            sum += count;
        }
        return sum;
    }

    /** Samples that were said to be of a class. */
    public long predicted(int id) {
        long sum = 0;
        for (long[] row : counts) {
            sum += row[id];
        }
        return sum;
    }

    /** Samples in all. */
    public long samples() {
        long sum = 0;
        for (int id = 0; id < counts.length; id++) {
            sum += actual(id);
        }
        return sum;
    }

    /** Share of samples that were said right. */
    public double accuracy() {
        long right = 0;
        for (int id = 0; id < counts.length; id++) {
            right += counts[id][id];
        }
        return (double) right / samples();
    }

    /** Of those said to be of a class, the share that is. */
    public double precision(int id) {
        return (double) counts[id][id] / predicted(id);
    }

    /** Of those that are of a class, the share that was said to be. */
    public double recall(int id) {
        return (double) counts[id][id] / actual(id);
    }

    /** Harmonic mean of precision and recall: {@code 2 right / (actual + predicted)}. */
    public double f1(int id) {
        return 2.0 * counts[id][id] / (actual(id) + predicted(id));
    }

    /** A table: rows are the actual classes, columns the predicted ones. */
    @Override
    public String toString() {
        int name = "actual \\ predicted".length();
        int width = Math.max(5, Long.toString(samples()).length());
        for (String each : classes) {
            name = Math.max(name, each.length());
            width = Math.max(width, each.length());
        }
        StringBuilder text = new StringBuilder(pad("actual \\ predicted", -name));
        for (String each : classes) {
            text.append("  ").append(pad(each, width));
        }
        text.append("   recall\n");
        for (int i = 0; i < counts.length; i++) {
            text.append(pad(classes.get(i), -name));
            for (long count : counts[i]) {
                text.append("  ").append(pad(Long.toString(count), width));
            }
            text.append("  ").append(pad(share(recall(i)), 7)).append('\n');
        }
        text.append(pad("precision", -name));
        for (int i = 0; i < counts.length; i++) {
            text.append("  ").append(pad(share(precision(i)), width));
        }
        return text.append("  ").append(pad(share(accuracy()), 7)).append('\n').toString();
    }

    private static String share(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** Padded to the left, or for a negative width to the right. */
    private static String pad(String text, int width) {
        String blank = " ".repeat(Math.max(0, Math.abs(width) - text.length()));
        return width < 0 ? text + blank : blank + text;
    }
}
