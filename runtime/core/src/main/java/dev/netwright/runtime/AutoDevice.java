package dev.netwright.runtime;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.engine.Engine;
import dev.netwright.runtime.opencl.OpenClDevice;
import dev.netwright.runtime.opencl.OpenClDevices;
import dev.netwright.runtime.opencl.OpenClException;
import dev.netwright.runtime.tensor.FloatStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Chooses for each model, and says what it chose. */
final class AutoDevice extends Device {
    /** Floating-point operations of a sample from which on launches and transfers are made up for. */
    private static final long WORTH_IT = 1_000_000;

    private final System.Logger logger = System.getLogger(Device.class.getName());
    private final @Nullable OpenClDevice device;
    private String choice = "";

    AutoDevice() {
        this.device = found();
    }

    private @Nullable OpenClDevice found() {
        try {
            return OpenClDevices.open("");
        } catch (IllegalStateException | OpenClException e) {
            choice = "JVM: " + e.getMessage();
            logger.log(System.Logger.Level.WARNING, "the JVM does the work; " + e.getMessage());
            return null;
        }
    }

    @Override
    public String name() {
        return "auto";
    }

    @Override
    public synchronized @Nullable Engine engine(
            Schema schema, Supplier<String> kernels, FloatStore parameters, FloatStore buffers) {
        if (device == null) {
            return null;
        }
        long work = OpenClDevices.work(kernels.get());
        if (work < WORTH_IT) {
            choose(schema, "JVM: a sample is " + work + " operations, and launches are worth it from " + WORTH_IT);
            return null;
        }
        try {
            Engine engine = device.engine(schema, kernels, parameters, buffers);
            choose(schema, device.toString());
            return engine;
        } catch (IllegalStateException e) {
            throw e; // closed
        } catch (RuntimeException e) {
            choice = "JVM: " + e.getMessage();
            logger.log(System.Logger.Level.WARNING, schema.network() + ": the JVM does the work; " + e.getMessage());
            return null;
        }
    }

    private void choose(Schema schema, String chosen) {
        choice = chosen;
        logger.log(System.Logger.Level.DEBUG, schema.network() + ": " + chosen);
    }

    @Override
    public void close() {
        if (device != null) {
            device.close();
        }
    }

    @Override
    public synchronized String toString() {
        return choice.isEmpty() ? "auto" : "auto (" + choice + ")";
    }
}
