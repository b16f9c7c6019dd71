package dev.netwright.runtime.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of nested protobuf messages from a stream, in order and in bounded memory: what is allocated follows the bytes that are
 * there, not the lengths that they claim. Stricter than protobuf: no groups (they nest without bound), no field number 0, no length past
 * the message around it. Source of the encoding: the Protocol Buffers documentation, "Encoding". Not thread-safe.
 *
 * <p>Every byte that is consumed is handed to a listener, in order, but for those that {@link #take} and {@link #passOver} consume.
 */
public final class ProtoReader {
    private static final int CHUNK = 1 << 13;

    private final InputStream in;
    private final Listener listener;
    private final byte[] buffer = new byte[CHUNK];
    private byte[] chunk = new byte[0];
    private int position;
    private int size;
    private int reported;
    private long before;
    private long limit = Long.MAX_VALUE;
    private boolean silent;

    /** Takes what was consumed. */
    public interface Listener {
        void consumed(byte[] bytes, int offset, int count) throws IOException;
    }

    /** Starts at the stream's next byte; the outermost message ends with the stream. */
    public ProtoReader(InputStream in, Listener listener) {
        this.in = in;
        this.listener = listener;
    }

    /** Number of bytes consumed. */
    public long offset() {
        return before + position;
    }

    /** Bytes left in the message, {@link Long#MAX_VALUE} in the outermost. */
    long left() {
        return limit == Long.MAX_VALUE ? limit : limit - offset();
    }

    /** The next field's tag, 0 at the end of the message. */
    public int tag() throws IOException {
        if (left() == 0 || (limit == Long.MAX_VALUE && position == size && !fill())) {
            report();
            return 0;
        }
        long tag = varint();
        if (tag >>> 3 == 0 || tag >>> 3 > 0x1FFFFFFF) {
            throw malformed("a field's tag is " + Long.toUnsignedString(tag), false);
        }
        return (int) tag;
    }

    /** Up to 10 bytes of 7 bits each, the lowest first. */
    public long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = next();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number of more than 10 bytes", false);
    }

    /** A varint field's value. */
    long integer(int tag) throws IOException {
        if ((tag & 7) != ProtoWriter.VARINT) {
            throw malformed("field " + (tag >>> 3) + " has wire type " + (tag & 7) + " where a varint is due", false);
        }
        return varint();
    }

    /** The length of a length-delimited field, which lies inside the message around it. */
    public int length(int tag) throws IOException {
        if ((tag & 7) != ProtoWriter.LENGTH) {
            throw malformed("field " + (tag >>> 3) + " has wire type " + (tag & 7) + " where a length is due", false);
        }
        long length = varint();
        if (length < 0 || length > Integer.MAX_VALUE - 8 || length > left()) {
            throw malformed(
                    "field " + (tag >>> 3) + " says " + Long.toUnsignedString(length) + " bytes"
                            + (limit == Long.MAX_VALUE ? "" : ", its message has " + left() + " left"),
                    false);
        }
        return (int) length;
    }

    /** Enters a message; returns what {@link #leave} takes. */
    public long enter(int tag) throws IOException {
        int length = length(tag);
        long outer = limit;
        limit = offset() + length;
        return outer;
    }

    /** Leaves a message at its end. */
    public void leave(long outer) {
        limit = outer;
    }

    /** A string field, in strict UTF-8. */
    public String string(int tag) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(tag)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("a string is not UTF-8", false);
        }
    }

    /** A field of bytes. */
    public byte[] bytes(int tag) throws IOException {
        int length = length(tag);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.min(length, CHUNK));
        copy(length, bytes);
        return bytes.toByteArray();
    }

    /** Copies bytes. */
    void copy(int count, ByteArrayOutputStream to) throws IOException {
        for (int left = count; left > 0; ) {
            int part = Math.min(left, available());
            to.write(buffer, position, part);
            position += part;
            left -= part;
        }
    }

    /** Passes over a field. */
    public void skip(int tag) throws IOException {
        switch (tag & 7) {
            case ProtoWriter.VARINT -> varint();
            case ProtoWriter.FIXED64 -> skipBytes(8);
            case ProtoWriter.LENGTH -> skipBytes(length(tag));
            case ProtoWriter.FIXED32 -> skipBytes(4);
            default -> throw malformed("field " + (tag >>> 3) + " has wire type " + (tag & 7), false);
        }
    }

    void skipBytes(int count) throws IOException {
        for (int left = count; left > 0; ) {
            int part = Math.min(left, available());
            position += part;
            left -= part;
        }
    }

    /** Hands over bytes in parts, each but the last a multiple of 8 long; the listener does not see them. */
    void take(int count, OnnxVisitor.Values values) throws IOException {
        report();
        silent = true;
        if (chunk.length < Math.min(count, CHUNK)) {
            chunk = new byte[CHUNK];
        }
        for (int left = count; left > 0; ) {
            int length = Math.min(left, CHUNK);
            for (int filled = 0; filled < length; ) {
                int part = Math.min(length - filled, available());
                System.arraycopy(buffer, position, chunk, filled, part);
                position += part;
                filled += part;
            }
            values.take(chunk, length);
            left -= length;
        }
        silent = false;
        reported = position;
    }

    /** Passes over bytes that the listener does not see. */
    void passOver(int count) throws IOException {
        report();
        silent = true;
        int buffered = Math.min(count, size - position);
        position += buffered;
        skipBytes(skipped(count - buffered));
        silent = false;
        reported = position;
    }

    /** Seeks where the stream can, but not to the last byte, since a file can be sought past its end; returns how many are left. */
    private int skipped(int count) throws IOException {
        int left = count;
        while (left > buffer.length) {
            long part = in.skip(left - 1L);
            if (part <= 0) {
                break;
            }
            before += part;
            left -= (int) part;
        }
        return left;
    }

    private byte next() throws IOException {
        if (left() == 0) {
            throw malformed("a message ends inside a field", false);
        }
        available();
        return buffer[position++];
    }

    /** How many bytes can be consumed at once: 1 at least. */
    private int available() throws IOException {
        if (position == size && !fill()) {
            throw malformed("the file ends inside a field", true);
        }
        return size - position;
    }

    private boolean fill() throws IOException {
        report();
        before += position;
        position = 0;
        reported = 0;
        size = 0;
        int count = in.read(buffer, 0, buffer.length);
        size = Math.max(0, count);
        return count > 0;
    }

    private void report() throws IOException {
        if (!silent && position > reported) {
            listener.consumed(buffer, reported, position - reported);
        }
        reported = position;
    }

    OnnxFormatException malformed(String problem, boolean truncated) {
        return new OnnxFormatException(problem, truncated, false, offset(), "");
    }
}
