package dev.netwright.runtime.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Figures of a model on a data set. Immutable and thread-safe. */
public final class Evaluation {
    private final long samples;
    private final Map<String, Double> values;
    private final @Nullable ConfusionMatrix confusion;

    Evaluation(long samples, Map<String, Double> values, @Nullable ConfusionMatrix confusion) {
        this.samples = samples;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.confusion = confusion;
    }

    /** Number of samples measured. */
    public long samples() {
        return samples;
    }

    /** All figures by name, in order. Of a network with several outputs, a metric's name follows its output's: {@code left.accuracy}. */
    public Map<String, Double> values() {
        return values;
    }

    /** A figure; NaN where it was not measured. */
    public double value(Metric metric) {
        return values.getOrDefault(metric.name(), Double.NaN);
    }

    /** The mean loss; NaN where it was not measured. */
    public double loss() {
        return value(Metric.LOSS);
    }

    /** The share of right answers; NaN where it was not measured. */
    public double accuracy() {
        return value(Metric.ACCURACY);
    }

    /** How often each class was taken for each; of a network with one output and data with class ids. */
    public Optional<ConfusionMatrix> confusion() {
        return Optional.ofNullable(confusion);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(samples).append(" samples");
        values.forEach(
                (name, value) -> text.append("  ").append(name).append(' ').append(EpochReport.format(name, value)));
        return text.toString();
    }
}
