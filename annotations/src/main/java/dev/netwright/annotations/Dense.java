package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fully connected layer over the last axis: y = x Wᵀ + b. Takes rank 1 {@code [in]} or rank 2 {@code [positions, in]}, gives
 * {@code [out]} or {@code [positions, out]}. Parameters: {@code weight [out, in]}, Xavier uniform at the start, and
 * {@code bias [out]}, 0 at the start.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Dense {
    /** Number of outputs, 1 or more. */
    int value() default Attributes.UNSET;

    /** Whether a bias is added. */
    boolean bias() default true;
}
