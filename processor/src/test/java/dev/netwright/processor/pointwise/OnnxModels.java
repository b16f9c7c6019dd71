package dev.netwright.processor.pointwise;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes small ONNX models of one input {@code x} of shape [n], field by field of onnx.proto: IR 8, opset 17. */
public final class OnnxModels implements OnnxSink {
    private final ByteArrayOutputStream nodes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream constants = new ByteArrayOutputStream();
    private final List<String> types = new ArrayList<>();
    private int names;

    @Override
    public String node(String type, List<String> inputs) {
        return node(type, inputs, Map.of());
    }

    /** A node with FLOAT attributes. */
    public String node(String type, List<String> inputs, Map<String, Object> attributes) {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        inputs.forEach(input -> text(node, 1, input));
        String output = "v" + names++;
        text(node, 2, output);
        text(node, 4, type);
        attributes.forEach((name, value) -> {
            ByteArrayOutputStream attribute = new ByteArrayOutputStream();
            text(attribute, 1, name);
            tag(attribute, 2, 5);
            attribute.writeBytes(bytes(((Double) value).floatValue()));
            integer(attribute, 20, 1);
            message(node, 5, attribute);
        });
        message(nodes, 1, node);
        types.add(type);
        return output;
    }

    @Override
    public String scalar(double value) {
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        String name = "c" + names++;
        integer(tensor, 2, 1);
        text(tensor, 8, name);
        tag(tensor, 9, 2);
        tensor.write(4);
        tensor.writeBytes(bytes((float) value));
        message(constants, 5, tensor);
        return name;
    }

    /** Types of the nodes in order. */
    public List<String> types() {
        return types;
    }

    /** The model whose results are the named values. */
    public byte[] model(List<String> outputs) {
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        graph.writeBytes(nodes.toByteArray());
        text(graph, 2, "test");
        graph.writeBytes(constants.toByteArray());
        message(graph, 11, value("x"));
        outputs.forEach(output -> message(graph, 12, value(output)));
        ByteArrayOutputStream opset = new ByteArrayOutputStream();
        integer(opset, 2, 17);
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        integer(model, 1, 8);
        message(model, 7, graph);
        message(model, 8, opset);
        return model.toByteArray();
    }

    private static ByteArrayOutputStream value(String name) {
        ByteArrayOutputStream dimension = new ByteArrayOutputStream();
        text(dimension, 2, "n");
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        message(shape, 1, dimension);
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        integer(tensor, 1, 1);
        message(tensor, 2, shape);
        ByteArrayOutputStream type = new ByteArrayOutputStream();
        message(type, 1, tensor);
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        text(value, 1, name);
        message(value, 2, type);
        return value;
    }

    private static byte[] bytes(float value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
    }

    private static void message(ByteArrayOutputStream out, int field, ByteArrayOutputStream content) {
        tag(out, field, 2);
        varint(out, content.size());
        out.writeBytes(content.toByteArray());
    }

    private static void text(ByteArrayOutputStream out, int field, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tag(out, field, 2);
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void integer(ByteArrayOutputStream out, int field, int value) {
        tag(out, field, 0);
        varint(out, value);
    }

    private static void tag(ByteArrayOutputStream out, int field, int wire) {
        varint(out, field << 3 | wire);
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
