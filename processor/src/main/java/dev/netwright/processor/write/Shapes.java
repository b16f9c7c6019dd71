package dev.netwright.processor.write;

import dev.netwright.processor.operator.TensorType;
import java.util.List;
import java.util.stream.Collectors;

/** Shapes as generated text shows them. */
final class Shapes {
    private Shapes() {}

    /** With the batch dimension: {@code [n, 128]}. */
    static String batched(TensorType type) {
        String plain = type.toString();
        String shape = plain.substring(plain.indexOf('[') + 1, plain.length() - 1);
        if (!type.batched()) {
            return "[" + shape + "]";
        }
        return shape.isEmpty() ? "[n]" : "[n, " + shape + "]";
    }

    /** The arguments of {@code List.of}: {@code 128, 784}. */
    static String arguments(List<Integer> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
