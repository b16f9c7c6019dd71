package dev.netwright.runtime.train;

/** A metric of one output, by the name of its node: {@code digit.accuracy}. */
record OutputMetric(String output, Metric metric) implements Metric {
    @Override
    public String name() {
        return output + "." + metric.name();
    }

    @Override
    public boolean higherIsBetter() {
        return metric.higherIsBetter();
    }

    @Override
    public Tally tally() {
        return metric.tally();
    }
}
