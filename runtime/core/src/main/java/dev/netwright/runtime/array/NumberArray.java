package dev.netwright.runtime.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Numbers of one type in a shape, in row-major order, as a file holds them. Immutable and thread-safe; what is made of it or taken out is
 * copied.
 */
public final class NumberArray {
    /** Most axes; NumPy's own limit. */
    static final int MOST_AXES = 32;

    private final ElementType type;
    private final int[] shape;
    private final ByteBuffer elements;

    /** Of bytes that nobody else changes. */
    NumberArray(ElementType type, int[] shape, byte[] bytes, ByteOrder order) {
        this(type, shape, ByteBuffer.wrap(bytes).order(order));
    }

    private NumberArray(ElementType type, int[] shape, ByteBuffer elements) {
        this.type = type;
        this.shape = shape;
        this.elements = elements;
    }

    /** Of float32 values. */
    public static NumberArray of(float[] values, int... shape) {
        ByteBuffer bytes = allocate(ElementType.FLOAT32, values.length, shape);
        bytes.asFloatBuffer().put(values);
        return new NumberArray(ElementType.FLOAT32, shape.clone(), bytes);
    }

    /** Of float64 values. */
    public static NumberArray of(double[] values, int... shape) {
        ByteBuffer bytes = allocate(ElementType.FLOAT64, values.length, shape);
        bytes.asDoubleBuffer().put(values);
        return new NumberArray(ElementType.FLOAT64, shape.clone(), bytes);
    }

    /** Of int32 values. */
    public static NumberArray of(int[] values, int... shape) {
        ByteBuffer bytes = allocate(ElementType.INT32, values.length, shape);
        bytes.asIntBuffer().put(values);
        return new NumberArray(ElementType.INT32, shape.clone(), bytes);
    }

    /** Of int64 values. */
    public static NumberArray of(long[] values, int... shape) {
        ByteBuffer bytes = allocate(ElementType.INT64, values.length, shape);
        bytes.asLongBuffer().put(values);
        return new NumberArray(ElementType.INT64, shape.clone(), bytes);
    }

    /** Of uint8 values, such as pixels: a byte of -1 is 255. */
    public static NumberArray ofUnsigned(byte[] values, int... shape) {
        ByteBuffer bytes = allocate(ElementType.UINT8, values.length, shape);
        return new NumberArray(ElementType.UINT8, shape.clone(), bytes.put(values));
    }

    private static ByteBuffer allocate(ElementType type, int values, int[] shape) {
        long expected = bytes(type, longs(shape));
        if (expected != (long) values * type.bytes() || expected > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("array of shape " + Arrays.toString(shape) + ": expected "
                    + (expected < 0 ? "dimensions of 0 or more" : expected / type.bytes() + " values") + ", found "
                    + values);
        }
        return ByteBuffer.allocate((int) expected).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What its elements are. */
    public ElementType type() {
        return type;
    }

    /** Its dimensions; none of a single number. */
    public List<Integer> shape() {
        return IntStream.of(shape).boxed().toList();
    }

    /** Number of elements. */
    public int size() {
        return elements.limit() / type.bytes();
    }

    /** The elements as float32, the nearest where they have more digits; one too large becomes infinite. */
    public float[] floats() {
        float[] values = new float[size()];
        if (type == ElementType.FLOAT32) {
            buffer().asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    type == ElementType.INT64 || type == ElementType.UINT64 ? nearest(integer(i)) : (float) number(i);
        }
        return values;
    }

    /** The elements as float64, the nearest where 64-bit integers have more digits. */
    public double[] doubles() {
        double[] values = new double[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(i);
        }
        return values;
    }

    /**
     * The elements as int32.
     *
     * @throws IllegalArgumentException for an array of floating-point numbers, or where one does not fit; names it
     */
    public int[] ints() {
        int[] values = new int[size()];
        for (int i = 0; i < values.length; i++) {
            long value = whole(i);
            if (value != (int) value) {
                throw misfit(i, "an int", value);
            }
            values[i] = (int) value;
        }
        return values;
    }

    /**
     * The elements as int64.
     *
     * @throws IllegalArgumentException for an array of floating-point numbers, or where one does not fit; names it
     */
    public long[] longs() {
        long[] values = new long[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = whole(i);
        }
        return values;
    }

    private long whole(int i) {
        if (type.isFloat()) {
            throw new IllegalArgumentException("expected whole numbers, found an array of " + this);
        }
        long value = integer(i);
        if (type == ElementType.UINT64 && value < 0) {
            throw misfit(i, "a long", Long.toUnsignedString(value));
        }
        return value;
    }

    private IllegalArgumentException misfit(int i, String expected, Object found) {
        return new IllegalArgumentException(
                "element " + i + " of " + this + ": expected " + expected + ", found " + found);
    }

    private double number(int i) {
        return switch (type) {
            case FLOAT16 -> Half.toFloat(elements.getShort(2 * i));
            case FLOAT32 -> elements.getFloat(4 * i);
            case FLOAT64 -> elements.getDouble(8 * i);
            case UINT64 -> unsigned(elements.getLong(8 * i));
            default -> (double) integer(i);
        };
    }

    private float nearest(long value) {
        return value >= 0 || type == ElementType.INT64 ? (float) value : 2f * ((value >>> 1) | (value & 1));
    }

    /** The nearest double, ties to even: halved with a sticky last bit, so that rounding once is rounding right. */
    private static double unsigned(long value) {
        return value >= 0 ? (double) value : 2.0 * ((value >>> 1) | (value & 1));
    }

    private long integer(int i) {
        return switch (type) {
            case BOOL, UINT8 -> elements.get(i) & 0xFF;
            case INT8 -> elements.get(i);
            case INT16 -> elements.getShort(2 * i);
            case UINT16 -> elements.getShort(2 * i) & 0xFFFF;
            case INT32 -> elements.getInt(4 * i);
            case UINT32 -> elements.getInt(4 * i) & 0xFFFF_FFFFL;
            default -> elements.getLong(8 * i);
        };
    }

    /** A window on the elements at their beginning, in their byte order. */
    ByteBuffer buffer() {
        return elements.duplicate().order(elements.order()).rewind();
    }

    /** Bytes of an array; -1 where that is more than a long holds, or a dimension is negative. */
    static long bytes(ElementType type, long[] shape) {
        long bytes = type.bytes();
        boolean fits = true;
        boolean empty = false;
        for (long dimension : shape) {
            if (dimension < 0) {
                return -1;
            }
            empty |= dimension == 0;
            fits &= Math.multiplyHigh(bytes, dimension) == 0 && bytes * dimension >= 0;
            bytes *= dimension;
        }
        return empty ? 0 : fits ? bytes : -1;
    }

    static long[] longs(int[] shape) {
        return IntStream.of(shape).asLongStream().toArray();
    }

    static String describe(ElementType type, long[] shape) {
        return type + " " + Arrays.toString(shape);
    }

    /** Type and shape: {@code uint8 [10000, 28, 28]}. */
    @Override
    public String toString() {
        return describe(type, longs(shape));
    }
}
