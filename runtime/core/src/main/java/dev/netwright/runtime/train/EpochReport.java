package dev.netwright.runtime.train;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of one epoch. Immutable and thread-safe.
 *
 * @param epoch number of the epoch, from 1
 * @param loss mean training loss, over the samples as they were trained on
 * @param validationLoss mean loss on the validation data; NaN without any
 * @param metrics metrics by name, in order, over the samples as they were trained on
 * @param validationMetrics the same on the validation data; empty without any
 * @param learningRate learning rate at the end of the epoch
 * @param seconds how long it took; NaN for an epoch that a checkpoint told of
 */
public record EpochReport(
        int epoch,
        double loss,
        double validationLoss,
        Map<String, Double> metrics,
        Map<String, Double> validationMetrics,
        double learningRate,
        double seconds) {
    private static final String LOSS = "loss";
    private static final String RATE = "learning_rate";
    private static final String VALIDATION = "val_";

    public EpochReport {
        metrics = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        validationMetrics = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(validationMetrics));
    }

    /** Whether there was validation data. */
    public boolean validated() {
        return !Double.isNaN(validationLoss);
    }

    /** A metric: on the validation data where there is any, else in training; NaN where it was not measured. */
    public double value(Metric metric) {
        if (metric.name().equals(LOSS)) {
            return validated() ? validationLoss : loss;
        }
        return Figures.value(validated() ? validationMetrics : metrics, metric);
    }

    /** The figures by name as a checkpoint holds them: {@code loss}, {@code accuracy}, {@code val_loss}, … */
    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(LOSS, loss);
        figures.putAll(metrics);
        if (validated()) {
            figures.put(VALIDATION + LOSS, validationLoss);
            validationMetrics.forEach((name, value) -> figures.put(VALIDATION + name, value));
        }
        figures.put(RATE, learningRate);
        return figures;
    }

    /** The report that {@link #figures} came of. */
    static EpochReport of(int epoch, Map<String, Double> figures) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        Map<String, Double> validation = new LinkedHashMap<>();
        figures.forEach((name, value) -> {
            if (name.startsWith(VALIDATION)) {
                validation.put(name.substring(VALIDATION.length()), value);
            } else if (!name.equals(RATE)) {
                metrics.put(name, value);
            }
        });
        double loss = removed(metrics);
        double validationLoss = removed(validation);
        return new EpochReport(
                epoch, loss, validationLoss, metrics, validation, figures.getOrDefault(RATE, Double.NaN), Double.NaN);
    }

    private static double removed(Map<String, Double> figures) {
        Double loss = figures.remove(LOSS);
        return loss == null ? Double.NaN : loss;
    }

    /** The figures in a line: {@code loss 0.0412  accuracy 98.7 %  val loss 0.0981  val accuracy 97.2 %}. */
    public String summary() {
        StringBuilder text = new StringBuilder();
        append(text, "", LOSS, loss);
        metrics.forEach((name, value) -> append(text, "", name, value));
        if (validated()) {
            append(text, "val ", LOSS, validationLoss);
            validationMetrics.forEach((name, value) -> append(text, "val ", name, value));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String prefix, String name, double value) {
        text.append(text.isEmpty() ? "" : "  ").append(prefix).append(name).append(' ');
        text.append(format(name, value));
    }

    /** A figure as people read it: shares in percent. */
    static String format(String name, double value) {
        if (name.endsWith("accuracy")) {
            return String.format(Locale.ROOT, "%.1f %%", 100 * value);
        }
        boolean plain = value == 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5);
        return String.format(Locale.ROOT, plain ? "%.4f" : "%.3e", value);
    }

    @Override
    public String toString() {
        return "epoch " + epoch + "  " + summary();
    }
}
