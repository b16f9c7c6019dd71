package dev.netwright.runtime.engine;

import dev.netwright.runtime.checkpoint.TensorSpec;
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

    /**
     * The heads of a table as generated code holds them, a line each: the name, the activation, the places of the value, its
     * gradient, the logits and their gradient, then the shape. The line of a value that is only looked at has the name, its place
     * and the shape.
     *
     * <pre>
     * digit SOFTMAX 0+74n 0+64n 0+84n 0+94n [10]
     * hidden1 0+128n [128]
     * </pre>
     */
    public static List<Head> table(String text) {
        return text.lines().map(Head::line).toList();
    }

    private static Head line(String line) {
        int shape = line.indexOf('[');
        String[] words = line.substring(0, shape).split(" ", -1);
        List<Integer> extents = TensorSpec.parseShape(line.substring(shape));
        return words[1].indexOf('+') > 0
                ? of(words[0], extents, Span.parse(words[1]))
                : new Head(
                        words[0],
                        extents,
                        Activation.valueOf(words[1]),
                        Span.parse(words[2]),
                        Span.parse(words[3]),
                        Span.parse(words[4]),
                        Span.parse(words[5]));
    }

    /** Number of floats of a sample. */
    public int size() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
