package dev.netwright.runtime.checkpoint;

import io.airlift.compress.zstd.ZstdInputStream;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Zstandard, by a library in Java that a program may leave out: nothing else names its classes. */
final class Zstd {
    private Zstd() {}

    static OutputStream compress(OutputStream out) throws IOException {
        return new ZstdOutputStream(out);
    }

    /** Decompresses; what the library throws of damaged bytes, unchecked exceptions too, is {@link CheckpointException.Corrupt}. */
    static InputStream decompress(String source, InputStream in) {
        Watched watched = new Watched(in);
        ZstdInputStream zstd = new ZstdInputStream(watched);
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                try {
                    return zstd.read(bytes, offset, count);
                } catch (IOException | RuntimeException e) {
                    if (watched.failed) {
                        throw e;
                    }
                    Fault fault = Fault.in(source).because(e);
                    throw watched.ended
                            ? fault.truncated("the compressed bytes end too early")
                            : fault.found(String.valueOf(e.getMessage())).corrupt("the bytes are not zstd");
                }
            }
        };
    }

    /** Knows whether the stream below failed or ended; closing it leaves that open. */
    private static final class Watched extends InputStream {
        private final InputStream in;
        private boolean failed;
        private boolean ended;

        Watched(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            failed = true;
            int taken = in.read(bytes, offset, count);
            failed = false;
            ended |= taken < 0;
            return taken;
        }
    }
}
