package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * y = factor · x: preprocessing that belongs to the network, for instance {@code @Scale(1 / 255f)} on pixels.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Scale {
    /** The factor, finite and not 0. */
    float value() default Float.NaN;
}
