package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What lies at one index along an axis; the axis goes. {@code @Take(-1)} of {@code [steps, features]} is the last step. The sample
 * has two dimensions or more.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Take {
    /** The index; negative counts from the end. */
    int value() default Attributes.UNSET;

    /** Axis of the sample's shape; negative counts from the end. */
    int axis() default 0;
}
