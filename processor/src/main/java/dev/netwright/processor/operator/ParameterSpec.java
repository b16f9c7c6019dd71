package dev.netwright.processor.operator;

import dev.netwright.runtime.checkpoint.Role;
import java.util.List;

/**
 * A parameter or buffer that an operator declares.
 *
 * @param local its name within the operator: {@code weight}
 * @param shape its shape
 * @param role what it is
 * @param initializer the law it starts by: a constant of the enum {@code dev.netwright.annotations.Initializer} by name, never
 *     {@code DEFAULT}
 * @param argument the number that the law takes, NaN where it takes none
 * @param learned true for a parameter, false for a buffer (which starts with {@code CONSTANT})
 */
public record ParameterSpec(
        String local, List<Integer> shape, Role role, String initializer, double argument, boolean learned) {
    public ParameterSpec {
        shape = List.copyOf(shape);
    }

    /** A parameter. */
    public static ParameterSpec learned(
            String local, List<Integer> shape, Role role, String initializer, double argument) {
        return new ParameterSpec(local, shape, role, initializer, argument, true);
    }

    /** A buffer that starts with one value everywhere. */
    public static ParameterSpec buffer(String local, List<Integer> shape, Role role, double start) {
        return new ParameterSpec(local, shape, role, "CONSTANT", start, false);
    }
}
