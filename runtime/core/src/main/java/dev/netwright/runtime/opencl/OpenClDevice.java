package dev.netwright.runtime.opencl;

import dev.netwright.runtime.Device;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.engine.Engine;
import dev.netwright.runtime.tensor.FloatStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;

/** An OpenCL device with the programs of the models that were moved to it. Thread-safe. */
public final class OpenClDevice extends Device {
    /** Rows of a register tile of products, as in {@code prelude.cl}. */
    private static final int REGISTER_ROWS = 6;

    /** Most rows of a work-item, so that what it reads of them stays in its cache. */
    private static final int MOST_ROWS = 60;

    private final ClSession session;
    private final ProgramCache cache;
    private final String prelude;
    private final Map<String, ClProgram> programs = new ConcurrentHashMap<>();

    OpenClDevice(Calls calls, DeviceFacts facts, ProgramCache cache) {
        this.session = new ClSession(calls, facts);
        this.cache = cache;
        this.prelude = resource("prelude.cl");
    }

    private static String resource(String name) {
        try (InputStream in = OpenClDevice.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the runtime lacks its resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return session.facts.name().strip();
    }

    @Override
    public Engine engine(Schema schema, Supplier<String> kernels, FloatStore parameters, FloatStore buffers) {
        return new ClModel(this, schema, kernels.get(), parameters, buffers);
    }

    ClSession session() {
        return session;
    }

    /** Whether a work-item has a tile of rows, as processors do best, and not a point. */
    boolean tiles() {
        return !session.facts.gpu();
    }

    /** Rows of a work-item, of {@code rows} in all; {@code light} is how many the processor would join at least to make one worth it. */
    int tile(int rows, int light) {
        int even = (rows - 1) / (2 * session.facts.units()) + 1;
        int tile = Math.min(MOST_ROWS, Math.max(even, Math.min(light, REGISTER_ROWS)));
        return Math.min(rows, tile < REGISTER_ROWS ? tile : (tile + REGISTER_ROWS - 1) / REGISTER_ROWS * REGISTER_ROWS);
    }

    /** The program of a network's kernels, compiled once a device. */
    ClProgram program(String network, String kernels) {
        return programs.computeIfAbsent(kernels, text -> cache.program(session, network, prelude + text, options()));
    }

    private String options() {
        return tiles() ? "-DTILES=1 -DPOINTS=0" : "-DTILES=0 -DPOINTS=1";
    }

    @Override
    public void close() {
        programs.clear();
        session.close();
    }

    /** Waits until all that was started is done. */
    void finish() {
        Lock open = session.enter();
        try {
            session.finish();
        } finally {
            open.unlock();
        }
    }

    @Override
    public String toString() {
        return "OpenCL " + session.facts;
    }
}
