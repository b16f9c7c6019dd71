package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A node whose value is fixed and has no batch dimension: {@code @Constant(value = {0.5f, 2}, shape = {2}) Tensor k();}. Takes
 * no node.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Constant {
    /** The values in row-major order; a single value fills the whole shape. */
    float[] value() default {};

    /** Shape; empty means one dimension of as many elements as there are values. */
    int[] shape() default {};
}
