package dev.netwright.runtime.train;

import dev.netwright.runtime.checkpoint.TrainingState;
import dev.netwright.runtime.data.Batch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** An epoch on its way: how far it is, and what was measured so far. */
final class EpochRun {
    private final int number;
    private final TallySet tallies;
    private final long started = System.nanoTime();
    private double lossSum;
    private long samples;
    private long measured;

    /** An epoch that goes on from a position. */
    EpochRun(int number, TallySet tallies, TrainingState.Position from) {
        this.number = number;
        this.tallies = tallies;
        this.lossSum = from.lossSum();
        this.samples = from.samples();
        this.measured = from.measured();
        Map<String, double[]> states = new LinkedHashMap<>();
        from.tallies()
                .forEach((name, values) -> states.put(
                        name, values.stream().mapToDouble(Double::doubleValue).toArray()));
        tallies.resume(states);
    }

    TallySet tallies() {
        return tallies;
    }

    /** Notes a batch that was trained on; where its loss is not finite, its step was left out. */
    void add(Batch batch, double loss) {
        if (Double.isFinite(loss)) {
            lossSum += loss * batch.size();
            measured += batch.size();
        }
        samples += batch.size();
    }

    long samples() {
        return samples;
    }

    /** Mean loss so far. */
    double loss() {
        return lossSum / measured;
    }

    TrainingState.Position position() {
        Map<String, List<Double>> states = new LinkedHashMap<>();
        tallies.states()
                .forEach((name, values) ->
                        states.put(name, DoubleStream.of(values).boxed().toList()));
        return new TrainingState.Position(samples, measured, lossSum, states);
    }

    EpochReport report(Optional<Evaluation> validated, float learningRate) {
        return new EpochReport(
                number,
                loss(),
                validated.map(Evaluation::loss).orElse(Double.NaN),
                tallies.values(),
                validated.map(EpochRun::metricsOf).orElse(Map.of()),
                learningRate,
                (System.nanoTime() - started) / 1e9);
    }

    private static Map<String, Double> metricsOf(Evaluation evaluation) {
        Map<String, Double> values = new LinkedHashMap<>(evaluation.values());
        values.remove(Metric.LOSS.name());
        return values;
    }
}
