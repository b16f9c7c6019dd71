package dev.netwright.runtime.array;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads and writes npy files, one array each, as NumPy's {@code load} and {@code save}: versions 1.0 to 3.0, either byte order, C and Fortran
 * order. Arrays of objects and of records are refused; nothing in a file is evaluated.
 */
public final class Npy {
    private Npy() {}

    /**
     * Reads a file, decompressing one that is gzip.
     *
     * @throws ArrayException where it is not one such array from its first byte to its last
     */
    public static NumberArray read(Path path) throws IOException {
        try (ArrayInput in = ArrayInput.open(path)) {
            return read(in);
        }
    }

    /**
     * Reads a stream to its end; it stays open.
     *
     * @param source name for messages
     */
    public static NumberArray read(InputStream stream, String source) throws IOException {
        return read(new ArrayInput(source, stream, -1));
    }

    static NumberArray read(ArrayInput in) throws IOException {
        NpyHeader header = NpyHeader.read(in);
        return header.array(in.elements(header.type(), header.shape()));
    }

    /** Writes a file, in version 1.0. */
    public static void write(Path path, NumberArray array) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
            write(out, array);
        }
    }

    /** Writes to a stream, which stays open. */
    public static void write(OutputStream out, NumberArray array) throws IOException {
        ByteBuffer elements = array.buffer();
        long[] shape = array.shape().stream().mapToLong(Integer::longValue).toArray();
        out.write(new NpyHeader(array.type(), elements.order(), false, shape).bytes());
        out.write(elements.array(), elements.arrayOffset(), elements.limit());
    }
}
