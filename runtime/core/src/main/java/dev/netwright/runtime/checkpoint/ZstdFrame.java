package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of one zstd frame, which must be all there is: a decoder takes frames one after the other, and passes over a few bytes after the
 * last. Looks at headers alone; what is in the blocks is the decoder's. Source: RFC 8878, section 3.1.1.
 */
final class ZstdFrame extends BulkInput {
    private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
    private static final int[] SIZE_BYTES = {0, 2, 4, 8};
    private static final int SINGLE_SEGMENT = 0x20;
    private static final int CHECKSUM = 4;

    private final String source;
    private final InputStream in;
    private byte[] header = new byte[0];
    private int position;
    private int blockLeft;
    private boolean checksum;
    private State state = State.START;

    private enum State {
        START,
        BLOCK,
        CHECKSUM,
        END
    }

    ZstdFrame(String source, InputStream in) {
        this.source = source;
        this.in = in;
    }

    @Override
    int piece(byte[] bytes, int offset, int count) throws IOException {
        if (position == header.length && blockLeft == 0 && !next()) {
            return -1;
        }
        if (position < header.length) {
            int part = Math.min(count, header.length - position);
            System.arraycopy(header, position, bytes, offset, part);
            position += part;
            return part;
        }
        int part = in.read(bytes, offset, Math.min(count, blockLeft));
        if (part < 0) {
            throw truncated();
        }
        blockLeft -= part;
        return part;
    }

    /** Reads the next header; returns whether there is one. */
    private boolean next() throws IOException {
        switch (state) {
            case START -> frame();
            case BLOCK -> block();
            case CHECKSUM -> {
                take(4);
                state = State.END;
            }
            case END -> {
                if (in.read() >= 0) {
                    throw Fault.in(source)
                            .expected("the end of the file")
                            .corrupt("bytes after the end of the compressed ones");
                }
                return false;
            }
        }
        return true;
    }

    private void frame() throws IOException {
        take(5);
        if (header[0] != 0x28 || header[1] != (byte) 0xB5 || header[2] != 0x2F || header[3] != (byte) 0xFD) {
            throw Fault.in(source).at(0).expected("28 b5 2f fd").corrupt("the file is not zstd");
        }
        int flags = header[4];
        int sizeCode = flags >> 6 & 3;
        boolean single = (flags & SINGLE_SEGMENT) != 0;
        if (DICTIONARY_BYTES[flags & 3] != 0) {
            throw Fault.in(source).at(4).found("a dictionary").corrupt("zstd files with dictionaries are not read");
        }
        byte[] start = header;
        take((single ? 0 : 1) + (single && sizeCode == 0 ? 1 : SIZE_BYTES[sizeCode]));
        byte[] rest = header;
        header = Arrays.copyOf(start, start.length + rest.length);
        System.arraycopy(rest, 0, header, start.length, rest.length);
        checksum = (flags & CHECKSUM) != 0;
        state = State.BLOCK;
    }

    private void block() throws IOException {
        take(3);
        int bits = (header[0] & 0xFF) | ((header[1] & 0xFF) << 8) | ((header[2] & 0xFF) << 16);
        boolean repeated = (bits >> 1 & 3) == 1;
        blockLeft = repeated ? 1 : bits >> 3;
        if ((bits & 1) != 0) {
            state = checksum ? State.CHECKSUM : State.END;
        }
    }

    private void take(int count) throws IOException {
        header = in.readNBytes(count);
        position = 0;
        if (header.length < count) {
            throw truncated();
        }
    }

    private CheckpointException truncated() {
        return Fault.in(source).truncated("the compressed bytes end too early");
    }
}
