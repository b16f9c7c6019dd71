package dev.netwright.runtime.opencl;

import java.util.Objects;

/**
 * Floats on a device. Every transfer's place and length are checked against the array's and the buffer's before the call: JOCL and OpenCL
 * would write over whatever lies behind a short array.
 */
final class ClBuffer implements AutoCloseable {
    private final ClSession session;
    private final ClSession.Owned object;
    private final String name;
    private final long floats;

    /**
     * Makes a buffer.
     *
     * @param name what it holds, for messages
     * @param floats its length, 0 or more
     */
    ClBuffer(ClSession session, String name, long floats) {
        this.session = session;
        this.name = name;
        this.floats = floats;
        long bytes = Float.BYTES * Math.max(1, floats);
        if (bytes > session.facts.largestBuffer()) {
            throw new IllegalArgumentException(name + ": " + bytes + " bytes are more than a buffer holds on "
                    + session.facts.name().strip() + " (" + session.facts.largestBuffer() + "): use smaller batches");
        }
        try {
            this.object = session.own(this, Calls.Kind.BUFFER, session.calls.createBuffer(session.context(), bytes));
        } catch (OpenClException e) {
            throw e.at(
                    name + " of " + bytes + " bytes on " + session.facts.name().strip());
        }
    }

    /** Number of floats. */
    long floats() {
        return floats;
    }

    Object handle() {
        return object.handle(name);
    }

    /** Copies {@code source[from]} and what follows to the floats from {@code at} on, and waits. */
    void write(long at, float[] source, int from, int count) {
        check(at, source, from, count);
        if (count > 0) {
            session.calls.write(session.queue(), handle(), at, source, from, count);
        }
    }

    /** Copies the floats from {@code at} on to {@code target[to]} and what follows, once all that was launched is done. */
    void read(long at, float[] target, int to, int count) {
        check(at, target, to, count);
        if (count > 0) {
            session.calls.read(session.queue(), handle(), at, target, to, count);
        }
    }

    private void check(long at, float[] array, int from, int count) {
        handle();
        Objects.checkFromIndexSize(from, count, array.length);
        if (at < 0 || at > floats - count) {
            throw new IndexOutOfBoundsException(
                    name + ": " + count + " floats from " + at + " on, of a buffer of " + floats);
        }
    }

    @Override
    public void close() {
        object.release();
    }
}
