package dev.netwright.runtime.checkpoint;

import java.util.Arrays;
import java.util.List;

/**
 * A tensor that a checkpoint must have: float32, in row-major order.
 *
 * @param name full name, {@code hidden1.weight}
 * @param layer node it belongs to, {@code hidden1}
 * @param shape dimensions, each 1 or more
 * @param role what it is
 * @param learned true for a parameter, false for a buffer
 * @param offset its first float in the store of parameters, or of buffers
 * @param initializer law of its first values, a constant of the annotation {@code Initializer} with its argument, if any:
 *     {@code XAVIER_UNIFORM}, {@code CONSTANT(0.25)}; empty where it is not known
 */
public record TensorSpec(
        String name, String layer, List<Integer> shape, Role role, boolean learned, int offset, String initializer) {
    public TensorSpec {
        shape = List.copyOf(shape);
    }

    /** One whose first values are not known. */
    public TensorSpec(String name, String layer, List<Integer> shape, Role role, boolean learned, int offset) {
        this(name, layer, shape, role, learned, offset, "");
    }

    /** A shape as {@link List#toString()} writes it, {@code [128, 784]}. */
    public static List<Integer> parseShape(String text) {
        String inside = text.substring(1, text.length() - 1);
        return inside.isEmpty()
                ? List.of()
                : Arrays.stream(inside.split(", ", -1)).map(Integer::valueOf).toList();
    }

    /** Number of elements. */
    public int size() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
