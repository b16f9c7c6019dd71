package dev.netwright.runtime;

import dev.netwright.runtime.engine.Engine;
import dev.netwright.runtime.engine.ModelParts;
import dev.netwright.runtime.opencl.OpenClDevice;
import dev.netwright.runtime.opencl.OpenClDevices;
import dev.netwright.runtime.opencl.OpenClException;
import java.util.Optional;
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
    public synchronized Optional<Engine> engine(ModelParts model) {
        if (device == null) {
            return Optional.empty();
        }
        String network = model.schema().network();
        try {
            long work = OpenClDevices.work(model.kernels().get());
            if (work < WORTH_IT) {
                choose(network, "JVM: a sample is " + work + " operations, and launches are worth it from " + WORTH_IT);
                return Optional.empty();
            }
            Optional<Engine> engine = device.engine(model);
            choose(network, device.toString());
            return engine;
        } catch (RuntimeException e) {
            choice = "JVM: " + e.getMessage();
            logger.log(System.Logger.Level.WARNING, network + ": the JVM does the work; " + e.getMessage());
            return Optional.empty();
        }
    }

    private void choose(String network, String chosen) {
        choice = chosen;
        logger.log(System.Logger.Level.DEBUG, network + ": " + chosen);
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
