package dev.netwright.processor.operator;

import dev.netwright.processor.step.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Type of a node's value.
 *
 * @param element element type: {@code FLOAT32}, {@code INT32}, {@code INT64}, {@code BOOL}
 * @param shape dimensions without the batch dimension, each 1 or more
 * @param batched whether there is a batch dimension; parameters, constants and what is computed from them alone have none
 */
public record TensorType(Element element, List<Integer> shape, boolean batched) {
    /** Element types. */
    public enum Element {
        FLOAT32,
        INT32,
        INT64,
        BOOL
    }

    public TensorType {
        shape = List.copyOf(shape);
    }

    /** Floats with a batch dimension. */
    public static TensorType floats(List<Integer> shape) {
        return new TensorType(Element.FLOAT32, shape, true);
    }

    /** The same with another shape. */
    public TensorType withShape(List<Integer> newShape) {
        return new TensorType(element, newShape, batched);
    }

    /** The same shape of floats. */
    public TensorType floats() {
        return new TensorType(Element.FLOAT32, shape, batched);
    }

    /** Number of dimensions without the batch dimension. */
    public int rank() {
        return shape.size();
    }

    /** Number of elements of a sample; {@link Long#MAX_VALUE} where it is that or more. */
    public long size() {
        return size(shape);
    }

    /** Number of elements of a shape; {@link Long#MAX_VALUE} where it is that or more. */
    public static long size(List<Integer> shape) {
        long size = 1;
        for (int dimension : shape) {
            if (Math.multiplyHigh(size, dimension) != 0 || size * dimension < 0) {
                return Long.MAX_VALUE;
            }
            size *= dimension;
        }
        return size;
    }

    /** Extents, the batch dimension first where there is one. */
    public List<Extent> extents() {
        List<Extent> extents = new ArrayList<>();
        if (batched) {
            extents.add(Extent.BATCH);
        }
        shape.forEach(d -> extents.add(Extent.of(d)));
        return extents;
    }

    /** The shape as messages show it: {@code [32, 26, 26]}. */
    @Override
    public String toString() {
        String dimensions = shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
        return element == Element.FLOAT32 ? dimensions : element + " " + dimensions;
    }
}
