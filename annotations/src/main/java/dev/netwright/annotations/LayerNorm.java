package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Each sample normalized over its last axes (Ba, Kiros and Hinton 2016): y = (x - mean) / √(variance + epsilon) · scale + shift, with
 * the biased variance. Parameters: {@code scale} and {@code shift} of the shape from {@code axis} on, 1 and 0 at the start.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface LayerNorm {
    /** First of the axes that are normalized over, all from it to the last; negative counts from the end. */
    int axis() default -1;

    /** Added to the variance, above 0. */
    float epsilon() default 1e-5f;
}
