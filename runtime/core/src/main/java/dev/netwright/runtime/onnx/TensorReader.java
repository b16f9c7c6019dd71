package dev.netwright.runtime.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one TensorProto and hands its values to the visitor. */
final class TensorReader {
    private static final int MAX_RANK = 32;

    private final OnnxReader reader;
    private final ProtoReader in;
    private final OnnxVisitor visitor;
    private final int most;

    private final List<Long> shape = new ArrayList<>();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(0);
    private int type;
    private @Nullable String name;
    private long valueBytes;
    private int valueField;

    TensorReader(OnnxReader reader, ProtoReader in, OnnxVisitor visitor, int most) {
        this.reader = reader;
        this.in = in;
        this.visitor = visitor;
        this.most = most;
    }

    void read() throws IOException {
        OnnxReader.Once once = reader.new Once("initializer");
        boolean delivered = false;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            int field = tag >>> 3;
            if (delivered && (field == OnnxFields.TENSOR_DIMS || field == OnnxFields.TENSOR_DATA_TYPE)) {
                throw malformed("the shape or type stands after the values");
            }
            switch (field) {
                case OnnxFields.TENSOR_DIMS -> dimensions(tag);
                case OnnxFields.TENSOR_DATA_TYPE -> {
                    once.see(field);
                    type = Math.toIntExact(Math.min(Integer.MAX_VALUE, Math.max(0, in.integer(tag))));
                }
                case OnnxFields.TENSOR_NAME -> {
                    once.see(field);
                    name = in.string(tag);
                }
                case OnnxFields.TENSOR_RAW_DATA -> {
                    once.see(field);
                    values(field);
                    int length = in.length(tag);
                    if (name != null) {
                        deliver(length, true);
                        delivered = true;
                    } else {
                        hold(length);
                    }
                }
                case OnnxFields.TENSOR_FLOAT_DATA -> fixed(tag, field, 4);
                case OnnxFields.TENSOR_DOUBLE_DATA -> fixed(tag, field, 8);
                case OnnxFields.TENSOR_INT32_DATA -> halves(tag);
                case OnnxFields.TENSOR_EXTERNAL_DATA, OnnxFields.TENSOR_DATA_LOCATION -> {
                    if (field == OnnxFields.TENSOR_EXTERNAL_DATA || in.integer(tag) != 0) {
                        throw new OnnxFormatException(
                                "the values lie in another file", false, true, in.offset(), label());
                    }
                }
                case OnnxFields.TENSOR_SEGMENT -> throw malformed("segmented tensors are not supported");
                default -> in.skip(tag);
            }
        }
        if (!delivered) {
            deliver(valueBytes, false);
        }
    }

    private void dimensions(int tag) throws IOException {
        if ((tag & 7) == ProtoWriter.LENGTH) {
            long outer = in.enter(tag);
            while (in.left() > 0) {
                dimension(in.varint());
            }
            in.leave(outer);
        } else {
            dimension(in.integer(tag));
        }
    }

    private void dimension(long value) throws IOException {
        if (value < 0 || shape.size() == MAX_RANK) {
            throw malformed(value < 0 ? "a dimension is " + value : "more than " + MAX_RANK + " dimensions");
        }
        shape.add(value);
    }

    /** Values of {@code width} bytes each: packed or one by one, as bytes the same as raw ones. */
    private void fixed(int tag, int field, int width) throws IOException {
        values(field);
        hold((tag & 7) == (width == 4 ? ProtoWriter.FIXED32 : ProtoWriter.FIXED64) ? width : in.length(tag));
    }

    /** Half floats as integers, each the bits of one. */
    private void halves(int tag) throws IOException {
        values(OnnxFields.TENSOR_INT32_DATA);
        if (type != OnnxFields.FLOAT16 && type != OnnxFields.BFLOAT16) {
            in.skip(tag);
            return;
        }
        if ((tag & 7) == ProtoWriter.LENGTH) {
            long outer = in.enter(tag);
            while (in.left() > 0) {
                half(in.varint());
            }
            in.leave(outer);
        } else {
            half(in.integer(tag));
        }
    }

    private void half(long bits) throws IOException {
        if (bits != (bits & 0xFFFF)) {
            throw malformed("a 16-bit value is " + bits);
        }
        valueBytes += 2;
        if (valueBytes <= most) {
            held.write((int) bits);
            held.write((int) (bits >>> 8));
        }
    }

    /** Values stand in one field only. */
    private void values(int field) throws IOException {
        if (valueField != 0 && valueField != field) {
            throw malformed("the values stand in two fields, " + valueField + " and " + field);
        }
        valueField = field;
    }

    private void hold(int length) throws IOException {
        valueBytes += length;
        if (valueBytes > most) {
            in.skipBytes(length);
        } else {
            in.copy(length, held);
        }
    }

    private void deliver(long length, boolean streaming) throws IOException {
        int width = switch (type) {
            case OnnxFields.FLOAT -> 4;
            case OnnxFields.FLOAT16, OnnxFields.BFLOAT16 -> 2;
            case OnnxFields.DOUBLE -> 8;
            default -> 0;
        };
        long bytes = width;
        for (long dimension : shape) {
            bytes = Math.multiplyHigh(bytes, dimension) != 0 || bytes * dimension < 0
                    ? Long.MAX_VALUE
                    : bytes * dimension;
        }
        if (width != 0 && bytes != length) {
            throw malformed("the shape " + shape + " of " + OnnxFields.typeName(type) + " takes " + bytes
                    + " bytes, the values have " + length);
        }
        reader.newName(label());
        OnnxVisitor.@Nullable Values values =
                visitor.initializer(new OnnxTensor(label(), type, shape, length, in.offset()));
        if (!streaming) {
            if (values != null && valueBytes <= most) {
                byte[] all = held.toByteArray();
                values.take(all, all.length);
            }
        } else if (values == null) {
            in.passOver((int) length);
        } else {
            in.take((int) length, values);
        }
    }

    private String label() {
        return name == null ? "" : name;
    }

    private OnnxFormatException malformed(String problem) {
        return new OnnxFormatException(problem, false, false, in.offset(), label());
    }
}
