package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The largest value over axes of a sample. Where several are largest, they share the gradient in equal
 * parts.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ReduceMax {
    /** Axes of the sample's shape; negative ones count from the end. Empty: all. */
    int[] value() default {};

    /** Whether the axes stay, with length 1. Without them a sample of which all axes are reduced has the shape {@code [1]}. */
    boolean keepDims() default false;
}
