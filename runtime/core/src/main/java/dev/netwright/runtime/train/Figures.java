package dev.netwright.runtime.train;

import java.util.List;
import java.util.Map;

/** Looks figures up by the metric. */
final class Figures {
    private Figures() {}

    /**
     * The figure of a metric; NaN where it was not measured. A metric of no output in particular is that of the only output it was
     * measured on.
     */
    static double value(Map<String, Double> figures, Metric metric) {
        Double value = figures.get(metric.name());
        if (value != null) {
            return value;
        }
        List<String> ofOutputs = figures.keySet().stream()
                .filter(name -> name.endsWith("." + metric.name()))
                .toList();
        return ofOutputs.size() == 1 ? figures.getOrDefault(ofOutputs.get(0), Double.NaN) : Double.NaN;
    }
}
