package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.io.InputStream;

/** A stream that is read many bytes at a time; a single one is a piece of one byte. */
abstract class BulkInput extends InputStream {
    /** Reads at least one byte and at most {@code count}, which is 1 or more; returns how many, -1 at the end. */
    abstract int piece(byte[] bytes, int offset, int count) throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public final int read(byte[] bytes, int offset, int count) throws IOException {
        return count == 0 ? 0 : piece(bytes, offset, count);
    }
}
