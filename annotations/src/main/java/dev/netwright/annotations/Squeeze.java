package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A sample without dimensions of 1. At least one dimension stays.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Squeeze {
    /** Axes of the sample's shape, each of length 1; negative ones count from the end. Empty: all of length 1. */
    int[] value() default {};
}
