package dev.netwright.runtime.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads an ONNX model as a stream: producer, initializers, metadata; nodes are passed over. Holds at most one initializer whose
 * values come before its name. Refuses what protobuf lets pass: fields of one value given twice, groups, a model without a graph,
 * values of another number than the shape says, names given twice, references to other files.
 */
public final class OnnxReader {
    private final CodedInputStream in;
    private final Ends ends;
    private final OnnxVisitor visitor;
    private final int most;
    private final Set<String> names = new HashSet<>();

    private OnnxReader(InputStream stream, OnnxVisitor visitor, int most) {
        this.ends = new Ends(stream);
        this.in = CodedInputStream.newInstance(ends, 1 << 13);
        this.in.setSizeLimit(Integer.MAX_VALUE);
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
        OnnxReader reader = new OnnxReader(stream, visitor, most);
        try {
            reader.model();
        } catch (InvalidProtocolBufferException e) {
            throw reader.malformed(
                    reader.ends.reached ? "the file ends inside a field" : "malformed protobuf: " + e.getMessage(),
                    reader.ends.reached);
        }
    }

    private void model() throws IOException {
        Once once = new Once("model");
        boolean graph = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = tag >>> 3;
            switch (field) {
                case OnnxFields.MODEL_PRODUCER_NAME -> {
                    once.see(field);
                    visitor.producer(string(tag));
                }
                case OnnxFields.MODEL_GRAPH -> {
                    once.see(field);
                    graph = true;
                    int outer = push(tag);
                    graph();
                    pop(outer);
                }
                case OnnxFields.MODEL_METADATA_PROPS -> property(tag);
                case OnnxFields.MODEL_IR_VERSION, OnnxFields.MODEL_PRODUCER_VERSION -> {
                    once.see(field);
                    skip(tag);
                }
                default -> skip(tag);
            }
        }
        if (!graph) {
            throw malformed("the model has no graph", false);
        }
    }

    private void property(int tag) throws IOException {
        int outer = push(tag);
        Once once = new Once("metadata entry");
        String key = "";
        String value = "";
        for (int inner = in.readTag(); inner != 0; inner = in.readTag()) {
            int field = inner >>> 3;
            if (field == OnnxFields.PROPERTY_KEY) {
                once.see(field);
                key = string(inner);
            } else if (field == OnnxFields.PROPERTY_VALUE) {
                once.see(field);
                value = string(inner);
            } else {
                skip(inner);
            }
        }
        pop(outer);
        visitor.property(key, value);
    }

    private void graph() throws IOException {
        Once once = new Once("graph");
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = tag >>> 3;
            switch (field) {
                case OnnxFields.GRAPH_INITIALIZER -> {
                    int outer = push(tag);
                    new TensorReader(this, in, visitor, most).read();
                    pop(outer);
                }
                case OnnxFields.GRAPH_SPARSE_INITIALIZER ->
                    throw malformed("sparse initializers are not supported", false);
                case OnnxFields.GRAPH_NAME -> {
                    once.see(field);
                    skip(tag);
                }
                default -> skip(tag);
            }
        }
    }

    /** Notes an initializer's name, which must be new. */
    void newName(String name) throws OnnxFormatException {
        if (!names.add(name)) {
            throw new OnnxFormatException("the initializer is there twice", false, false, offset(), name);
        }
    }

    /** Enters a message; returns what {@link #pop} takes. */
    private int push(int tag) throws IOException {
        return in.pushLimit(length(tag));
    }

    /** Leaves a message at its end. */
    private void pop(int outer) throws IOException {
        if (in.getBytesUntilLimit() != 0) {
            throw malformed("the file ends inside a message", true);
        }
        in.popLimit(outer);
    }

    /** The length of a length-delimited field, which lies inside the message around it. */
    int length(int tag) throws IOException {
        if ((tag & 7) != ProtoWriter.LENGTH) {
            throw malformed("field " + (tag >>> 3) + " has wire type " + (tag & 7) + " where a length is due", false);
        }
        int length = in.readRawVarint32();
        int left = in.getBytesUntilLimit();
        if (length < 0 || (left >= 0 && length > left)) {
            throw malformed(
                    "field " + (tag >>> 3) + " says " + Integer.toUnsignedString(length) + " bytes, its message has "
                            + left + " left",
                    false);
        }
        return length;
    }

    /** A varint field. */
    long integer(int tag) throws IOException {
        if ((tag & 7) != ProtoWriter.VARINT) {
            throw malformed("field " + (tag >>> 3) + " has wire type " + (tag & 7) + " where a varint is due", false);
        }
        return in.readRawVarint64();
    }

    /** A string field in strict UTF-8. */
    String string(int tag) throws IOException {
        byte[] bytes = in.readRawBytes(length(tag)); // protobuf reads long ones in chunks: memory follows what is there
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("a string is not UTF-8", false);
        }
    }

    /** Passes over a field; groups, which ONNX has none of, are refused: they nest without bound. */
    void skip(int tag) throws IOException {
        switch (tag & 7) {
            case ProtoWriter.VARINT -> in.readRawVarint64();
            case ProtoWriter.FIXED64 -> in.skipRawBytes(8);
            case ProtoWriter.LENGTH -> in.skipRawBytes(length(tag));
            case ProtoWriter.FIXED32 -> in.skipRawBytes(4);
            default -> throw malformed("field " + (tag >>> 3) + " has wire type " + (tag & 7), false);
        }
    }

    OnnxFormatException malformed(String problem, boolean truncated) {
        return new OnnxFormatException(problem, truncated, false, offset(), "");
    }

    long offset() {
        return in.getTotalBytesRead();
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
                throw malformed("field " + field + " of the " + where + " is there twice", false);
            }
            seen |= 1 << field;
        }
    }

    /** Remembers whether the stream's end was reached. */
    private static final class Ends extends FilterInputStream {
        private boolean reached;

        Ends(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            reached |= value < 0;
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            reached |= count < 0;
            return count;
        }
    }
}
