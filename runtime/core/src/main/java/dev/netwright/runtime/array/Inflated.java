package dev.netwright.runtime.array;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;

/**
 * Decompressed bytes, of which there may be 16 MiB, or 100 times as many as there are compressed bytes: numbers seldom compress further, but
 * a few kilobytes that were made for it fill any memory.
 */
public final class Inflated extends FilterInputStream {
    private static final long FREE = 16L << 20;
    private static final long RATIO = 100;

    private final String source;
    private final LongSupplier compressed;
    private long count;

    Inflated(InputStream in, String source, LongSupplier compressed) {
        super(in);
        this.source = source;
        this.compressed = compressed;
    }

    /**
     * Decompresses gzip.
     *
     * @param source name for messages
     */
    public static InputStream gzip(InputStream raw, String source) throws IOException {
        Counter counter = new Counter(raw);
        return new Inflated(new GZIPInputStream(counter, 1 << 16), source, () -> counter.count);
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        return value < 0 ? value : (int) (value + noted(1) - 1);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = in.read(bytes, offset, length);
        return n < 0 ? n : (int) noted(n);
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = 0;
        byte[] dropped = new byte[(int) Math.min(1 << 13, Math.max(1, n))];
        while (skipped < n) {
            int read = read(dropped, 0, (int) Math.min(dropped.length, n - skipped));
            if (read < 0) {
                break;
            }
            skipped += read;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private long noted(long n) throws ArrayException {
        count += n;
        long limit = Math.max(FREE, RATIO * compressed.getAsLong());
        if (count > limit) {
            throw new ArrayException(
                    source,
                    -1,
                    "it decompresses to more than " + RATIO + " times its bytes",
                    "at most " + limit + " bytes so far",
                    "more",
                    "if the file is meant to be so, decompress it yourself and read the result");
        }
        return n;
    }

    /** Counts what is read. */
    private static final class Counter extends FilterInputStream {
        private long count;

        Counter(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = in.read(bytes, offset, length);
            count += Math.max(0, n);
            return n;
        }
    }
}
