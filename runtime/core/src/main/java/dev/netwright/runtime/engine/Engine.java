package dev.netwright.runtime.engine;

/** A model's work on a device other than the JVM. Thread-safe. */
public interface Engine {
    /** A new plan that predicts with the model's weights as they are at each call. */
    Predicting predicting();

    /**
     * A new plan that trains the model's weights.
     *
     * @param host the plan of the JVM: what it says of results and batches holds here
     */
    Trainable training(Trainable host);
}
