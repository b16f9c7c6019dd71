package dev.netwright.runtime.engine;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.tensor.FloatStore;
import java.util.function.Supplier;

/**
 * What a device needs of a model.
 *
 * @param schema what goes in and out
 * @param kernels the OpenCL source of its network
 * @param parameters the host's parameters
 * @param buffers the host's buffers
 * @param host a plan of the JVM with these weights, to compare with
 */
public record ModelParts(
        Schema schema,
        Supplier<String> kernels,
        FloatStore parameters,
        FloatStore buffers,
        Supplier<Predicting> host) {}
