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

    /** Decompresses one frame; what the library throws of damaged bytes, which is unchecked, is {@link CheckpointException.Corrupt}. */
    static InputStream decompress(String source, InputStream in) {
        ZstdInputStream zstd = new ZstdInputStream(new ZstdFrame(source, in));
        return new BulkInput() {
            @Override
            int piece(byte[] bytes, int offset, int count) throws IOException {
                try {
                    return zstd.read(bytes, offset, count);
                } catch (RuntimeException e) {
                    throw Fault.in(source)
                            .because(e)
                            .found(String.valueOf(e.getMessage()))
                            .corrupt("the compressed bytes are damaged");
                }
            }
        };
    }
}
