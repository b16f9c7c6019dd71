package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One of several equal parts of a sample along an axis. A split is one node for each part that is wanted:
 *
 * <pre>{@code
 * @Split(parts = 3, index = 0) Tensor query(Tensor all);
 * @Split(parts = 3, index = 1) Tensor key(Tensor all);
 * @Split(parts = 3, index = 2) Tensor value(Tensor all);
 * }</pre>
 *
 * <p>{@link Slice} takes parts of any size.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Split {
    /** Number of parts, a divisor of the axis' length. */
    int parts() default Attributes.UNSET;

    /** Which of the parts, 0 the first; negative counts from the end. */
    int index() default Attributes.UNSET;

    /** Axis of the sample's shape; negative counts from the end. */
    int axis() default 0;
}
