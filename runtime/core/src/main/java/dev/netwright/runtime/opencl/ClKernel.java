package dev.netwright.runtime.opencl;

/** A kernel with its arguments. Not thread-safe. */
final class ClKernel implements AutoCloseable {
    private final ClSession session;
    private final ClSession.Owned object;
    private final String name;

    /**
     * A kernel of a program.
     *
     * @param function its name in the source
     * @param layer what it computes, for messages
     */
    ClKernel(ClProgram program, String function, String layer) {
        this.session = program.session;
        this.name = "kernel " + function + " of " + layer + " on "
                + session.facts.name().strip();
        try {
            Object handle = session.calls.createKernel(program.handle(), function);
            this.object = session.own(this, Calls.Kind.KERNEL, handle);
        } catch (OpenClException e) {
            throw e.at(name);
        }
    }

    void set(int argument, ClBuffer buffer) {
        try {
            session.calls.setBuffer(object.handle(name), argument, buffer.handle());
        } catch (OpenClException e) {
            throw e.at("argument " + argument + " of " + name);
        }
    }

    void set(int argument, long value) {
        try {
            session.calls.setInt(object.handle(name), argument, Math.toIntExact(value));
        } catch (OpenClException e) {
            throw e.at("argument " + argument + " of " + name);
        }
    }

    /** Starts it after all before it. */
    void launch(long global, long local) {
        try {
            session.calls.launch(session.queue(), object.handle(name), global, local);
        } catch (OpenClException e) {
            throw e.at(name);
        }
    }

    @Override
    public void close() {
        object.release();
    }
}
