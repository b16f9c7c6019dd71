package dev.netwright.runtime.array;

import java.io.IOException;
import java.io.InputStream;

/** An array in a stream of npy: first what it is, then, where wanted, its elements. */
public final class NpyStream {
    private final ArrayInput in;
    private final NpyHeader header;

    private NpyStream(ArrayInput in, NpyHeader header) {
        this.in = in;
        this.header = header;
    }

    /**
     * Reads up to the first element; the stream stays open.
     *
     * @param source name for messages
     */
    public static NpyStream open(InputStream stream, String source) throws IOException {
        ArrayInput in = new ArrayInput(source, stream, -1);
        return new NpyStream(in, NpyHeader.read(in));
    }

    /** What the array is. */
    public ArrayHeader header() {
        return ArrayHeader.of(header);
    }

    /** Reads the elements, which end the stream. Called once at most. */
    public NumberArray read() throws IOException {
        return header.array(in.elements(header.type(), header.shape()));
    }
}
