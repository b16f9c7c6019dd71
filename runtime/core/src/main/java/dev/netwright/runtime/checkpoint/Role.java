package dev.netwright.runtime.checkpoint;

/** What a tensor of a checkpoint is. */
public enum Role {
    /** A matrix or filter that inputs are multiplied with. */
    WEIGHT,
    /** What is added. */
    BIAS,
    /** A learned factor. */
    SCALE,
    /** A learned slope of an activation function. */
    SLOPE,
    /** Buffer: a mean, fitted or running. */
    MEAN,
    /** Buffer: a variance, fitted or running. */
    VARIANCE,
    /** Buffer: a standard deviation, fitted. */
    DEVIATION;

    /** The name files use: {@code weight}. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
