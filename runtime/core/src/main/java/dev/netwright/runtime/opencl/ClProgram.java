package dev.netwright.runtime.opencl;

/** A compiled program. */
final class ClProgram implements AutoCloseable {
    /** Lines of the compiler's log that a message holds. */
    private static final int LOG_LINES = 30;

    final ClSession session;
    private final ClSession.Owned object;
    private final String name;

    private ClProgram(ClSession session, String name, Object handle) {
        this.session = session;
        this.name = name;
        this.object = session.own(this, Calls.Kind.PROGRAM, handle);
    }

    /**
     * Compiles a source.
     *
     * @param name of the program, for messages
     * @throws OpenClException where it does not compile, with the compiler's log
     */
    static ClProgram build(ClSession session, String name, String source, String options) {
        ClProgram program = new ClProgram(session, name, session.calls.createProgram(session.context(), source));
        program.build(options);
        return program;
    }

    /** Links a binary that {@link #binary} gave. */
    static ClProgram load(ClSession session, String name, byte[] binary, String options) {
        ClProgram program = new ClProgram(
                session, name, session.calls.createProgram(session.context(), session.facts.handle(), binary));
        program.build(options);
        return program;
    }

    private void build(String options) {
        try {
            session.calls.build(handle(), session.facts.handle(), options);
        } catch (OpenClException e) {
            String log = log();
            close();
            throw e.at(name + " on " + session.facts + " with " + options + log);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private String log() {
        try {
            String log = session.calls.buildLog(handle(), session.facts.handle());
            StringBuilder text = new StringBuilder(":");
            log.lines().limit(LOG_LINES).forEach(line -> text.append("\n    ").append(line));
            return text.toString();
        } catch (OpenClException e) {
            return "; its log could not be read: " + e.getMessage();
        }
    }

    Object handle() {
        return object.handle(name);
    }

    /** What {@link #load} takes, on the same device and driver. */
    byte[] binary() {
        return session.calls.binary(handle());
    }

    @Override
    public void close() {
        object.release();
    }
}
