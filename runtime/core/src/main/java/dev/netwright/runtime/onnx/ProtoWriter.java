package dev.netwright.runtime.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the fields of one protobuf message into a growing array, in the order of the calls. Source of the encoding: the
 * Protocol Buffers documentation, "Encoding". Not thread-safe.
 */
public final class ProtoWriter {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int FIXED32 = 5;

    private byte[] bytes = new byte[64];
    private int size;

    /** Number of bytes that a varint takes: 1 to 10. */
    public static int varintSize(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }

    /** Number of bytes of a length-delimited field of {@code length} bytes, its tag and its length included. */
    public static long fieldSize(int field, long length) {
        return varintSize((long) field << 3) + varintSize(length) + length;
    }

    /** A field of type int32, int64, uint64, bool or enum. */
    public ProtoWriter integer(int field, long value) {
        return varint((long) field << 3 | VARINT).varint(value);
    }

    /** A field of type float. */
    public ProtoWriter float32(int field, float value) {
        varint((long) field << 3 | FIXED32);
        fixed32(Float.floatToRawIntBits(value));
        return this;
    }

    /** A field of type string, in UTF-8. */
    public ProtoWriter string(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A field of type bytes, or an encoded message. */
    public ProtoWriter bytes(int field, byte[] value) {
        return start(field, value.length).raw(value);
    }

    /** A field that is a message. */
    public ProtoWriter message(int field, ProtoWriter value) {
        start(field, value.size);
        ensure(value.size);
        System.arraycopy(value.bytes, 0, bytes, size, value.size);
        size += value.size;
        return this;
    }

    /** A repeated field of floats, packed; nothing where there are none. */
    public ProtoWriter floats(int field, List<? extends Number> values) {
        if (!values.isEmpty()) {
            start(field, 4L * values.size());
            values.forEach(value -> fixed32(Float.floatToRawIntBits(value.floatValue())));
        }
        return this;
    }

    /** A repeated field of integers, packed; nothing where there are none. */
    public ProtoWriter integers(int field, List<? extends Number> values) {
        if (!values.isEmpty()) {
            start(
                    field,
                    values.stream()
                            .mapToLong(value -> varintSize(value.longValue()))
                            .sum());
            values.forEach(value -> varint(value.longValue()));
        }
        return this;
    }

    /** The tag and length of a length-delimited field whose bytes the caller writes next, here or elsewhere. */
    public ProtoWriter start(int field, long length) {
        return varint((long) field << 3 | LENGTH).varint(length);
    }

    /** Bytes as they are: encoded fields. */
    public ProtoWriter raw(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    /** Number of bytes written so far. */
    public int size() {
        return size;
    }

    /** A copy of the bytes written so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private ProtoWriter varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    private void fixed32(int bits) {
        ensure(4);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(size, bits);
        size += 4;
    }

    private void ensure(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * bytes.length)));
        }
    }
}
