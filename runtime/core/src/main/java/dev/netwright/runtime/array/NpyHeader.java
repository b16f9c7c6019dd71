package dev.netwright.runtime.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands before the elements of an npy file: type, byte order, axis order and shape. Source: NumPy Enhancement Proposal 1 and {@code
 * numpy.lib.format}, versions 1.0 to 3.0.
 *
 * @param type what the elements are
 * @param order their byte order
 * @param fortran whether the first axis runs fastest, not the last
 * @param shape the dimensions
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record NpyHeader(ElementType type, ByteOrder order, boolean fortran, long[] shape) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** The longest header that is read; NumPy's own limit. */
    private static final int LONGEST = 10_000;

    private static final int ALIGNMENT = 64;

    /** Reads up to the first element. */
    static NpyHeader read(ArrayInput in) throws IOException {
        byte[] start = in.bytes(MAGIC.length + 2, "an npy header");
        if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw in.damaged(
                    0, "this is no npy file", "\\x93NUMPY", new String(start, 0, 6, StandardCharsets.US_ASCII));
        }
        int major = start[6];
        if (major < 1 || major > 3 || start[7] != 0) {
            throw in.damaged(6, "this version of npy is not known", "1.0, 2.0 or 3.0", major + "." + start[7]);
        }
        int width = major == 1 ? 2 : 4;
        byte[] field = Arrays.copyOf(in.bytes(width, "the length of the header"), 4);
        long length = Integer.toUnsignedLong(
                ByteBuffer.wrap(field).order(ByteOrder.LITTLE_ENDIAN).getInt());
        if (length > LONGEST) {
            throw in.damaged(8, "the header is too long", "at most " + LONGEST + " bytes", length);
        }
        long at = in.position();
        String text = new String(in.bytes((int) length, "the header"), StandardCharsets.ISO_8859_1);
        return new NpyHeaderParser(in, at, text).parse();
    }

    /** The header as NumPy writes it, in version 1.0, padded so that the elements begin at a multiple of 64. */
    byte[] bytes() {
        StringBuilder text = new StringBuilder("{'descr': '")
                .append(type.bytes() == 1 ? '|' : order == ByteOrder.LITTLE_ENDIAN ? '<' : '>')
                .append(type.code())
                .append("', 'fortran_order': ")
                .append(fortran ? "True" : "False")
                .append(", 'shape': (");
        for (int i = 0; i < shape.length; i++) {
            text.append(i == 0 ? "" : " ").append(shape[i]).append(i == 0 || i < shape.length - 1 ? "," : "");
        }
        text.append("), }");
        int before = MAGIC.length + 4;
        int length = (before + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - before;
        text.append(" ".repeat(length - text.length() - 1)).append('\n');
        ByteBuffer bytes = ByteBuffer.allocate(before + length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
        bytes.put(text.toString().getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }

    /** The array of these elements, in row-major order. */
    NumberArray array(byte[] elements) {
        int[] dimensions = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
        byte[] rowMajor = fortran && shape.length > 1 ? rowMajor(elements, dimensions, type.bytes()) : elements;
        return new NumberArray(type, dimensions, rowMajor, order);
    }

    private static byte[] rowMajor(byte[] from, int[] shape, int width) {
        byte[] to = new byte[from.length];
        int[] strides = new int[shape.length];
        int stride = width;
        for (int axis = 0; axis < shape.length; axis++) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        int[] index = new int[shape.length];
        int at = 0;
        for (int out = 0; out < to.length; out += width) {
            System.arraycopy(from, at, to, out, width);
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                at += strides[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                at -= index[axis] * strides[axis];
                index[axis] = 0;
            }
        }
        return to;
    }
}
