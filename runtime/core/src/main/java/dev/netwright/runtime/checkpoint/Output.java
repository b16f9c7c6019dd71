package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.CRC32C;

/** Writes bytes, which go into a digest, and floats in bulk, which do not. */
final class Output {
    /** Floats of a write. */
    static final int CHUNK = 1 << 14;

    private final OutputStream out;
    private final Digest digest = new Digest(0);
    private byte[] chunk = new byte[0];

    Output(OutputStream out) {
        this.out = out;
    }

    void bytes(byte[] bytes) throws IOException {
        digest.update(bytes);
        out.write(bytes);
    }

    /** A stream whose bytes go into the digest. */
    OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                bytes(new byte[] {(byte) value});
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                digest.update(bytes, offset, count);
                out.write(bytes, offset, count);
            }
        };
    }

    /** The digest of all bytes so far; called once. */
    String digest() {
        return digest.digits();
    }

    /** Writes values; returns their checksum. */
    String floats(FloatType type, float[] values, int offset, int count) throws IOException {
        return encode(type, values, offset, count, out);
    }

    /** The checksum of values that are yet to be written. */
    String checksum(FloatType type, float[] values, int offset, int count) {
        try {
            return encode(type, values, offset, count, OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Encodes into one chunk again and again, which stays in the processor's cache. */
    private String encode(FloatType type, float[] values, int offset, int count, OutputStream to) throws IOException {
        CRC32C sum = new CRC32C();
        int most = Math.min(CHUNK, count) * type.bytes();
        if (chunk.length < most) {
            chunk = new byte[most];
        }
        for (int done = 0; done < count; ) {
            int part = Math.min(CHUNK, count - done);
            type.encode(values, offset + done, part, chunk);
            sum.update(chunk, 0, part * type.bytes());
            to.write(chunk, 0, part * type.bytes());
            done += part;
        }
        return Checksum.digits(sum);
    }
}
