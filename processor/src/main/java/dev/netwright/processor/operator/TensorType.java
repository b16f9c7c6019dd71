package dev.netwright.processor.operator;

import dev.netwright.processor.step.Extent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Type of a node's value.
 *
 * @param element element type: {@code FLOAT32}, {@code INT32}, {@code INT64}, {@code BOOL}
 * @param shape dimensions without the batch dimension, each 1 or more
 * @param batched whether there is a batch dimension; parameters, constants and what is computed from them alone have none
 * @param varying the dimensions that are maxima: by axis, the input that says how long a sample is. Beyond its length a sample holds zeros
 */
public record TensorType(Element element, List<Integer> shape, boolean batched, SortedMap<Integer, String> varying) {
    /** Element types. */
    public enum Element {
        FLOAT32,
        INT32,
        INT64,
        BOOL
    }

    public TensorType {
        shape = List.copyOf(shape);
        varying = Collections.unmodifiableSortedMap(new TreeMap<>(varying));
    }

    /** One whose dimensions are the same for every sample. */
    public TensorType(Element element, List<Integer> shape, boolean batched) {
        this(element, shape, batched, Collections.emptySortedMap());
    }

    /** Floats with a batch dimension. */
    public static TensorType floats(List<Integer> shape) {
        return new TensorType(Element.FLOAT32, shape, true);
    }

    /** The same with another shape, whose dimensions do not vary. */
    public TensorType withShape(List<Integer> newShape) {
        return new TensorType(element, newShape, batched);
    }

    /** The same with another shape, of which these axes vary. */
    public TensorType withShape(List<Integer> newShape, Map<Integer, String> newVarying) {
        return new TensorType(element, newShape, batched, new TreeMap<>(newVarying));
    }

    /** The same shape of floats. */
    public TensorType floats() {
        return new TensorType(Element.FLOAT32, shape, batched, varying);
    }

    /** Whether some dimension varies from sample to sample. */
    public boolean varies() {
        return !varying.isEmpty();
    }

    /** Whether a dimension varies from sample to sample. */
    public boolean varies(int axis) {
        return varying.containsKey(axis);
    }

    /** The input that says how long an axis is that varies. */
    public String lengths(int axis) {
        String input = varying.get(axis);
        if (input == null) {
            throw new IllegalArgumentException("axis " + axis + " of " + this + " does not vary");
        }
        return input;
    }

    /** The axes that vary where the axes of a result are these of this value, in order; -1 for a new one. */
    public SortedMap<Integer, String> varyingOf(List<Integer> axes) {
        SortedMap<Integer, String> result = new TreeMap<>();
        for (int k = 0; k < axes.size(); k++) {
            String input = varying.get(axes.get(k));
            if (input != null) {
                result.put(k, input);
            }
        }
        return result;
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

    /** The shape as messages show it: {@code [32, 26, 26]}, or {@code [1..256, 64]} where the first varies. */
    @Override
    public String toString() {
        String dimensions = IntStream.range(0, rank())
                .mapToObj(axis -> (varies(axis) ? "1.." : "") + shape.get(axis))
                .collect(Collectors.joining(", ", "[", "]"));
        return element == Element.FLOAT32 ? dimensions : element + " " + dimensions;
    }
}
