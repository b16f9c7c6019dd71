package dev.netwright.runtime.array;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.LongStream;

/**
 * An array that stays in its file, npy or IDX, and is read in parts: rows of its first axis. Immutable and thread-safe; the file is open only
 * while a part is read.
 */
public final class ArrayFile {
    private final Path path;
    private final NpyHeader header;
    private final long start;

    private ArrayFile(Path path, NpyHeader header, long start) {
        this.path = path;
        this.header = header;
        this.start = start;
    }

    /**
     * Reads the header of an npy or an IDX file, and compares it with the length of the file.
     *
     * @throws ArrayException where it is no such file, is compressed, in Fortran order, or has no axis
     */
    public static ArrayFile open(Path path) throws IOException {
        String source = path.toString();
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            InputStream stream = new BufferedInputStream(Channels.newInputStream(file), 1 << 14);
            stream.mark(2);
            int first = stream.read();
            int second = stream.read();
            stream.reset();
            if (first == 0x1F && second == 0x8B) {
                throw unread(source, "an npy or IDX file that is not compressed", "gzip", "decompress the file");
            }
            ArrayInput in = new ArrayInput(source, stream, file.size());
            NpyHeader header = first == 0 ? Idx.header(in) : NpyHeader.read(in);
            if (header.shape().length == 0 || (header.fortran() && header.shape().length > 1)) {
                throw unread(
                        source,
                        "rows one after the other",
                        header.fortran() ? "Fortran order" : "a single number",
                        "write it by  numpy.save(name, numpy.ascontiguousarray(a))");
            }
            for (int axis = 1; axis < header.shape().length; axis++) {
                if (header.shape()[axis] > Integer.MAX_VALUE) {
                    throw in.damaged(
                            in.position(),
                            "a dimension is too long",
                            "dimensions of at most " + Integer.MAX_VALUE + " after the first",
                            NumberArray.describe(header.type(), header.shape()));
                }
            }
            long bytes = NumberArray.bytes(header.type(), header.shape());
            long there = file.size() - in.position();
            if (bytes != there) {
                throw in.damaged(
                        bytes < 0 ? in.position() : in.position() + Math.min(bytes, there),
                        bytes >= 0 && bytes < there ? "there are bytes after the array" : "the file ends too early",
                        (bytes < 0 ? "more" : bytes) + " bytes of "
                                + NumberArray.describe(header.type(), header.shape()),
                        there + " bytes");
            }
            return new ArrayFile(path, header, in.position());
        }
    }

    private static ArrayException unread(String source, String expected, String found, String help) {
        return new ArrayException(source, 0, "the file cannot be read in parts", expected, found, help);
    }

    /** What its elements are. */
    public ElementType type() {
        return header.type();
    }

    /** Its dimensions; the first is the number of rows. */
    public List<Long> shape() {
        return LongStream.of(header.shape()).boxed().toList();
    }

    /** Number of rows. */
    public long rows() {
        return header.shape()[0];
    }

    /**
     * Reads some rows.
     *
     * @throws IndexOutOfBoundsException where there are fewer
     * @throws ArrayException where the file has become shorter
     */
    public NumberArray rows(long from, int count) throws IOException {
        if (from < 0 || count < 0 || from > rows() - count) {
            throw new IndexOutOfBoundsException(
                    "rows " + from + " to " + (from + count) + " of " + path + ", which has " + rows());
        }
        long[] shape = header.shape().clone();
        shape[0] = 1;
        long row = NumberArray.bytes(header.type(), shape);
        shape[0] = count;
        if (row * count > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(count + " rows of " + row + " bytes are more than an array holds");
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            file.position(start + from * row);
            ArrayInput in = new ArrayInput(path.toString(), Channels.newInputStream(file), -1);
            byte[] bytes = in.bytes((int) (row * count), "rows from " + from);
            return new NpyHeader(header.type(), header.order(), false, shape).array(bytes);
        }
    }

    /** Path, type and shape. */
    @Override
    public String toString() {
        return path + ": " + NumberArray.describe(header.type(), header.shape());
    }
}
