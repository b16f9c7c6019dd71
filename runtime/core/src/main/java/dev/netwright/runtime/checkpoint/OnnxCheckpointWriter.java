package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.onnx.OnnxFields;
import dev.netwright.runtime.onnx.ProtoReader;
import dev.netwright.runtime.onnx.ProtoWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a model as ONNX: the schema's graph, an ONNX initializer for each parameter and buffer, metadata. All lengths are
 * computed before the first byte. Protobuf notices no missing end, so the last property, {@code netwright}, closes the file: format
 * version, schema hash, the checksums of all initializers in order, and the digest of every byte of the file before its digits but the
 * initializers' values.
 *
 * <p>In half precision an initializer keeps its name and is float16; a {@code Cast} makes it float32, and the nodes read that.
 */
final class OnnxCheckpointWriter {
    /** Name of the producer, and of the property that closes the file. */
    static final String NETWRIGHT = "netwright";

    /** Name of the property with the names of the classes: an object with an array for each output. Bare exports have it too. */
    static final String CLASSES = NETWRIGHT + ".classes";

    private static final String WIDENED = "/float32";

    private final Checkpoints.Contents contents;
    private final Schema schema;
    private final SaveOptions options;
    private final FloatType type;
    private final List<TensorSpec> specs = new ArrayList<>();
    private final StringBuilder sums = new StringBuilder();

    OnnxCheckpointWriter(Checkpoints.Contents contents, SaveOptions options) {
        this.contents = contents;
        this.schema = contents.schema();
        this.options = options;
        this.type = options.precision() == Precision.HALF ? FloatType.FLOAT16 : FloatType.FLOAT32;
        specs.addAll(schema.parameters());
        specs.addAll(schema.buffers());
    }

    void write(OutputStream stream) throws IOException {
        Output out = new Output(stream);
        byte[] graph = type == FloatType.FLOAT16 ? widened(schema.onnxGraph()) : schema.onnxGraph();
        List<byte[]> heads = new ArrayList<>();
        long length = graph.length;
        for (TensorSpec spec : specs) {
            byte[] head = initializer(spec);
            heads.add(head);
            length += ProtoWriter.fieldSize(OnnxFields.GRAPH_INITIALIZER, head.length + bytes(spec));
        }
        if (length > Integer.MAX_VALUE - (1 << 20)) {
            throw Fault.in("ONNX")
                    .expected("at most 2 GiB, protobuf's limit")
                    .found(length + " bytes")
                    .help("save it as .safetensors")
                    .limitExceeded("the model is too large for one ONNX file");
        }
        out.bytes(new ProtoWriter()
                .integer(OnnxFields.MODEL_IR_VERSION, OnnxFields.IR_VERSION)
                .string(OnnxFields.MODEL_PRODUCER_NAME, NETWRIGHT)
                .string(OnnxFields.MODEL_PRODUCER_VERSION, Marks.FORMAT_VERSION)
                .start(OnnxFields.MODEL_GRAPH, length)
                .toBytes());
        out.bytes(graph);
        for (int i = 0; i < heads.size(); i++) {
            TensorSpec spec = specs.get(i);
            byte[] head = heads.get(i);
            out.bytes(new ProtoWriter()
                    .start(OnnxFields.GRAPH_INITIALIZER, head.length + bytes(spec))
                    .raw(head)
                    .toBytes());
            float[] values = spec.learned() ? contents.parameters() : contents.buffers();
            sums.append(out.floats(type, values, spec.offset(), spec.size()));
        }
        byte[] end = end();
        int digits = end.length - Digest.DIGITS;
        out.bytes(Arrays.copyOf(end, digits));
        out.bytes(out.digest().getBytes(StandardCharsets.US_ASCII));
    }

    private long bytes(TensorSpec spec) {
        return (long) spec.size() * type.bytes();
    }

    /** All of a TensorProto but the bytes of its values, which come last. */
    private byte[] initializer(TensorSpec spec) {
        return new ProtoWriter()
                .integers(OnnxFields.TENSOR_DIMS, spec.shape())
                .integer(OnnxFields.TENSOR_DATA_TYPE, type.onnx())
                .string(OnnxFields.TENSOR_NAME, spec.name())
                .start(OnnxFields.TENSOR_RAW_DATA, bytes(spec))
                .toBytes();
    }

    /** The fields after the graph; zeros stand for the digits of the digest. */
    private byte[] end() {
        ProtoWriter model = new ProtoWriter()
                .message(
                        OnnxFields.MODEL_OPSET_IMPORT,
                        new ProtoWriter().integer(OnnxFields.OPSET_VERSION, OnnxFields.OPSET));
        if (!options.isBare()) {
            property(model, NETWRIGHT + ".network", schema.network());
            property(model, NETWRIGHT + ".schema_version", Integer.toString(schema.version()));
            property(model, NETWRIGHT + ".tensors", schema.table());
            property(
                    model,
                    NETWRIGHT + ".metadata",
                    JsonOut.text(json -> MetadataJson.write(
                            json, options.metadata().classes(Map.of()).dated())));
        }
        if (!schema.classes().isEmpty()) {
            property(model, CLASSES, JsonOut.text(json -> MetadataJson.writeClasses(json, schema.classes())));
        }
        String digits = "0".repeat(Digest.DIGITS);
        property(model, NETWRIGHT, String.join(" ", Marks.FORMAT_VERSION, schema.hash(), sums, digits));
        return model.toBytes();
    }

    private static void property(ProtoWriter model, String key, String value) {
        model.message(
                OnnxFields.MODEL_METADATA_PROPS,
                new ProtoWriter().string(OnnxFields.PROPERTY_KEY, key).string(OnnxFields.PROPERTY_VALUE, value));
    }

    /** The graph with a Cast of every initializer before its nodes, which read the casts' results. */
    private byte[] widened(byte[] graph) throws IOException {
        Set<String> names = new HashSet<>();
        ProtoWriter out = new ProtoWriter();
        for (TensorSpec spec : specs) {
            names.add(spec.name());
            out.message(OnnxFields.GRAPH_NODE, cast(spec.name()));
        }
        ProtoReader in = reader(graph);
        for (long start = in.offset(), tag = in.tag(); tag != 0; start = in.offset(), tag = in.tag()) {
            if (tag >>> 3 == OnnxFields.GRAPH_NODE) {
                out.message(OnnxFields.GRAPH_NODE, renamed(in.bytes((int) tag), names));
            } else {
                copy(in, (int) tag, graph, start, out);
            }
        }
        return out.toBytes();
    }

    private static ProtoReader reader(byte[] bytes) {
        return new ProtoReader(new ByteArrayInputStream(bytes), (consumed, offset, count) -> {});
    }

    private static ProtoWriter cast(String name) {
        ProtoWriter to =
                new ProtoWriter().string(1, "to").integer(3, OnnxFields.FLOAT).integer(20, 2);
        return new ProtoWriter()
                .string(OnnxFields.NODE_INPUT, name)
                .string(OnnxFields.NODE_OUTPUT, name + WIDENED)
                .string(OnnxFields.NODE_OP_TYPE, "Cast")
                .message(OnnxFields.NODE_ATTRIBUTE, to);
    }

    private static ProtoWriter renamed(byte[] node, Set<String> names) throws IOException {
        ProtoWriter out = new ProtoWriter();
        ProtoReader in = reader(node);
        for (long start = in.offset(), tag = in.tag(); tag != 0; start = in.offset(), tag = in.tag()) {
            if (tag >>> 3 == OnnxFields.NODE_INPUT) {
                String input = in.string((int) tag);
                out.string(OnnxFields.NODE_INPUT, names.contains(input) ? input + WIDENED : input);
            } else {
                copy(in, (int) tag, node, start, out);
            }
        }
        return out;
    }

    /** Copies a field whose tag was read. */
    private static void copy(ProtoReader in, int tag, byte[] from, long start, ProtoWriter out) throws IOException {
        in.skip(tag);
        out.raw(Arrays.copyOfRange(from, (int) start, (int) in.offset()));
    }
}
