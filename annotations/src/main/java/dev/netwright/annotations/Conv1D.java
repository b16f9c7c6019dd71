package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Convolution over sequences: y[m, o] = Σ x[c, o · stride + k · dilation - padding] · weight[m, c, k] + bias[m]. Takes
 * {@code [channels, length]}, gives {@code [value, length']} with {@code length' = ⌊(length + padding before and after - dilation ·
 * (kernel - 1) - 1) / stride⌋ + 1}. Parameters: {@code weight [value, channels / groups, kernel]}, He uniform at the start, and
 * {@code bias [value]}, 0 at the start.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Conv1D {
    /** Number of filters, 1 or more. */
    int value() default Attributes.UNSET;

    /** Size of the kernel. */
    int[] kernel() default {};

    /** Distance of neighbouring windows. */
    int[] stride() default 1;

    /** Zeros at both ends, or {@code {before, after}}; at each end fewer than the kernel reaches over. */
    int[] padding() default 0;

    /** In place of {@link #padding}: as much as makes {@code length' = ⌈length / stride⌉}, the odd one at the end. */
    boolean same() default false;

    /** Distance of neighbouring taps of the kernel. */
    int[] dilation() default 1;

    /** Channels and filters in as many groups that have nothing to do with each other. */
    int groups() default 1;

    /** Whether a bias is added. */
    boolean bias() default true;
}
