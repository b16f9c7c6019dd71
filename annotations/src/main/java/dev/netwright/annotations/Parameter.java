package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A node whose value is learned and has no batch dimension: {@code @Parameter({10, 5}) Tensor table();}. Its tensor is named
 * {@code table.weight}. It starts Xavier uniform when of rank 2 or more, else at 0; see {@link Init}. Takes no node.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Parameter {
    /** Shape: 1 to 8 dimensions of 1 or more each. */
    int[] value() default {};
}
