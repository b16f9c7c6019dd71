package dev.netwright.runtime.train;

import java.util.List;
import java.util.Map;

/**
 * How a step changes the parameters. An optimizer is an immutable configuration and thread-safe; its state lies in slots, arrays
 * laid out as the parameters, that the trainer owns and saves. One of your own implements this interface.
 */
public interface Optimizer {
    /** Name in checkpoints: {@code Adam}. */
    String name();

    /** The learning rate at the start. */
    float learningRate();

    /** Settings by name, in order, as a checkpoint records them. */
    Map<String, Double> settings();

    /** Names of the slots, in order; each starts as zeros. */
    List<String> slots();

    /**
     * Takes a step for the elements {@code from} to {@code to}, excluded: reads the gradient, changes parameters and slots. Called by
     * several threads at once, for ranges that do not meet; each element's result depends on that element alone.
     *
     * @param parameters the parameter store
     * @param gradient laid out as the parameters
     * @param slots laid out as the parameters, one array a slot
     * @param step number of the step, from 1
     * @param learningRate the current learning rate
     */
    void update(float[] parameters, float[] gradient, float[][] slots, int from, int to, long step, float learningRate);
}
