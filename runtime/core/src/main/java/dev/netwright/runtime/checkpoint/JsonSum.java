package dev.netwright.runtime.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** The checksum of a tensor's values that come one by one: over little-endian float32, NaNs as the one NaN that JSON has. */
final class JsonSum {
    private final CRC32C sum = new CRC32C();
    private final ByteBuffer chunk = ByteBuffer.allocate(1 << 10).order(ByteOrder.LITTLE_ENDIAN);

    void add(float value) {
        if (!chunk.hasRemaining()) {
            flush();
        }
        chunk.putInt(Float.floatToIntBits(value));
    }

    /** The digits, for all values so far. */
    String digits() {
        flush();
        return Checksum.digits(sum);
    }

    private void flush() {
        sum.update(chunk.flip());
        chunk.clear();
    }
}
