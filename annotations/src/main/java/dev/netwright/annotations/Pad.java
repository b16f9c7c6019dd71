package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Elements added around planes or sequences. Takes {@code [channels, height, width]} or {@code [channels, length]}; channels stay.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Pad {
    /**
     * How many: one number for all sides; for planes {@code {height, width}} or {@code {top, left, bottom, right}}, for sequences
     * {@code {before, after}}.
     */
    int[] value() default {};

    /** What they are. */
    PadMode mode() default PadMode.CONSTANT;

    /** What they are with {@code CONSTANT}, a finite number. */
    float fill() default 0;
}
