package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Each channel of each sample normalized over its positions (Ulyanov, Vedaldi and Lempitsky 2016): y = (x - mean) / √(variance +
 * epsilon) · scale + shift, with the biased variance. Axis 0 of the sample is the channels. Parameters: {@code scale [channels]}, 1 at
 * the start; {@code shift [channels]}, 0.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface InstanceNorm {
    /** Added to the variance, above 0. */
    float epsilon() default 1e-5f;
}
