package dev.netwright.runtime.train;

import dev.netwright.runtime.checkpoint.TrainingState;
import dev.netwright.runtime.checkpoint.TrainingState.OptimizerState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what a trainer knows into what a checkpoint holds, and checks what comes back. */
final class TrainingStates {
    private TrainingStates() {}

    static TrainingState of(
            Stepper stepper,
            List<EpochReport> reports,
            long seed,
            int batchSize,
            boolean shuffle,
            TrainingState.Position position) {
        History history = new History(reports);
        Optimizer optimizer = stepper.optimizer();
        Map<String, float[]> slots = new LinkedHashMap<>();
        for (int i = 0; i < optimizer.slots().size(); i++) {
            slots.put(optimizer.slots().get(i), stepper.slots()[i]);
        }
        double bestAccuracy = reports.stream()
                .mapToDouble(report -> Figures.value(report.validationMetrics(), Metric.ACCURACY))
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(Double.NaN);
        return new TrainingState(
                reports.size(),
                stepper.step(),
                stepper.rate(),
                history.best(Metric.LOSS)
                        .map(report -> report.value(Metric.LOSS))
                        .orElse(Double.NaN),
                bestAccuracy,
                seed,
                reports.stream().map(EpochReport::figures).toList(),
                batchSize,
                shuffle,
                position,
                new OptimizerState(optimizer.name(), optimizer.settings(), slots));
    }

    /** The state of a file, if this optimizer can go on from it. */
    static TrainingState require(Path path, Optional<TrainingState> found, Optimizer optimizer, int length)
            throws TrainingStateException {
        if (found.isEmpty()) {
            throw new TrainingStateException(
                    path, "cannot resume training", "a file that a trainer saved", "a model without training state");
        }
        TrainingState state = found.get();
        OptimizerState saved = state.optimizer();
        List<String> names = List.copyOf(saved.slots().keySet());
        if (!saved.name().equals(optimizer.name()) || !names.equals(optimizer.slots())) {
            throw new TrainingStateException(
                    path,
                    "cannot resume training with this optimizer",
                    optimizer.name() + " with slots " + optimizer.slots(),
                    saved.name() + " with slots " + names);
        }
        Map<String, Double> settings = exceptLearningRate(optimizer.settings());
        if (!exceptLearningRate(saved.settings()).equals(settings)) {
            throw new TrainingStateException(
                    path,
                    "cannot resume training with other settings of " + optimizer.name(),
                    settings.toString(),
                    exceptLearningRate(saved.settings()).toString());
        }
        for (Map.Entry<String, float[]> slot : saved.slots().entrySet()) {
            if (slot.getValue().length != length) {
                throw new TrainingStateException(
                        path, "slot " + slot.getKey(), length + " values", slot.getValue().length + " values");
            }
        }
        if (state.history().size() != state.epoch()) {
            throw new TrainingStateException(
                    path, "history", state.epoch() + " epochs", state.history().size() + " epochs");
        }
        return state;
    }

    /** The settings that a training keeps from start to end; the learning rate is that of the state. */
    private static Map<String, Double> exceptLearningRate(Map<String, Double> settings) {
        Map<String, Double> kept = new LinkedHashMap<>(settings);
        kept.remove("learningRate");
        return kept;
    }

    static List<EpochReport> reports(TrainingState state) {
        List<EpochReport> reports = new ArrayList<>();
        for (Map<String, Double> figures : state.history()) {
            reports.add(EpochReport.of(reports.size() + 1, figures));
        }
        return reports;
    }
}
