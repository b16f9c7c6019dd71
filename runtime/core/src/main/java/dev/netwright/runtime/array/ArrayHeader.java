package dev.netwright.runtime.array;

import java.util.Arrays;
import java.util.List;

/**
 * What an array in a file is, without its elements.
 *
 * @param type what the elements are
 * @param shape the dimensions
 */
public record ArrayHeader(ElementType type, List<Long> shape) {
    /** A header. */
    public ArrayHeader {
        shape = List.copyOf(shape);
    }

    static ArrayHeader of(NpyHeader header) {
        return new ArrayHeader(
                header.type(), Arrays.stream(header.shape()).boxed().toList());
    }
}
