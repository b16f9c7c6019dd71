package dev.netwright.processor.networks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Shapes without their batch dimension. */
final class Shapes {
    private Shapes() {}

    static int size(List<Integer> shape) {
        return shape.stream().reduce(1, (a, b) -> a * b);
    }

    /** The shape two broadcast to, or null. */
    static List<Integer> broadcast(List<Integer> a, List<Integer> b) {
        List<Integer> result = new ArrayList<>();
        int rank = Math.max(a.size(), b.size());
        for (int axis = 0; axis < rank; axis++) {
            int da = axis < rank - a.size() ? 1 : a.get(axis - rank + a.size());
            int db = axis < rank - b.size() ? 1 : b.get(axis - rank + b.size());
            if (da != db && da != 1 && db != 1) {
                return null;
            }
            result.add(Math.max(da, db));
        }
        return result;
    }

    static List<Integer> without(List<Integer> shape, int axis) {
        List<Integer> rest = new ArrayList<>(shape);
        rest.remove(axis);
        return rest;
    }

    /** As an annotation value: {@code 3} or {@code {3, 5}}. */
    static String ints(List<Integer> values) {
        return values.size() == 1
                ? String.valueOf(values.get(0))
                : values.stream().map(String::valueOf).collect(Collectors.joining(", ", "{", "}"));
    }
}
