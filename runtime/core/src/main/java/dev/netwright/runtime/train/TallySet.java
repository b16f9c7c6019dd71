package dev.netwright.runtime.train;

import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Head;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts of metrics, for each output. */
final class TallySet {
    private final List<String> names = new ArrayList<>();
    private final List<Metric.Tally> tallies = new ArrayList<>();
    private final int perHead;

    TallySet(List<Head> heads, List<Metric> metrics) {
        for (Head head : heads) {
            for (Metric metric : metrics) {
                names.add(heads.size() == 1 ? metric.name() : head.name() + "." + metric.name());
                tallies.add(metric.tally());
            }
        }
        perHead = metrics.size();
    }

    /** The metrics that are counted: the loss is not. */
    static List<Metric> withoutLoss(List<Metric> metrics) {
        return metrics.stream().filter(metric -> metric != Metric.LOSS).toList();
    }

    void add(int head, Scores scores, Batch batch) {
        for (int i = head * perHead; i < (head + 1) * perHead; i++) {
            tallies.get(i).add(scores, batch, head);
        }
    }

    /** What was counted, by name. */
    Map<String, double[]> states() {
        Map<String, double[]> states = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            double[] state = tallies.get(i).state();
            if (state.length > 0) {
                states.put(names.get(i), state);
            }
        }
        return states;
    }

    /** Goes on from what was counted, where it is counted again. */
    void resume(Map<String, double[]> states) {
        for (int i = 0; i < names.size(); i++) {
            double[] state = states.get(names.get(i));
            if (state != null) {
                tallies.get(i).resume(state);
            }
        }
    }

    Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), tallies.get(i).value());
        }
        return values;
    }
}
