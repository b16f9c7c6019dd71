package dev.netwright.runtime.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Figures of a model on a data set. Immutable and thread-safe. */
public final class Evaluation {
    private final long samples;
    private final Map<String, Double> values;
    private final Map<String, ConfusionMatrix> confusions;

    Evaluation(long samples, Map<String, Double> values, Map<String, ConfusionMatrix> confusions) {
        this.samples = samples;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.confusions = new LinkedHashMap<>(confusions);
    }

    /** Number of samples measured. */
    public long samples() {
        return samples;
    }

    /** All figures by name, in order. Of a network with several outputs, a metric's name follows its output's: {@code left.accuracy}. */
    public Map<String, Double> values() {
        return values;
    }

    /**
     * A figure; NaN where it was not measured. Of a network with several outputs, a metric that names none is that of the only output
     * it was measured on, or NaN.
     */
    public double value(Metric metric) {
        return Figures.value(values, metric);
    }

    /** The mean loss; NaN where it was not measured. */
    public double loss() {
        return value(Metric.LOSS);
    }

    /** The share of right answers; NaN where it was not measured. */
    public double accuracy() {
        return value(Metric.ACCURACY);
    }

    /** How often each class was taken for each, where one output has class ids in the data; of several ask by name. */
    public Optional<ConfusionMatrix> confusion() {
        return confusions.size() == 1 ? confusions.values().stream().findFirst() : Optional.empty();
    }

    /** How often each class was taken for each by an output, by its name; empty where the data has no class ids for it. */
    public Optional<ConfusionMatrix> confusion(String output) {
        return Optional.ofNullable(confusions.get(output));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(samples).append(" samples");
        values.forEach(
                (name, value) -> text.append("  ").append(name).append(' ').append(EpochReport.format(name, value)));
        return text.toString();
    }
}
