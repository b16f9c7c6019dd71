package dev.netwright.runtime.checkpoint;

import java.util.List;
import java.util.Map;

/** A figure by which checkpoints are compared. Every {@code Metric} is one. */
public interface Ranking {
    /** Name in reports and files: {@code accuracy}. */
    String name();

    /** Whether more is better. */
    boolean higherIsBetter();

    /**
     * The figure of a checkpoint, of those of its last epoch: on the validation data where there was any, else in training. A name of no
     * output in particular is that of the only output it was measured on.
     *
     * @param figures as in {@link TrainingState#history}
     * @return NaN where it was not measured
     */
    default double of(Map<String, Double> figures) {
        String prefix = figures.containsKey("val_loss") ? "val_" : "";
        Double value = figures.get(prefix + name());
        if (value != null) {
            return value;
        }
        List<String> ofOutputs = figures.keySet().stream()
                .filter(figure -> figure.startsWith(prefix) && figure.endsWith("." + name()))
                .toList();
        return ofOutputs.size() == 1 ? figures.getOrDefault(ofOutputs.get(0), Double.NaN) : Double.NaN;
    }
}
