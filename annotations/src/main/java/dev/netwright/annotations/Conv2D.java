package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Convolution over planes (cross-correlation, as in the literature of networks): y[m, o] = Σ x[c, o · stride + k · dilation - padding] ·
 * weight[m, c, k] + bias[m]. Takes {@code [channels, height, width]}, gives {@code [value, height', width']} with
 * {@code height' = ⌊(height + padding before and after - dilation · (kernel - 1) - 1) / stride⌋ + 1}, likewise for the width. Attributes
 * of the two axes are given as {@code {height, width}}, or as one number for both. Parameters: {@code weight [value, channels / groups,
 * kernel height, kernel width]}, He uniform at the start, and {@code bias [value]}, 0 at the start.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Conv2D {
    /** Number of filters, 1 or more. */
    int value() default Attributes.UNSET;

    /** Size of the kernel. */
    int[] kernel() default {};

    /** Distance of neighbouring windows. */
    int[] stride() default 1;

    /**
     * Zeros around each plane: one number for all sides, {@code {height, width}}, or {@code {top, left, bottom, right}}; on each side
     * fewer than a kernel reaches over.
     */
    int[] padding() default 0;

    /** In place of {@link #padding}: as much as makes {@code height' = ⌈height / stride⌉}, the odd one at the bottom and right. */
    boolean same() default false;

    /** Distance of neighbouring taps of the kernel. */
    int[] dilation() default 1;

    /**
     * Channels and filters in as many groups that have nothing to do with each other; as many as channels is a convolution by depth.
     */
    int groups() default 1;

    /** Whether a bias is added. */
    boolean bias() default true;
}
