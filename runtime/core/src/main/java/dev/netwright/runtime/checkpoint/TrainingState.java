package dev.netwright.runtime.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a trainer's checkpoint holds beside parameters and buffers.
 *
 * @param epoch epochs completed
 * @param step optimizer steps taken
 * @param learningRate current learning rate
 * @param bestLoss lowest validation loss so far (training loss where there is no validation), NaN before the first
 * @param bestAccuracy highest validation accuracy so far, NaN where none was measured
 * @param seed seed of shuffling and dropout
 * @param history for each completed epoch its figures by name, in order: {@code loss}, {@code val_loss}, {@code accuracy}, …
 * @param batchSize samples of a batch, 0 where it is not known
 * @param shuffle whether each epoch takes the samples in an order of its own
 * @param position how far the epoch after the completed ones is
 * @param steps how steps are taken beside the optimizer, by name: {@code schedule}, {@code groups}, {@code frozen}, {@code clipping},
 *     {@code accumulate}; {@code missed}, the steps that each layer was frozen in; {@code skipped}, the steps left out just before, one after the other;
 *     {@code rollbacks}, how often training went back to a checkpoint; what is as it is unless told otherwise is left out
 * @param optimizer the optimizer
 */
public record TrainingState(
        int epoch,
        long step,
        double learningRate,
        double bestLoss,
        double bestAccuracy,
        long seed,
        List<Map<String, Double>> history,
        int batchSize,
        boolean shuffle,
        Position position,
        Map<String, String> steps,
        OptimizerState optimizer) {
    public TrainingState {
        history = List.copyOf(history);
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    }

    /** The same with these slots. */
    public TrainingState withSlots(Map<String, float[]> slots) {
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
                new OptimizerState(optimizer.name(), optimizer.settings(), slots));
    }

    /**
     * A place within an epoch.
     *
     * @param samples samples of the epoch that were taken
     * @param measured samples of them whose loss is in the sum: all but those of steps left out
     * @param lossSum sum of their losses
     * @param tallies for each metric what it has counted, as it keeps it
     */
    public record Position(long samples, long measured, double lossSum, Map<String, List<Double>> tallies) {
        /** The beginning of an epoch. */
        public static final Position START = new Position(0, 0, 0, Map.of());

        public Position {
            tallies = Collections.unmodifiableMap(new LinkedHashMap<>(tallies));
        }
    }

    /**
     * State of an optimizer.
     *
     * @param name its name, {@code Adam}
     * @param settings its settings by name, in order
     * @param slots its slots by name, in order; each is laid out as the parameter store
     */
    public record OptimizerState(String name, Map<String, Double> settings, Map<String, float[]> slots) {}
}
