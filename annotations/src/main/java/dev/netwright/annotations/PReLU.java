package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * y = x where x > 0, else slope · x, with a learned slope for each index of the first axis (He et al. 2015). Parameter:
 * {@code slope [dim 0]}, 0.25 at the start.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface PReLU {
    /** One slope for the whole tensor, of shape {@code [1]}, in place of one for each index of the first axis. */
    boolean shared() default false;
}
