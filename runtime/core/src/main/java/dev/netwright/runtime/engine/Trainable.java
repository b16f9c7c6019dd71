package dev.netwright.runtime.engine;

import java.util.List;

/**
 * A network that trains: a forward pass, a backward pass, and the arrays they work on. All that a trainer knows of a model's
 * engine. Not thread-safe; uses several threads itself and gives the same bits for any number of them.
 */
public interface Trainable {
    /** The parameter store's array, in the order of the schema. The forward pass reads what it holds at the time. */
    float[] parameters();

    /** The gradient, laid out as the parameters. Each backward pass replaces all of it. */
    float[] gradients();

    /** The results, in the order of the schema. */
    List<Head> heads();

    /** The array that heads point into; may be another after each {@link #forward}. */
    float[] workspace();

    /**
     * Refuses a number of samples that the network cannot train on: {@code @BatchNorm} needs more than one value a channel.
     *
     * @throws IllegalArgumentException where n samples are too few; the message names the layer
     */
    default void requireBatch(int n) {}

    /**
     * Runs the network in training mode. Moves the buffers that follow the batches, such as running statistics.
     *
     * @param inputs for each input {@code n} samples in row-major order, at least as long, a {@code float[]}, {@code int[]},
     *     {@code long[]} or {@code boolean[]} by the input's type; read again by {@link #backward}
     * @param n number of samples, 1 or more
     * @param seed seed of the run, for dropout
     * @param step number of the step, for dropout: the same seed and step give the same numbers
     * @throws IllegalArgumentException where inputs are too short, or as {@link #requireBatch}; nothing was changed then
     */
    void forward(Object[] inputs, int n, long seed, long step);

    /**
     * Computes the gradients of the last forward pass. The caller has filled the gradient of each head before.
     *
     * @param fromLogits for each head, whether {@link Head#logitsGradient()} was filled in place of {@link Head#gradient()}
     */
    void backward(boolean[] fromLogits);
}
