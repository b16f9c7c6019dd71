package dev.netwright.runtime.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;

/** The bytes of a checkpoint in order, with name, length where known, and position. */
final class Input implements Closeable {
    private static final int CHUNK = 1 << 16;

    /** A history's row takes some 450 bytes of memory and, compressed, 25 of a file: 20 times as much. */
    private static final long KEPT_RATIO = 32;

    private static final long KEPT_FREE = 64L << 20;

    private final String name;
    private final InputStream in;
    private final long length;
    private final LongSupplier own;
    private long position;
    private long kept;

    private Input(String name, InputStream in, long length, LongSupplier own) {
        this.name = name;
        this.in = in;
        this.length = length;
        this.own = own;
    }

    /** Opens a regular file; anything else is refused before it is opened. */
    static Input of(Path path) throws CheckpointException {
        String name = path.toString();
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw Fault.in(name)
                        .expected("a regular file")
                        .found(attributes.isDirectory() ? "a directory" : "a special file")
                        .unsafePath("not a file");
            }
            InputStream in = Files.newInputStream(path);
            try {
                return of(name, in, length(path, in, attributes.size()));
            } catch (IOException e) {
                in.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw Fault.in(name).because(e).notFound();
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw Fault.in(name).because(e).found(e).read("the file cannot be opened");
        }
    }

    /**
     * The length of the file that was opened. It need not be the one whose attributes were read: a save may have replaced that in
     * between. The stream of a file tells its own length, up to 2 GiB.
     */
    private static long length(Path path, InputStream in, long size) throws IOException {
        int own = path.getFileSystem().equals(FileSystems.getDefault()) ? in.available() : Integer.MAX_VALUE;
        return own < Integer.MAX_VALUE ? own : size;
    }

    /** A stream of which the length is known; closing the input closes it. */
    static Input of(String name, InputStream in, long length) {
        return new Input(name, in, length, () -> length);
    }

    static Input of(byte[] bytes) {
        return of("bytes", new ByteArrayInputStream(bytes), bytes.length);
    }

    /** Closing it does not close the stream. */
    static Input of(InputStream in) {
        Counted counted = new Counted(in);
        return new Input("stream", counted, -1, () -> counted.count);
    }

    /** Counts what is read in pieces; closing it does not close the stream. */
    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int taken = in.read(bytes, offset, length);
            count += Math.max(0, taken);
            return taken;
        }

        @Override
        public void close() {}
    }

    /**
     * Decompressed bytes, of which there may be as many as is said at each time.
     *
     * @param compressed bytes that they are compressed to
     */
    static Input bounded(String name, InputStream in, long compressed, LongSupplier most) {
        return new Input(
                name,
                new BulkInput() {
                    private long count;

                    @Override
                    int piece(byte[] bytes, int offset, int length) throws IOException {
                        int taken = in.read(bytes, offset, length);
                        count += Math.max(0, taken);
                        if (count > most.getAsLong()) {
                            throw Fault.in(name)
                                    .expected("at most " + most.getAsLong() + " bytes when decompressed")
                                    .found("more")
                                    .help("if the file is meant to be so, decompress it yourself and read the result")
                                    .limitExceeded("the file decompresses to more than it may");
                        }
                        return taken;
                    }
                },
                -1,
                () -> compressed);
    }

    String name() {
        return name;
    }

    /** Number of bytes in all, -1 for a stream. */
    long length() {
        return length;
    }

    long position() {
        return position;
    }

    /** The rest of the bytes; what is read from it is not counted. */
    InputStream rest() {
        return in;
    }

    /** Refuses a file whose names, texts and lists take more memory than one of its size has use for, each seen before the next is kept. */
    void keep(long bytes) throws CheckpointException {
        kept += bytes;
        long most = KEPT_FREE + KEPT_RATIO * own.getAsLong();
        if (kept > most) {
            throw Fault.in(name)
                    .expected("names, texts and lists of at most " + most + " bytes in memory")
                    .found("more")
                    .limitExceeded("the file describes more than its size allows");
        }
    }

    Fault fault() {
        return Fault.in(name).at(position);
    }

    /** Reads exactly {@code count} bytes; memory grows with what is there, not with {@code count}. */
    byte[] bytes(int count, String what) throws CheckpointException {
        try {
            byte[] bytes = in.readNBytes(count);
            position += bytes.length;
            if (bytes.length < count) {
                throw fault().expected(count + " bytes of " + what)
                        .found(bytes.length)
                        .truncated("the file ends too early");
            }
            return bytes;
        } catch (IOException e) {
            throw wrap(e);
        }
    }

    /** Reads the elements of a tensor into an array; returns the checksum of their bytes. */
    String floats(FloatType type, StoredTensor tensor, Window window) throws CheckpointException {
        CRC32C sum = new CRC32C();
        long left = tensor.elements() * type.bytes();
        while (left > 0) {
            byte[] part = chunk((int) Math.min(left, CHUNK), tensor);
            sum.update(part);
            decode(type, tensor, part, part.length, window, fault().at(position - part.length));
            left -= part.length;
        }
        return Checksum.digits(sum);
    }

    /** Decodes elements; those that are no float32 are refused. */
    static void decode(FloatType type, StoredTensor tensor, byte[] bytes, int length, Window window, Fault fault)
            throws CheckpointException {
        int at = window.room(length / type.bytes());
        if (type.decode(bytes, length, window.values(), at) >= 0) {
            throw inexact(tensor, fault);
        }
    }

    /** A tensor of float64 with values that float32 has not. */
    static CheckpointException inexact(StoredTensor tensor, Fault fault) {
        return fault.tensor(tensor.name())
                .expected("values that are float32 exactly")
                .found(tensor.describe() + " with others")
                .help("convert the tensor to float32 where it was made, so that the rounding is your choice")
                .mismatch("float64 values would be rounded", java.util.List.of(), java.util.List.of(tensor.name()));
    }

    private byte[] chunk(int count, StoredTensor tensor) throws CheckpointException {
        try {
            return bytes(count, "values");
        } catch (CheckpointException.Truncated e) {
            throw fault().tensor(tensor.name())
                    .expected(tensor.describe())
                    .because(e)
                    .truncated("the file ends inside the values of a tensor");
        }
    }

    /** Passes over bytes. */
    void skip(long count, String what) throws CheckpointException {
        try {
            long left = count;
            while (left > 0) {
                // A file can be sought past its end without notice, so the last byte is read.
                long skipped = left > 1 ? in.skip(left - 1) : 0;
                if (skipped <= 0 && in.read() < 0) {
                    throw fault().expected(left + " more bytes of " + what).truncated("the file ends too early");
                }
                position += Math.max(skipped, 1);
                left -= Math.max(skipped, 1);
            }
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw wrap(e);
        }
    }

    /** Refuses bytes after the format's end. */
    void end() throws CheckpointException {
        try {
            if (in.read() >= 0) {
                throw fault().expected("the end of the file")
                        .found("more bytes")
                        .corrupt("bytes after the last tensor");
            }
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw wrap(e);
        }
    }

    CheckpointException wrap(IOException e) {
        return e instanceof CheckpointException checkpoint
                ? checkpoint
                : fault().because(e).found(e).read("reading failed");
    }

    @Override
    public void close() throws CheckpointException {
        try {
            in.close();
        } catch (IOException e) {
            throw wrap(e);
        }
    }
}
