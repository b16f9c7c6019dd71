package dev.netwright.runtime;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.engine.Engine;
import dev.netwright.runtime.tensor.FloatStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The JVM: a model's own plans. */
final class JvmDevice extends Device {
    static final Device JVM = new JvmDevice();

    private JvmDevice() {}

    @Override
    public String name() {
        return "JVM";
    }

    @Override
    public @Nullable Engine engine(Schema schema, Supplier<String> kernels, FloatStore parameters, FloatStore buffers) {
        return null;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return name();
    }
}
