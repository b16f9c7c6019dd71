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
    private static final int MOST_ROWS = 64;

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

    /** Rows of a work-item, of {@code rows} in all; {@code light} is how many at least make one worth it. */
    int tile(int rows, int light) {
        int units = session.facts.units();
        int items = ((rows - 1) / MOST_ROWS / units + 1) * units;
        int even = (rows - 1) / items + 1;
        return Math.min(rows, Math.max(even, Math.min(light, REGISTER_ROWS)));
    }

    /** What a program is for: it has no more kernels than that takes. */
    enum Purpose {
        /** All stages as one kernel. */
        WHOLE(0, 0),
        /** Inference, a launch a stage. */
        STAGES(1, 0),
        /** Both passes of training. */
        TRAINING(1, 1);

        private final String options;

        Purpose(int stages, int training) {
            this.options = " -DSTAGES=" + stages + " -DTRAINING=" + training;
        }
    }

    /** The program of a network's kernels, compiled once a device. */
    ClProgram program(String network, String kernels, Purpose purpose) {
        String options = (tiles() ? "-w -DTILES=1 -DPOINTS=0" : "-w -DTILES=0 -DPOINTS=1") + purpose.options;
        return programs.computeIfAbsent(
                options + kernels, key -> cache.program(session, network, prelude + kernels, options));
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
