package dev.netwright.runtime.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip strictly: one member, nothing after it, its checksums compared. The JDK's own stream passes over what follows a member,
 * and over a damaged header's checksum. Source: RFC 1952.
 */
final class Gunzip extends BulkInput {
    private static final int HEADER_SUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;
    private static final int LONGEST_TEXT = 1 << 16;

    private final String source;
    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 sum = new CRC32();
    private final byte[] buffer = new byte[1 << 13];
    private int position;
    private int size;
    private long consumed;
    private boolean started;
    private boolean done;

    Gunzip(String source, InputStream in) {
        this.source = source;
        this.in = in;
    }

    @Override
    int piece(byte[] bytes, int offset, int count) throws IOException {
        try {
            if (!started) {
                header();
                started = true;
            }
            while (!done) {
                int got = inflater.inflate(bytes, offset, count);
                sum.update(bytes, offset, got);
                if (got > 0) {
                    return got;
                } else if (inflater.finished()) {
                    position = size - inflater.getRemaining();
                    trailer();
                } else if (inflater.needsDictionary()) {
                    throw fault().corrupt("gzip has no dictionaries");
                } else {
                    fill();
                    inflater.setInput(buffer, 0, size);
                    position = size;
                }
            }
            return -1;
        } catch (DataFormatException e) {
            throw fault().because(e).found(String.valueOf(e.getMessage())).corrupt("the compressed bytes are damaged");
        } catch (EOFException e) {
            throw fault().because(e).truncated("the compressed bytes end too early");
        }
    }

    private void header() throws IOException {
        int magic = next() | next() << 8;
        int method = next();
        int flags = next();
        if (magic != 0x8B1F || method != 8 || (flags & RESERVED) != 0) {
            throw fault().expected("1f 8b 08").corrupt("the file is not gzip");
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        for (int text = flags & (NAME | COMMENT); text != 0; text &= text - 1) {
            int length = 0;
            while (next() != 0) {
                if (++length > LONGEST_TEXT) {
                    throw fault().limitExceeded("the name in the gzip header has no end");
                }
            }
        }
        if ((flags & HEADER_SUM) != 0) {
            int computed = (int) sum.getValue() & 0xFFFF;
            compare(computed, next() | next() << 8, "the gzip header");
        }
        sum.reset();
        inflater.setInput(buffer, position, size - position);
        position = size;
    }

    private void trailer() throws IOException {
        long computed = sum.getValue();
        compare(computed, integer(), "the decompressed bytes");
        compare(inflater.getBytesWritten() & 0xFFFFFFFFL, integer(), "the length of the decompressed bytes");
        if (position < size || in.read() >= 0) {
            throw fault().expected("the end of the file").corrupt("bytes after the end of the compressed ones");
        }
        done = true;
    }

    private void compare(long computed, long stored, String what) throws CheckpointException {
        if (computed != stored) {
            throw fault().expected(Long.toHexString(stored))
                    .found(Long.toHexString(computed))
                    .corrupt(what + ": damaged, the checksum is another");
        }
    }

    private long integer() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private int next() throws IOException {
        if (position == size) {
            fill();
        }
        sum.update(buffer, position, 1);
        return buffer[position++] & 0xFF;
    }

    private void skip(int count) throws IOException {
        for (int k = 0; k < count; k++) {
            next();
        }
    }

    private void fill() throws IOException {
        consumed += size;
        position = 0;
        size = 0;
        size = Math.max(0, in.read(buffer, 0, buffer.length));
        if (size == 0) {
            throw new EOFException();
        }
    }

    private Fault fault() {
        return Fault.in(source).at(consumed + position);
    }

    @Override
    public void close() {
        inflater.end();
    }
}
