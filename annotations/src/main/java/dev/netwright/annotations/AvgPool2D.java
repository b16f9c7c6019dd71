package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mean of each window. Takes {@code [channels, height, width]}, gives {@code [channels, height', width']} with
 * {@code height' = ⌊(height + padding before and after - value) / stride⌋ + 1}.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AvgPool2D {
    /** Size of a window: {@code {height, width}}, or one number for both. */
    int[] value() default {};

    /** Distance of neighbouring windows; the size of a window unless given. */
    int[] stride() default {};

    /** Padding: one number for all sides, {@code {height, width}}, or {@code {top, left, bottom, right}}; less than a window. */
    int[] padding() default 0;

    /** In place of {@link #padding}: as much as makes {@code height' = ⌈height / stride⌉}, the odd one at the bottom and right. */
    boolean same() default false;

    /** Whether padding counts as zeros; otherwise the mean is of what lies on the plane. */
    boolean countIncludePad() default true;
}
