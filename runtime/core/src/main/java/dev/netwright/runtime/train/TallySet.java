package dev.netwright.runtime.train;

import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Head;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts of metrics, for each output; of a network with several outputs the loss of each too. */
final class TallySet {
    private final List<String> names = new ArrayList<>();
    private final List<List<Metric.Tally>> tallies = new ArrayList<>();
    private final List<Head> heads;
    private final boolean lossesCount;
    private final double[] losses;
    private long samples;

    /** Counts each metric on its output, or on every output where it names none; the losses of outputs too where {@code lossesCount}. */
    TallySet(List<Head> heads, List<Metric> metrics, boolean lossesCount) {
        this.heads = heads;
        this.lossesCount = lossesCount && heads.size() > 1;
        this.losses = new double[heads.size()];
        requireOutputs(heads, metrics);
        for (Head head : heads) {
            List<Metric.Tally> own = new ArrayList<>();
            for (Metric metric : metrics) {
                boolean named = metric instanceof OutputMetric;
                if (!named || ((OutputMetric) metric).output().equals(head.name())) {
                    names.add(named || heads.size() == 1 ? metric.name() : head.name() + "." + metric.name());
                    own.add(metric.tally());
                }
            }
            tallies.add(own);
        }
    }

    /** What losses suggest, each for its own output. */
    static List<Metric> suggested(List<Head> heads, List<Loss> losses) {
        List<Metric> metrics = new ArrayList<>();
        for (int k = 0; k < heads.size(); k++) {
            for (Metric metric : losses.get(k).metrics()) {
                metrics.add(heads.size() == 1 ? metric : Metric.of(heads.get(k).name(), metric));
            }
        }
        return List.copyOf(metrics);
    }

    /** The metrics that are counted: the loss is not. */
    static List<Metric> withoutLoss(List<Metric> metrics) {
        return metrics.stream()
                .filter(metric -> metric != Metric.LOSS
                        && !(metric instanceof OutputMetric named && named.metric() == Metric.LOSS))
                .toList();
    }

    /** Refuses a metric of an output that is none. */
    static void requireOutputs(List<Head> heads, List<Metric> metrics) {
        List<String> outputs = heads.stream().map(Head::name).toList();
        for (Metric metric : metrics) {
            if (metric instanceof OutputMetric named && !outputs.contains(named.output())) {
                throw new IllegalArgumentException("metric " + metric.name() + ": expected one of the outputs "
                        + outputs + ", found '" + named.output() + "'");
            }
        }
    }

    void add(int head, Scores scores, Batch batch) {
        for (Metric.Tally tally : tallies.get(head)) {
            tally.add(scores, batch, head);
        }
    }

    /** What was counted, by name. */
    Map<String, double[]> states() {
        Map<String, double[]> states = new LinkedHashMap<>();
        for (int k = 0; lossesCount && k < losses.length; k++) {
            states.put(lossName(k), new double[] {losses[k], samples});
        }
        int next = 0;
        for (List<Metric.Tally> own : tallies) {
            for (Metric.Tally tally : own) {
                String name = names.get(next++);
                double[] state = tally.state();
                if (state.length > 0) {
                    states.put(name, state);
                }
            }
        }
        return states;
    }

    /** Goes on from what was counted, where it is counted again. */
    void resume(Map<String, double[]> states) {
        for (int k = 0; lossesCount && k < losses.length; k++) {
            double[] state = states.get(lossName(k));
            if (state != null) {
                losses[k] = state[0];
                samples = (long) state[1];
            }
        }
        int next = 0;
        for (List<Metric.Tally> own : tallies) {
            for (Metric.Tally tally : own) {
                double[] state = states.get(names.get(next++));
                if (state != null) {
                    tally.resume(state);
                }
            }
        }
    }

    private String lossName(int head) {
        return heads.get(head).name() + "." + Metric.LOSS.name();
    }

    /** Counts the mean loss of an output in a batch. */
    void loss(int head, double loss, int samplesOfBatch) {
        losses[head] += loss * samplesOfBatch;
        samples += head == 0 ? samplesOfBatch : 0;
    }

    Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int k = 0; lossesCount && k < losses.length; k++) {
            values.put(lossName(k), samples == 0 ? Double.NaN : losses[k] / samples);
        }
        int next = 0;
        for (List<Metric.Tally> own : tallies) {
            for (Metric.Tally tally : own) {
                values.put(names.get(next++), tally.value());
            }
        }
        return values;
    }
}
