package dev.netwright.runtime.checkpoint;

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
 */
public record TensorSpec(String name, String layer, List<Integer> shape, Role role, boolean learned, int offset) {
    public TensorSpec {
        shape = List.copyOf(shape);
    }

    /** Number of elements. */
    public int size() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
