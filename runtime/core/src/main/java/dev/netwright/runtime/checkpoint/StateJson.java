package dev.netwright.runtime.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Training state as JSON but for the numbers of optimizer slots; the fields as they are read. */
final class StateJson {
    private boolean seen;
    private int epoch;
    private long step;
    private double learningRate = Double.NaN;
    private double bestLoss = Double.NaN;
    private double bestAccuracy = Double.NaN;
    private long seed;
    private int batchSize;
    private boolean shuffle = true;
    private final List<Map<String, Double>> history = new ArrayList<>();
    private TrainingState.Position position = TrainingState.Position.START;
    private final Map<String, String> steps = new LinkedHashMap<>();
    private @Nullable String optimizer;
    private final Map<String, Double> settings = new LinkedHashMap<>();
    private final Map<String, float[]> slots = new LinkedHashMap<>();

    /** Writes the members of {@code training_state}; the caller starts and ends the object. */
    static void writeProgress(JsonGenerator json, TrainingState state) {
        json.writeNumberProperty("epoch", state.epoch());
        json.writeNumberProperty("step", state.step());
        figure(json, "learning_rate", state.learningRate());
        figure(json, "best_loss", state.bestLoss());
        figure(json, "best_accuracy", state.bestAccuracy());
        json.writeNumberProperty("seed", state.seed());
        json.writeNumberProperty("batch_size", state.batchSize());
        json.writeBooleanProperty("shuffle", state.shuffle());
        json.writeObjectPropertyStart("steps");
        state.steps().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeArrayPropertyStart("history");
        for (Map<String, Double> epoch : state.history()) {
            json.writeStartObject();
            epoch.forEach((name, value) -> figure(json, name, value));
            json.writeEndObject();
        }
        json.writeEndArray();
        if (state.position().samples() > 0) {
            json.writeObjectPropertyStart("position");
            writePosition(json, state.position());
            json.writeEndObject();
        }
    }

    private static void writePosition(JsonGenerator json, TrainingState.Position position) {
        json.writeNumberProperty("samples", position.samples());
        json.writeNumberProperty("measured", position.measured());
        figure(json, "loss_sum", position.lossSum());
        json.writeObjectPropertyStart("tallies");
        position.tallies().forEach((name, values) -> {
            json.writeArrayPropertyStart(name);
            values.forEach(value -> JsonOut.number(json, value));
            json.writeEndArray();
        });
        json.writeEndObject();
    }

    /** Writes name and settings of an optimizer; the caller starts and ends the object. */
    static void writeOptimizer(JsonGenerator json, TrainingState.OptimizerState optimizer) {
        json.writeStringProperty("name", optimizer.name());
        json.writeObjectPropertyStart("settings");
        optimizer.settings().forEach((name, value) -> figure(json, name, value));
        json.writeEndObject();
    }

    /** All in one line, with the names of the slots. */
    static String text(TrainingState state) {
        return JsonOut.text(json -> {
            json.writeStartObject();
            writeProgress(json, state);
            json.writeObjectPropertyStart("optimizer");
            writeOptimizer(json, state.optimizer());
            json.writeArrayPropertyStart("slots");
            state.optimizer().slots().keySet().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void figure(JsonGenerator json, String name, double value) {
        json.writeName(name);
        JsonOut.number(json, value);
    }

    /** Reads the object that {@link #text} writes, or {@code training_state}. */
    void read(JsonIn in) throws CheckpointException {
        seen = true;
        in.object(name -> {
            switch (name) {
                case "epoch" -> epoch = in.smallCount();
                case "step" -> step = in.count();
                case "learning_rate" -> learningRate = in.number();
                case "best_loss" -> bestLoss = in.number();
                case "best_accuracy" -> bestAccuracy = in.number();
                case "seed" -> seed = in.whole();
                case "batch_size" -> batchSize = in.smallCount();
                case "shuffle" -> shuffle = in.bool();
                case "steps" -> in.object(setting -> steps.put(setting, in.string()));
                case "history" ->
                    in.array(() -> {
                        Map<String, Double> figures = new LinkedHashMap<>();
                        in.object(figure -> figures.put(figure, in.number()));
                        history.add(figures);
                    });
                case "position" -> position = position(in);
                case "optimizer" ->
                    in.object(member -> {
                        if (!readOptimizer(in, member)) {
                            if (member.equals("slots")) {
                                in.array(() -> slot(in.string()));
                            } else {
                                in.skip();
                            }
                        }
                    });
                default -> in.skip();
            }
        });
    }

    private static TrainingState.Position position(JsonIn in) throws CheckpointException {
        long[] samples = {0, -1};
        double[] lossSum = new double[1];
        Map<String, List<Double>> tallies = new LinkedHashMap<>();
        in.object(name -> {
            switch (name) {
                case "samples" -> samples[0] = in.count();
                case "measured" -> samples[1] = in.count();
                case "loss_sum" -> lossSum[0] = in.number();
                case "tallies" ->
                    in.object(metric -> {
                        List<Double> values = new ArrayList<>();
                        in.array(() -> values.add(in.number()));
                        tallies.put(metric, values);
                    });
                default -> in.skip();
            }
        });
        return new TrainingState.Position(samples[0], samples[1] < 0 ? samples[0] : samples[1], lossSum[0], tallies);
    }

    /** Reads a member of an optimizer's object; returns whether it is a known one but for the slots. */
    boolean readOptimizer(JsonIn in, String name) throws CheckpointException {
        switch (name) {
            case "name" -> optimizer = in.string();
            case "settings" -> in.object(setting -> settings.put(setting, in.number()));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Notes a slot. */
    void slot(String name) {
        slots.put(name, new float[0]);
    }

    /** The state that was read, null where there is none. */
    @Nullable
    TrainingState state(Fault fault) throws CheckpointException {
        if (!seen && optimizer == null) {
            return null;
        }
        if (!seen || optimizer == null) {
            throw fault.corrupt(
                    seen ? "a training state without an optimizer" : "an optimizer without a training state");
        }
        return new TrainingState(
                epoch,
                step,
                learningRate,
                bestLoss,
                bestAccuracy,
                seed,
                history,
                batchSize,
                shuffle,
                position,
                steps,
                new TrainingState.OptimizerState(optimizer, settings, slots));
    }
}
