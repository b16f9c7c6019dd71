package dev.netwright.runtime;

import dev.netwright.runtime.engine.Engine;
import dev.netwright.runtime.engine.ModelParts;
import java.util.Optional;

/** The JVM: a model's own plans. */
final class JvmDevice extends Device {
    static final Device JVM = new JvmDevice();

    private JvmDevice() {}

    @Override
    public String name() {
        return "JVM";
    }

    @Override
    public Optional<Engine> engine(ModelParts model) {
        return Optional.empty();
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return name();
    }
}
