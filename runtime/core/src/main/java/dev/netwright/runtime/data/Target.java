package dev.netwright.runtime.data;

import java.util.List;

/**
 * What an output is to say of some samples: class ids or float values, sample after sample. The component type of the generated
 * records {@code Targets}. Immutable where its array is not written.
 */
public final class Target {
    private final Object values;
    private final List<String> names;

    private Target(Object values, List<String> names) {
        this.values = values;
        this.names = names;
    }

    /** Class ids, 0 or more: one a sample, or one a row of an output of shape [rows, classes]. */
    public static Target labels(int... ids) {
        return new Target(ids, List.of());
    }

    /** Class ids, and the names of classes 0, 1, …, which must be those of the output where it has {@code @Classes}. */
    public static Target labels(int[] ids, List<String> names) {
        return new Target(ids, List.copyOf(names));
    }

    /** Float values in row-major order, as many a sample as the output has: regression, probabilities. */
    public static Target values(float... values) {
        return new Target(values, List.of());
    }

    /** Either an {@code int[]} or a {@code float[]}. */
    Object array() {
        return values;
    }

    boolean isLabels() {
        return values instanceof int[];
    }

    int length() {
        return values instanceof int[] ids ? ids.length : ((float[]) values).length;
    }

    List<String> names() {
        return names;
    }

    @Override
    public String toString() {
        return length() + (isLabels() ? " class ids" : " values");
    }
}
