package dev.netwright.runtime.engine;

import java.util.List;

/**
 * A result of a network in training, and where a loss reads it and writes its gradient. Values are {@code n} samples of
 * {@link #size()} floats each in row-major order, in {@link Trainable#workspace()}.
 *
 * @param name node's name
 * @param shape shape of a sample
 * @param activation the final activation where a loss may take the logits below it, else NONE
 * @param value where the values are
 * @param gradient where their gradient goes
 * @param logits where the values below the activation are; {@code value} with NONE
 * @param logitsGradient where the gradient of these goes; {@code gradient} with NONE
 */
public record Head(
        String name,
        List<Integer> shape,
        Activation activation,
        Span value,
        Span gradient,
        Span logits,
        Span logitsGradient) {
    /** Final activations that a loss knows. SOFTMAX and LOG_SOFTMAX run over the last axis. */
    public enum Activation {
        NONE,
        SOFTMAX,
        LOG_SOFTMAX,
        SIGMOID
    }

    public Head {
        shape = List.copyOf(shape);
    }

    /** A value that is only looked at. */
    public static Head of(String name, List<Integer> shape, Span value) {
        return new Head(name, shape, Activation.NONE, value, value, value, value);
    }

    /** Number of floats of a sample. */
    public int size() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
