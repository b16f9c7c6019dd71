package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training sets each element to 0 with probability p and multiplies the others by 1 / (1 - p); in inference does nothing
 * (Srivastava et al. 2014, in the inverted form).
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Dropout {
    /** Probability of dropping an element, at least 0 and below 1. */
    float value() default Float.NaN;
}
