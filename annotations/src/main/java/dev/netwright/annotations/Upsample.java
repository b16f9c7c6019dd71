package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Planes or sequences made larger by whole factors. Takes {@code [channels, height, width]} or {@code [channels, length]}; channels stay.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Upsample {
    /** Factors, 1 or more: {@code {height, width}}, or one number for all spatial axes. */
    int[] value() default {};

    /** What new elements are. */
    Interpolation mode() default Interpolation.NEAREST;
}
