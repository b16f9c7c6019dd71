package dev.netwright.runtime;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.engine.Engine;
import dev.netwright.runtime.opencl.OpenClDevices;
import dev.netwright.runtime.tensor.FloatStore;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Where a model's work is done: {@code model.to(device)}. The JVM is where each starts and needs nothing; an OpenCL device runs the same
 * network by kernels of its own, and gives the same numbers but for rounding. A device owns all that it allocated: close it when no model
 * is on it any more. A model whose device is closed says so when it is used. Thread-safe.
 *
 * <pre>{@code
 * try (Device device = Device.openCl()) {
 *     float[] logits = model.to(device).predict(pixels);
 * }
 * }</pre>
 */
public abstract class Device implements AutoCloseable {
    /** System property that {@link #configured()} and {@link #auto()} follow; its values are those of {@link #of}. */
    public static final String PROPERTY = "netwright.device";

    /** Environment variable that they follow where the property is not set. */
    public static final String VARIABLE = "NETWRIGHT_DEVICE";

    protected Device() {}

    /** The JVM. Closing it does nothing. */
    public static Device jvm() {
        return JvmDevice.JVM;
    }

    /**
     * The best OpenCL device: a graphics processor where there is one.
     *
     * @throws IllegalStateException where there is no OpenCL device; says what was tried and what to install
     */
    public static Device openCl() {
        return OpenClDevices.open("");
    }

    /**
     * An OpenCL device of {@link #list()}.
     *
     * @param choice its index, or a part of its name or its platform's
     * @throws IllegalStateException where there is none such; says what was tried and what to install
     */
    public static Device openCl(String choice) {
        return OpenClDevices.open(choice);
    }

    /**
     * Chooses for each model that is moved to it between the JVM and the best OpenCL device, by the model's work; what it chose is what
     * {@link Model#device()} says. Where there is no OpenCL device, or its kernels do not build, that is the JVM, and one warning is logged.
     * {@link #PROPERTY} and {@link #VARIABLE} take the choice from it.
     */
    public static Device auto() {
        String told = told();
        return told.isEmpty() ? new AutoDevice() : of(told);
    }

    /** What {@link #PROPERTY} or {@link #VARIABLE} says; the JVM where neither is set. */
    public static Device configured() {
        String told = told();
        return told.isEmpty() ? jvm() : of(told);
    }

    private static String told() {
        String property = System.getProperty(PROPERTY, "");
        String variable = System.getenv(VARIABLE);
        return !property.isEmpty() || variable == null ? property : variable;
    }

    /**
     * A device by a text, as a program's argument: {@code jvm}, {@code auto}, {@code opencl}, {@code opencl:0}, {@code opencl:pocl}.
     *
     * @throws IllegalArgumentException where it is none of these
     * @throws IllegalStateException as {@link #openCl(String)}
     */
    public static Device of(String choice) {
        String lower = choice.toLowerCase(Locale.ROOT);
        if (lower.equals("jvm")) {
            return jvm();
        } else if (lower.equals("auto")) {
            return new AutoDevice();
        } else if (lower.equals("opencl")) {
            return openCl();
        } else if (lower.startsWith("opencl:")) {
            return openCl(choice.substring("opencl:".length()));
        }
        throw new IllegalArgumentException(
                "device: expected jvm, auto, opencl, or opencl: and an index or a part of a name, found '" + choice
                        + "'");
    }

    /** A line for each OpenCL device: index, name, platform, driver; empty where there is none. */
    public static List<String> list() {
        return OpenClDevices.list();
    }

    /** Its name. */
    public abstract String name();

    /**
     * For {@link Model#to}: what runs a model here, or null where its own plans do.
     *
     * @param kernels the OpenCL source of its network
     */
    @org.jspecify.annotations.Nullable
    public abstract Engine engine(Schema schema, Supplier<String> kernels, FloatStore parameters, FloatStore buffers);

    /** Releases all that it allocated; the second time does nothing. */
    @Override
    public abstract void close();
}
