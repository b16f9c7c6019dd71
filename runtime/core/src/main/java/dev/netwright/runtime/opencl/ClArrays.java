package dev.netwright.runtime.opencl;

import java.util.HashMap;
import java.util.Map;

/** The buffers of a plan by the short names that launches use: {@code p}, {@code w}, {@code in0}. Not thread-safe. */
final class ClArrays implements AutoCloseable {
    private final ClSession session;
    private final String network;
    private final Map<String, ClBuffer> buffers = new HashMap<>();
    private final Map<String, ClBuffer> own = new HashMap<>();
    private int changes;

    ClArrays(ClSession session, String network) {
        this.session = session;
        this.network = network;
    }

    /** A buffer of somebody else's. */
    void adopt(String name, ClBuffer buffer) {
        if (buffers.put(name, buffer) != buffer) {
            changes++;
        }
    }

    /** A buffer of at least so many floats: what it held is lost where it has to be made anew. */
    ClBuffer reserve(String name, long floats) {
        ClBuffer before = own.get(name);
        if (before != null && before.floats() >= floats) {
            return before;
        }
        if (before != null) {
            before.close();
            own.remove(name);
            buffers.remove(name);
        }
        ClBuffer made = new ClBuffer(session, network + " " + name, floats);
        own.put(name, made);
        adopt(name, made);
        return made;
    }

    ClBuffer get(String name) {
        ClBuffer buffer = buffers.get(name);
        if (buffer == null) {
            throw new IllegalStateException(network + ": no array '" + name + "'");
        }
        return buffer;
    }

    /** Grows whenever a name means another buffer. */
    int changes() {
        return changes;
    }

    @Override
    public void close() {
        own.values().forEach(ClBuffer::close);
        own.clear();
        buffers.clear();
    }
}
