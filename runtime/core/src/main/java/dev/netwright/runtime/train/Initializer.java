package dev.netwright.runtime.train;

import dev.netwright.runtime.checkpoint.TensorSpec;

/** A law that fills a parameter at the start. {@link Initializers} has the known ones; your own is a lambda. */
@FunctionalInterface
public interface Initializer {
    /**
     * Writes every element of a parameter.
     *
     * @param store the parameter store; the parameter's elements are {@code spec.offset()} to {@code spec.offset() + spec.size() - 1}, in
     *     row-major order
     * @param spec the parameter's name, shape and place
     * @param random a generator that depends on the model's seed and the parameter's name alone
     */
    void fill(float[] store, TensorSpec spec, InitialRandom random);
}
