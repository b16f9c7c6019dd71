package dev.netwright.runtime.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads an ONNX model as a stream: producer, initializers, metadata; nodes are passed over. Holds at most one initializer whose
 * values come before its name. Refuses what protobuf lets pass: fields of one value given twice, groups, a model without a graph,
 * values of another number than the shape says, names given twice, references to other files.
 */
public final class OnnxReader {
    private final ProtoReader in;
    private final OnnxVisitor visitor;
    private final int most;
    private final Set<String> names = new HashSet<>();

    private OnnxReader(InputStream stream, OnnxVisitor visitor, int most) {
        this.in = new ProtoReader(stream, visitor::rest);
        this.visitor = visitor;
        this.most = most;
    }

    /**
     * Reads a model to the end of a stream.
     *
     * @param most bytes of values to hold where an initializer's values come before its name; values beyond are not handed over
     * @throws OnnxFormatException if the bytes are no model
     * @throws IOException if the stream or the visitor throws it
     */
    public static void read(InputStream stream, OnnxVisitor visitor, int most) throws IOException {
        new OnnxReader(stream, visitor, most).model();
    }

    private void model() throws IOException {
        Once once = new Once("model");
        boolean graph = false;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            int field = tag >>> 3;
            switch (field) {
                case OnnxFields.MODEL_PRODUCER_NAME -> {
                    once.see(field);
                    visitor.producer(in.string(tag));
                }
                case OnnxFields.MODEL_GRAPH -> {
                    once.see(field);
                    graph = true;
                    long outer = in.enter(tag);
                    graph();
                    in.leave(outer);
                }
                case OnnxFields.MODEL_METADATA_PROPS -> property(tag);
                case OnnxFields.MODEL_IR_VERSION, OnnxFields.MODEL_PRODUCER_VERSION -> {
                    once.see(field);
                    in.skip(tag);
                }
                default -> in.skip(tag);
            }
        }
        if (!graph) {
            throw in.malformed("the model has no graph", false);
        }
    }

    private void property(int tag) throws IOException {
        long outer = in.enter(tag);
        Once once = new Once("metadata entry");
        String key = "";
        String value = "";
        for (int inner = in.tag(); inner != 0; inner = in.tag()) {
            int field = inner >>> 3;
            if (field == OnnxFields.PROPERTY_KEY) {
                once.see(field);
                key = in.string(inner);
            } else if (field == OnnxFields.PROPERTY_VALUE) {
                once.see(field);
                value = in.string(inner);
            } else {
                in.skip(inner);
            }
        }
        in.leave(outer);
        visitor.property(key, value);
    }

    private void graph() throws IOException {
        Once once = new Once("graph");
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            int field = tag >>> 3;
            switch (field) {
                case OnnxFields.GRAPH_INITIALIZER -> {
                    long outer = in.enter(tag);
                    new TensorReader(this, in, visitor, most).read();
                    in.leave(outer);
                }
                case OnnxFields.GRAPH_SPARSE_INITIALIZER ->
                    throw in.malformed("sparse initializers are not supported", false);
                case OnnxFields.GRAPH_NAME -> {
                    once.see(field);
                    in.skip(tag);
                }
                default -> in.skip(tag);
            }
        }
    }

    /** Notes an initializer's name, which must be new. */
    void newName(String name) throws OnnxFormatException {
        if (!names.add(name)) {
            throw new OnnxFormatException("the initializer is there twice", false, false, in.offset(), name);
        }
    }

    /** Fields of one value, each seen once at most: protobuf would merge or take the last. */
    final class Once {
        private final String where;
        private int seen;

        Once(String where) {
            this.where = where;
        }

        void see(int field) throws OnnxFormatException {
            if ((seen & 1 << field) != 0) {
                throw in.malformed("field " + field + " of the " + where + " is there twice", false);
            }
            seen |= 1 << field;
        }
    }
}
