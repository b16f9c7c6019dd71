package dev.netwright.runtime.train;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Checkpoints;
import dev.netwright.runtime.checkpoint.TrainingState;
import dev.netwright.runtime.checkpoint.TrainingState.OptimizerState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Turns what a trainer knows into what a checkpoint holds, and checks what comes back. */
final class TrainingStates {
    static final String LEARNING_RATE = "learningRate";

    /** What a state says of the steps and is no setting: how many each layer has missed, */
    private static final String MISSED = "missed";

    /** how many in a row were left out just before, */
    static final String SKIPPED = "skipped";

    /** and how often training went back to a checkpoint. */
    static final String ROLLBACKS = "rollbacks";

    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

    private TrainingStates() {}

    static TrainingState of(
            Stepper stepper,
            List<EpochReport> reports,
            long seed,
            int batchSize,
            boolean shuffle,
            TrainingState.Position position) {
        History history = new History(reports);
        Optimizer optimizer = stepper.rules.optimizer();
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
                stepper.pace.rate(),
                history.best(Metric.LOSS)
                        .map(report -> report.value(Metric.LOSS))
                        .orElse(Double.NaN),
                bestAccuracy,
                seed,
                reports.stream().map(EpochReport::figures).toList(),
                batchSize,
                shuffle,
                position,
                steps(stepper),
                new OptimizerState(optimizer.name(), settings(stepper), slots));
    }

    /** What a checkpoint of a model in training holds. */
    static Checkpoints.Contents contents(Model model, TrainingState state) {
        return new Checkpoints.Contents(
                model.schema(),
                model.parameterStore().values(),
                model.bufferStore().values(),
                Optional.of(state));
    }

    /** What a file held, and nothing of it applied yet. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    record Restored(TrainingState state, float[] parameters, float[] buffers) {}

    /** Reads a file that fits a model and a trainer's settings. */
    static Restored read(Path path, Model model, Stepper stepper, Consumer<String> notes) throws IOException {
        float[] parameters = new float[model.parameterStore().values().length];
        float[] buffers = new float[model.bufferStore().values().length];
        Optional<TrainingState> found = Checkpoints.restore(
                path,
                new Checkpoints.Contents(model.schema(), parameters, buffers, Optional.empty()),
                Set.of(),
                report -> notes.accept(report.text()));
        return new Restored(require(path, found, stepper, parameters.length), parameters, buffers);
    }

    /** The same state with slots of its own. */
    static TrainingState copy(TrainingState state) {
        Map<String, float[]> slots = new LinkedHashMap<>();
        state.optimizer().slots().forEach((name, values) -> slots.put(name, values.clone()));
        return state.withSlots(slots);
    }

    /** The optimizer's settings; the learning rate is what the schedule starts from. */
    private static Map<String, Double> settings(Stepper stepper) {
        Map<String, Double> settings =
                new LinkedHashMap<>(stepper.rules.optimizer().settings());
        settings.replace(LEARNING_RATE, (double) stepper.pace.base());
        return settings;
    }

    /** How steps are taken beside the optimizer. */
    private static Map<String, String> steps(Stepper stepper) {
        Map<String, String> steps = new LinkedHashMap<>();
        Schedule schedule = stepper.pace.schedule();
        if (schedule != null) {
            steps.put("schedule", schedule.describe());
        }
        steps.putAll(stepper.rules.described());
        String missed = stepper.rules.frozen().describe(stepper.step());
        if (!missed.isEmpty()) {
            steps.put(MISSED, missed);
        }
        if (stepper.skippedInARow() > 0) {
            steps.put(SKIPPED, Integer.toString(stepper.skippedInARow()));
        }
        if (stepper.rollbacks() > 0) {
            steps.put(ROLLBACKS, Integer.toString(stepper.rollbacks()));
        }
        return steps;
    }

    /** A count of a state, 0 where it does not say; empty where it makes no sense. */
    static Optional<Integer> count(TrainingState state, String name) {
        String text = state.steps().getOrDefault(name, "0");
        return COUNT.matcher(text).matches() ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    /** The frozen layers with the steps that each layer has missed by a state; empty where the state makes no sense. */
    static Optional<FrozenLayers> frozen(TrainingState state, Stepper stepper) {
        return stepper.rules
                .frozen()
                .resume(state.steps().getOrDefault(MISSED, ""), state.step(), stepper.rules.schema());
    }

    /** The state of a file, if these steps can go on from it. */
    static TrainingState require(Path path, Optional<TrainingState> found, Stepper stepper, int length)
            throws TrainingStateException {
        Optimizer optimizer = stepper.rules.optimizer();
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
        requireSteps(path, state.steps(), steps(stepper));
        if (frozen(state, stepper).isEmpty()) {
            throw new TrainingStateException(
                    path,
                    "steps that layers have missed",
                    "layers of the network, each with 1 to " + state.step(),
                    state.steps().getOrDefault(MISSED, "none"));
        }
        for (String name : List.of(SKIPPED, ROLLBACKS)) {
            if (count(state, name).isEmpty()) {
                throw new TrainingStateException(
                        path,
                        "the count of '" + name + "'",
                        "a number",
                        state.steps().getOrDefault(name, "none"));
            }
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

    private static void requireSteps(Path path, Map<String, String> saved, Map<String, String> wanted)
            throws TrainingStateException {
        TreeSet<String> names = new TreeSet<>(saved.keySet());
        names.addAll(wanted.keySet());
        names.removeAll(List.of(MISSED, SKIPPED, ROLLBACKS));
        for (String name : names) {
            String expected = wanted.getOrDefault(name, "none");
            String found = saved.getOrDefault(name, "none");
            if (!expected.equals(found)) {
                throw new TrainingStateException(
                        path,
                        "cannot resume training with another setting of '" + name
                                + "'; resume with what was saved, and change it after",
                        expected,
                        found);
            }
        }
    }

    /** The settings that a training keeps from start to end; the learning rate is that of the state. */
    private static Map<String, Double> exceptLearningRate(Map<String, Double> settings) {
        Map<String, Double> kept = new LinkedHashMap<>(settings);
        kept.remove(LEARNING_RATE);
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
