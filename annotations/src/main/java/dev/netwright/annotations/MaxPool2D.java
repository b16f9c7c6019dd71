package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The largest element of each window. Takes {@code [channels, height, width]}, gives {@code [channels, height', width']} with
 * {@code height' = ⌊(height + padding before and after - dilation · (value - 1) - 1) / stride⌋ + 1}. Padding takes no part. The gradient
 * goes to the first element that attains the maximum; a window with a NaN gives NaN.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface MaxPool2D {
    /** Size of a window: {@code {height, width}}, or one number for both. */
    int[] value() default {};

    /** Distance of neighbouring windows; the size of a window unless given. */
    int[] stride() default {};

    /** Padding: one number for all sides, {@code {height, width}}, or {@code {top, left, bottom, right}}; less than a window. */
    int[] padding() default 0;

    /** In place of {@link #padding}: as much as makes {@code height' = ⌈height / stride⌉}, the odd one at the bottom and right. */
    boolean same() default false;

    /** Distance of neighbouring elements of a window. */
    int[] dilation() default 1;
}
