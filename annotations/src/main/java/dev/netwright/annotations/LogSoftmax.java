package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Log-probabilities along an axis: yᵢ = xᵢ - max x - log Σⱼ exp(xⱼ - max x).
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface LogSoftmax {
    /** Axis of the sample's shape over which the values are normalized; negative counts from the end. */
    int axis() default -1;
}
