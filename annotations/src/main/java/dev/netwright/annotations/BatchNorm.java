package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Each channel normalized over the batch and all its positions (Ioffe and Szegedy 2015): y = (x - mean) / √(variance + epsilon) ·
 * scale + shift. Axis 0 of the sample is the channels: {@code [features]}, {@code [channels, length]},
 * {@code [channels, height, width]}.
 *
 * <p>In training mean and variance are those of the batch, the variance biased: Σ (x - mean)² / m of m values. They move the
 * running ones: {@code running = (1 - momentum) · running + momentum · batch}, the variance unbiased there: Σ (x - mean)² / (m - 1).
 * Inference takes the running ones. A batch with one value a channel has no variance, and training refuses it.
 *
 * <p>Parameters: {@code scale [channels]}, 1 at the start; {@code shift [channels]}, 0. Buffers: {@code runningMean [channels]}, 0;
 * {@code runningVar [channels]}, 1.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface BatchNorm {
    /** Added to the variance, above 0. */
    float epsilon() default 1e-5f;

    /** Share of a batch in the new running statistics, 0 to 1. */
    float momentum() default 0.1f;
}
