package dev.netwright.runtime.array;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** The bytes of an array's file in order, with name, length where known, and position. */
final class ArrayInput implements Closeable {
    private final String source;
    private final InputStream in;
    private final long length;
    private long position;

    /** Bytes of which there are {@code length}, or -1 where that shows at the end. */
    ArrayInput(String source, InputStream in, long length) {
        this.source = source;
        this.in = in;
        this.length = length;
    }

    /** Opens a file; one that begins as gzip does is decompressed. */
    static ArrayInput open(Path path) throws IOException {
        String source = path.toString();
        InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            in.mark(2);
            boolean gzip = in.read() == 0x1F && in.read() == 0x8B;
            in.reset();
            return gzip
                    ? new ArrayInput(source, Inflated.gzip(in, source), -1)
                    : new ArrayInput(source, in, Files.size(path));
        } catch (EOFException | ZipException e) {
            in.close();
            throw ArrayException.because(e, source, 0, "the compressed bytes are damaged", "gzip");
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    String source() {
        return source;
    }

    long position() {
        return position;
    }

    ArrayException damaged(long offset, String problem, Object expected, Object found) {
        return ArrayException.damaged(source, offset, problem, expected, found);
    }

    /** Reads exactly so many bytes; memory grows with what is there, not with {@code count}. */
    byte[] bytes(int count, String what) throws IOException {
        byte[] bytes = next(count, what);
        position += bytes.length;
        if (bytes.length < count) {
            throw damaged(position, "the file ends too early", count + " bytes of " + what, bytes.length + " bytes");
        }
        return bytes;
    }

    /** Reads so many bytes, or those that are left. */
    private byte[] next(int count, String what) throws IOException {
        try {
            return in.readNBytes(count);
        } catch (EOFException | ZipException e) {
            throw ArrayException.because(e, source, position, "the compressed bytes are damaged", what);
        }
    }

    /** Reads the elements of an array, which are all that is left. */
    byte[] elements(ElementType type, long[] shape) throws IOException {
        long bytes = size(type, shape);
        String what = NumberArray.describe(type, shape);
        if (length >= 0 && length - position != bytes) {
            throw damaged(
                    Math.min(length, position + bytes),
                    length - position < bytes ? "the file ends too early" : "there are bytes after the array",
                    bytes + " bytes of " + what,
                    (length - position) + " bytes");
        }
        byte[] read = bytes((int) bytes, what);
        if (next(1, "the end of the file").length > 0) {
            throw damaged(position, "there are bytes after the array", bytes + " bytes of " + what, "more");
        }
        return read;
    }

    /** Bytes of an array that is read whole. */
    private long size(ElementType type, long[] shape) throws ArrayException {
        long bytes = NumberArray.bytes(type, shape);
        if (bytes < 0 || bytes > Integer.MAX_VALUE - 8) {
            throw new ArrayException(
                    source,
                    position,
                    "the array is too large to be read whole",
                    "at most " + (Integer.MAX_VALUE - 8) + " bytes",
                    NumberArray.describe(type, shape),
                    "read it in parts:  ArrayFile.open(path)");
        }
        for (long dimension : shape) {
            if (dimension > Integer.MAX_VALUE) {
                throw damaged(
                        position,
                        "a dimension is too long, though the array is empty",
                        "dimensions of at most " + Integer.MAX_VALUE,
                        NumberArray.describe(type, shape));
            }
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
