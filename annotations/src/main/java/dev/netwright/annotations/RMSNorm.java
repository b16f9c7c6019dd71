package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Each sample divided by its root mean square over its last axes (Zhang and Sennrich 2019): y = x / √(mean x² + epsilon) · scale.
 * Parameter: {@code scale} of the shape from {@code axis} on, 1 at the start.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RMSNorm {
    /** First of the axes that are normalized over, all from it to the last; negative counts from the end. */
    int axis() default -1;

    /** Added to the mean square, above 0. */
    float epsilon() default 1e-5f;
}
