package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Probabilities along an axis: yᵢ = exp(xᵢ - max x) / Σⱼ exp(xⱼ - max x). As the last operator of an output it stays out of the
 * loss: {@code Loss.crossEntropy()} takes the logits below it.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Softmax {
    /** Axis of the sample's shape over which the values are normalized; negative counts from the end. */
    int axis() default -1;
}
