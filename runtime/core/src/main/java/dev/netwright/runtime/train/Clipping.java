package dev.netwright.runtime.train;

/**
 * Bounds the gradient before a step. Frozen parameters do not count.
 *
 * @param kind what is bounded
 * @param limit the bound, more than 0
 */
public record Clipping(Kind kind, float limit) {
    /** What is bounded. */
    public enum Kind {
        /** Each element. */
        VALUE,
        /** The length of the whole gradient. */
        NORM
    }

    public Clipping {
        Settings.positive("limit", limit);
    }

    /** Each element is brought to {@code -limit} to {@code limit}. */
    public static Clipping value(float limit) {
        return new Clipping(Kind.VALUE, limit);
    }

    /**
     * A gradient that is longer than the limit is shortened to it, its direction kept (Pascanu, Mikolov and Bengio 2013, algorithm 1; with
     * PyTorch's clip_grad_norm_ its factor is {@code limit / (norm + 1e-6)}). The norm is summed in double in a fixed order.
     */
    public static Clipping norm(float limit) {
        return new Clipping(Kind.NORM, limit);
    }

    /** As a checkpoint records it. */
    @Override
    public String toString() {
        return (kind == Kind.VALUE ? "value " : "norm ") + limit;
    }
}
