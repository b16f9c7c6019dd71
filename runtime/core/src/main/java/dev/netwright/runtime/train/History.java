package dev.netwright.runtime.train;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The reports of all completed epochs, in order. Immutable and thread-safe. */
public final class History implements Iterable<EpochReport> {
    private final List<EpochReport> epochs;

    /** A history of these epochs. */
    public History(List<EpochReport> epochs) {
        this.epochs = List.copyOf(epochs);
    }

    /** The reports. */
    public List<EpochReport> epochs() {
        return epochs;
    }

    /** The last epoch's report. */
    public EpochReport last() {
        if (epochs.isEmpty()) {
            throw new IllegalStateException("no epoch is completed");
        }
        return epochs.get(epochs.size() - 1);
    }

    /** The best epoch by a metric, on validation data where there is any; the first of equals, empty where none has it. */
    public Optional<EpochReport> best(Metric metric) {
        Comparator<EpochReport> order = Comparator.comparingDouble(report -> report.value(metric));
        Comparator<EpochReport> better = metric.higherIsBetter() ? order.reversed() : order;
        return epochs.stream()
                .filter(report -> !Double.isNaN(report.value(metric)))
                .min(better);
    }

    @Override
    public Iterator<EpochReport> iterator() {
        return epochs.iterator();
    }

    /** A line an epoch. */
    @Override
    public String toString() {
        return epochs.stream().map(EpochReport::toString).collect(Collectors.joining("\n"));
    }
}
