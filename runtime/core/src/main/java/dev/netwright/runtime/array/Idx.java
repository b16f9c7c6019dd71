package dev.netwright.runtime.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads IDX files, the format of MNIST: two zero bytes, a type, the number of dimensions, the dimensions as big-endian 32-bit numbers, the
 * elements big-endian. Source: LeCun, Cortes and Burges, The MNIST database, "the IDX file format".
 *
 * <pre>{@code
 * Dataset mnist = Dataset.of(Idx.read(Path.of("t10k-images-idx3-ubyte.gz")), Idx.read(Path.of("t10k-labels-idx1-ubyte.gz")));
 * }</pre>
 */
public final class Idx {
    private Idx() {}

    /**
     * Reads a file, decompressing one that is gzip.
     *
     * @throws ArrayException where it is not one such array from its first byte to its last
     */
    public static NumberArray read(Path path) throws IOException {
        try (ArrayInput in = ArrayInput.open(path)) {
            NpyHeader header = header(in);
            return header.array(in.elements(header.type(), header.shape()));
        }
    }

    /** What an npy file would say of it. */
    static NpyHeader header(ArrayInput in) throws IOException {
        byte[] magic = in.bytes(4, "an IDX header");
        if (magic[0] != 0 || magic[1] != 0) {
            throw in.damaged(
                    0,
                    "this is no IDX file",
                    "two zero bytes",
                    String.format("0x%02x 0x%02x", magic[0] & 0xFF, magic[1] & 0xFF));
        }
        ElementType type = switch (magic[2]) {
            case 0x08 -> ElementType.UINT8;
            case 0x09 -> ElementType.INT8;
            case 0x0B -> ElementType.INT16;
            case 0x0C -> ElementType.INT32;
            case 0x0D -> ElementType.FLOAT32;
            case 0x0E -> ElementType.FLOAT64;
            default ->
                throw in.damaged(
                        2,
                        "the type of the elements is not known",
                        "0x08 uint8, 0x09 int8, 0x0b int16, 0x0c int32, 0x0d float32 or 0x0e float64",
                        String.format("0x%02x", magic[2] & 0xFF));
        };
        int axes = magic[3] & 0xFF;
        if (axes < 1 || axes > NumberArray.MOST_AXES) {
            throw in.damaged(3, "number of dimensions", "1 to " + NumberArray.MOST_AXES, axes);
        }
        ByteBuffer dimensions =
                ByteBuffer.wrap(in.bytes(4 * axes, axes + " dimensions")).order(ByteOrder.BIG_ENDIAN);
        long[] shape = new long[axes];
        for (int i = 0; i < axes; i++) {
            shape[i] = dimensions.getInt();
            if (shape[i] < 0) {
                throw in.damaged(4 + 4L * i, "dimension " + i + " of the IDX header", "0 to 2147483647", shape[i]);
            }
        }
        return new NpyHeader(type, ByteOrder.BIG_ENDIAN, false, Arrays.copyOf(shape, axes));
    }
}
