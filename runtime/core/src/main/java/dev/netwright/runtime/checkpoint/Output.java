package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.io.OutputStream;

/** Writes floats in bulk. */
final class Output {
    private static final int CHUNK = 1 << 14;

    private final OutputStream out;
    private final byte[] chunk = new byte[4 * CHUNK];

    Output(OutputStream out) {
        this.out = out;
    }

    void bytes(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    void floats(FloatType type, float[] values, int offset, int count) throws IOException {
        for (int done = 0; done < count; ) {
            int part = Math.min(CHUNK, count - done);
            type.encode(values, offset + done, part, chunk);
            out.write(chunk, 0, part * type.bytes());
            done += part;
        }
    }
}
