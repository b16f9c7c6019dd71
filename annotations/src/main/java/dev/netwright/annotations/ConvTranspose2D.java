package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Transposed convolution, the adjoint of {@link Conv2D} with the same attributes: y[m, i · stride + k · dilation - padding] sums x[c, i] ·
 * weight[c, m, k], plus bias[m]. Takes {@code [channels, height, width]}, gives {@code [value, height', width']} with {@code height' =
 * (height - 1) · stride - padding before and after + dilation · (kernel - 1) + outputPadding + 1}. Parameters: {@code weight [channels,
 * value / groups, kernel height, kernel width]}, uniform between ±√(6 / (channels / groups · kernel height · kernel width)) at the
 * start, which is He uniform with the fan-in that the operator has, and {@code bias [value]}, 0 at the start.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ConvTranspose2D {
    /** Number of channels of the result, 1 or more. */
    int value() default Attributes.UNSET;

    /** Size of the kernel. */
    int[] kernel() default {};

    /** Distance of what neighbouring elements write. */
    int[] stride() default 1;

    /**
     * What is cut off each side: one number for all, {@code {height, width}}, or {@code {top, left, bottom, right}}; fewer than a
     * kernel reaches over.
     */
    int[] padding() default 0;

    /** Rows and columns added at the bottom and right, fewer than the stride: which of the sizes with the same convolution it is. */
    int[] outputPadding() default 0;

    /** Distance of neighbouring taps of the kernel. */
    int[] dilation() default 1;

    /** Channels in as many groups that have nothing to do with each other. */
    int groups() default 1;

    /** Whether a bias is added. */
    boolean bias() default true;
}
