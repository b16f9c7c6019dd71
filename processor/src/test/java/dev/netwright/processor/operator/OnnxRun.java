package dev.netwright.processor.operator;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.Graph.Node;
import dev.netwright.processor.graph.Graph.Stored;
import dev.netwright.processor.write.OnnxGraphWriter;
import dev.netwright.runtime.onnx.OnnxFields;
import dev.netwright.runtime.onnx.ProtoWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph as an ONNX file with values, and what ONNX Runtime makes of it. */
public final class OnnxRun {
    private OnnxRun() {}

    /** The file: no metadata, initializers as raw data. */
    public static byte[] model(Graph graph, Map<String, double[]> values) {
        ProtoWriter fields = new ProtoWriter().raw(OnnxGraphWriter.write(graph));
        for (List<Stored> store : List.of(graph.parameters(), graph.buffers())) {
            for (Stored stored : store) {
                double[] content = known(values, stored.name());
                ByteBuffer raw = ByteBuffer.allocate(4 * content.length).order(ByteOrder.LITTLE_ENDIAN);
                for (double value : content) {
                    raw.putFloat((float) value);
                }
                fields.message(
                        OnnxFields.GRAPH_INITIALIZER,
                        new ProtoWriter()
                                .integers(OnnxFields.TENSOR_DIMS, stored.spec().shape())
                                .integer(OnnxFields.TENSOR_DATA_TYPE, OnnxFields.FLOAT)
                                .string(OnnxFields.TENSOR_NAME, stored.name())
                                .bytes(OnnxFields.TENSOR_RAW_DATA, raw.array()));
            }
        }
        return new ProtoWriter()
                .integer(OnnxFields.MODEL_IR_VERSION, OnnxFields.IR_VERSION)
                .message(OnnxFields.MODEL_GRAPH, fields)
                .message(
                        OnnxFields.MODEL_OPSET_IMPORT,
                        new ProtoWriter().integer(OnnxFields.OPSET_VERSION, OnnxFields.OPSET))
                .toBytes();
    }

    /** The outputs by name, of inputs by name, at a batch size. */
    public static Map<String, float[]> run(Graph graph, int n, Map<String, double[]> values) throws OrtException {
        return run(graph, n, Integer.MAX_VALUE, values);
    }

    /** As {@link #run(Graph, int, Map)}, samples of at most {@code most} positions where they vary. */
    public static Map<String, float[]> run(Graph graph, int n, int most, Map<String, double[]> values)
            throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(model(graph, values), options)) {
                for (Node node : graph.inputs()) {
                    double[] content = known(values, node.name());
                    boolean lengths = graph.isLengths(node);
                    Object array = OnnxInputs.array(
                            lengths ? TensorType.Element.INT64 : node.type().element(), content);
                    long[] shape = lengths ? new long[] {n} : shape(node, n, most);
                    inputs.put(node.name(), OnnxInputs.tensor(environment, array, shape));
                }
                try (OrtSession.Result result = session.run(inputs)) {
                    Map<String, float[]> outputs = new HashMap<>();
                    for (Node node : graph.outputs()) {
                        OnnxTensor tensor = (OnnxTensor) result.get(node.name()).orElseThrow();
                        long[] expected = shape(node, n, most);
                        if (!java.util.Arrays.equals(expected, tensor.getInfo().getShape())) {
                            throw new AssertionError(node.name() + " has the shape "
                                    + java.util.Arrays.toString(tensor.getInfo().getShape()));
                        }
                        FloatBuffer floats = tensor.getFloatBuffer();
                        float[] copy = new float[floats.remaining()];
                        floats.get(copy);
                        outputs.put(node.name(), copy);
                    }
                    return outputs;
                }
            } finally {
                inputs.values().forEach(OnnxTensor::close);
            }
        }
    }

    /** What stands under a name that must be there. */
    public static <V> V known(Map<String, V> values, String name) {
        V value = values.get(name);
        if (value == null) {
            throw new AssertionError("no " + name + " among " + values.keySet());
        }
        return value;
    }

    private static long[] shape(Node node, int n, int most) {
        long[] shape = new long[node.type().rank() + 1];
        shape[0] = n;
        for (int k = 0; k < node.type().rank(); k++) {
            int dimension = node.type().shape().get(k);
            shape[k + 1] = node.type().varies(k) ? Math.min(most, dimension) : dimension;
        }
        return shape;
    }
}
