package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The part of a sample from {@code from} up to {@code to}, excluded, along an axis, every {@code step}-th index of it.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Slice {
    /** Axis of the sample's shape; negative counts from the end. */
    int axis() default 0;

    /** First index taken; negative counts from the end. */
    int from() default 0;

    /** First index no longer taken; negative counts from the end. As it is: all to the end. */
    int to() default Integer.MAX_VALUE;

    /** Distance of the indices taken, 1 or more. */
    int step() default 1;
}
