package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Matrix product of two nodes over their last two axes, sample by sample: {@code [m, k]} times {@code [k, n]} is
 * {@code [m, n]}. A first operand of rank 1 {@code [k]} counts as one row, which the result then lacks; leading axes of rank 3
 * and more are equal on both sides or missing on the second.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface MatMul {}
