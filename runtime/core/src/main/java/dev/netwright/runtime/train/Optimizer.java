package dev.netwright.runtime.train;

import java.util.List;
import java.util.Map;

/**
 * How a step changes the parameters. An optimizer is an immutable configuration and thread-safe; its state lies in slots, arrays
 * laid out as the parameters, that the trainer owns and saves. One of your own implements {@link ElementOptimizer}.
 */
public sealed interface Optimizer permits ElementOptimizer, Lbfgs {
    /** Name in checkpoints: {@code Adam}. */
    String name();

    /** The learning rate at the start. */
    float learningRate();

    /** Settings by name, in order, as a checkpoint records them. */
    Map<String, Double> settings();

    /** Names of the slots, in order; each starts as zeros. */
    List<String> slots();
}
