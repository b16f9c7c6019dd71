package dev.netwright.runtime.train;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): {@code p = p - r weightDecay p} before the step of
 * {@link Adam}, whose gradient holds no penalty. Every parameter decays, biases too, unless a {@link ParameterGroup} says otherwise.
 */
public final class AdamW {
    private AdamW() {}

    /** With the paper's settings: beta1 0.9, beta2 0.999, epsilon 1e-8, and a weight decay of 0.01. */
    public static Adam of(float learningRate) {
        return new Adam(learningRate, 0.9f, 0.999f, 1e-8f, 0.01f, true);
    }
}
