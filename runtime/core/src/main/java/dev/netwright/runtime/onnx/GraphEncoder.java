package dev.netwright.runtime.onnx;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Encodes the fields of an ONNX GraphProto but for its initializers: what a schema holds as its ONNX graph. The batch dimension is
 * the dimension named {@code N}. Not thread-safe.
 */
public final class GraphEncoder {
    /** Name of the batch dimension in files. */
    public static final String BATCH = "N";

    private static final int ATTRIBUTE_NAME = 1;
    private static final int ATTRIBUTE_FLOAT = 2;
    private static final int ATTRIBUTE_INT = 3;
    private static final int ATTRIBUTE_STRING = 4;
    private static final int ATTRIBUTE_TENSOR = 5;
    private static final int ATTRIBUTE_FLOATS = 7;
    private static final int ATTRIBUTE_INTS = 8;
    private static final int ATTRIBUTE_TYPE = 20;

    private static final int TYPE_FLOAT = 1;
    private static final int TYPE_INT = 2;
    private static final int TYPE_STRING = 3;
    private static final int TYPE_TENSOR = 4;
    private static final int TYPE_FLOATS = 6;
    private static final int TYPE_INTS = 7;

    private final ProtoWriter graph = new ProtoWriter();

    /** The graph's name, which ONNX requires. */
    public GraphEncoder name(String name) {
        graph.string(OnnxFields.GRAPH_NAME, name);
        return this;
    }

    /** A node of the default domain without attributes. */
    public GraphEncoder node(String type, List<String> inputs, List<String> outputs) {
        return node(type, inputs, outputs, Map.of());
    }

    /**
     * A node of the default domain. Nodes come in topological order.
     *
     * @param type operator: {@code Gemm}
     * @param inputs names of its inputs, empty for an optional one left out
     * @param outputs names of its outputs
     * @param attributes values are {@link Long} or {@link Integer} (INT), {@link Double} or {@link Float} (FLOAT), {@link String}
     *     (STRING), lists of the former two (INTS, also where empty; FLOATS), or {@link ProtoWriter} (an encoded TensorProto); the
     *     map's order is the file's
     */
    public GraphEncoder node(String type, List<String> inputs, List<String> outputs, Map<String, ?> attributes) {
        ProtoWriter node = new ProtoWriter();
        inputs.forEach(input -> node.string(OnnxFields.NODE_INPUT, input));
        outputs.forEach(output -> node.string(OnnxFields.NODE_OUTPUT, output));
        node.string(OnnxFields.NODE_OP_TYPE, type);
        attributes.forEach((name, value) -> node.message(OnnxFields.NODE_ATTRIBUTE, attribute(name, value)));
        graph.message(OnnxFields.GRAPH_NODE, node);
        return this;
    }

    /** A node {@code Constant} of float32 values in row-major order; an empty shape is rank 0. */
    public GraphEncoder floats(String output, List<? extends Number> values, List<Integer> shape) {
        int expected = shape.stream().reduce(1, Math::multiplyExact);
        if (values.size() != expected) {
            throw new IllegalArgumentException(values.size() + " values for the shape " + shape);
        }
        ProtoWriter tensor = new ProtoWriter()
                .integers(OnnxFields.TENSOR_DIMS, shape)
                .integer(OnnxFields.TENSOR_DATA_TYPE, OnnxFields.FLOAT)
                .floats(OnnxFields.TENSOR_FLOAT_DATA, values);
        return node("Constant", List.of(), List.of(output), Map.of("value", tensor));
    }

    /** A node {@code Constant} of int64 values of rank 1. */
    public GraphEncoder integers(String output, List<Long> values) {
        ProtoWriter tensor = new ProtoWriter()
                .integers(OnnxFields.TENSOR_DIMS, List.of(values.size()))
                .integer(OnnxFields.TENSOR_DATA_TYPE, OnnxFields.INT64)
                .integers(7, values);
        return node("Constant", List.of(), List.of(output), Map.of("value", tensor));
    }

    /**
     * An input of the graph.
     *
     * @param name its name
     * @param type {@code float32}, {@code int32}, {@code int64} or {@code bool}
     * @param shape dimensions without the batch dimension
     * @param batched whether the batch dimension comes first
     */
    public GraphEncoder input(String name, String type, List<Integer> shape, boolean batched) {
        return input(name, type, shape, Map.of(), batched);
    }

    /** As {@link #input(String, String, List, boolean)}, with names in place of some dimensions, by axis of the sample. */
    public GraphEncoder input(
            String name, String type, List<Integer> shape, Map<Integer, String> names, boolean batched) {
        graph.message(OnnxFields.GRAPH_INPUT, value(name, type, shape, names, batched));
        return this;
    }

    /** An output of the graph, as {@link #input(String, String, List, boolean)}. */
    public GraphEncoder output(String name, String type, List<Integer> shape, boolean batched) {
        return output(name, type, shape, Map.of(), batched);
    }

    /** An output of the graph, as {@link #input(String, String, List, Map, boolean)}. */
    public GraphEncoder output(
            String name, String type, List<Integer> shape, Map<Integer, String> names, boolean batched) {
        graph.message(OnnxFields.GRAPH_OUTPUT, value(name, type, shape, names, batched));
        return this;
    }

    /** The encoded fields. */
    public byte[] toBytes() {
        return graph.toBytes();
    }

    private static ProtoWriter value(
            String name, String type, List<Integer> shape, Map<Integer, String> names, boolean batched) {
        ProtoWriter dimensions = new ProtoWriter();
        if (batched) {
            dimensions.message(1, new ProtoWriter().string(2, BATCH));
        }
        for (int axis = 0; axis < shape.size(); axis++) {
            String symbol = names.get(axis);
            ProtoWriter dimension = new ProtoWriter();
            dimensions.message(1, symbol == null ? dimension.integer(1, shape.get(axis)) : dimension.string(2, symbol));
        }
        ProtoWriter tensor =
                new ProtoWriter().integer(1, OnnxFields.typeCode(type)).message(2, dimensions);
        return new ProtoWriter().string(1, name).message(2, new ProtoWriter().message(1, tensor));
    }

    private static ProtoWriter attribute(String name, Object value) {
        ProtoWriter attribute = new ProtoWriter().string(ATTRIBUTE_NAME, name);
        if (value instanceof Long || value instanceof Integer) {
            attribute.integer(ATTRIBUTE_INT, ((Number) value).longValue());
            return attribute.integer(ATTRIBUTE_TYPE, TYPE_INT);
        } else if (value instanceof Double || value instanceof Float) {
            attribute.float32(ATTRIBUTE_FLOAT, ((Number) value).floatValue());
            return attribute.integer(ATTRIBUTE_TYPE, TYPE_FLOAT);
        } else if (value instanceof String text) {
            attribute.bytes(ATTRIBUTE_STRING, text.getBytes(StandardCharsets.UTF_8));
            return attribute.integer(ATTRIBUTE_TYPE, TYPE_STRING);
        } else if (value instanceof ProtoWriter tensor) {
            return attribute.message(ATTRIBUTE_TENSOR, tensor).integer(ATTRIBUTE_TYPE, TYPE_TENSOR);
        } else if (value instanceof List<?> list) {
            boolean floats = !list.isEmpty() && (list.get(0) instanceof Double || list.get(0) instanceof Float);
            for (Object each : list) {
                Number number = (Number) each;
                if (floats) {
                    attribute.float32(ATTRIBUTE_FLOATS, number.floatValue());
                } else {
                    attribute.integer(ATTRIBUTE_INTS, number.longValue());
                }
            }
            return attribute.integer(ATTRIBUTE_TYPE, floats ? TYPE_FLOATS : TYPE_INTS);
        }
        throw new IllegalArgumentException("no ONNX attribute for " + name + " = " + value);
    }
}
