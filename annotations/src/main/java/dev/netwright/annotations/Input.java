package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An input of the network: values that each call brings. The shape leaves out the batch dimension:
 * {@code @Input({1, 28, 28}) Tensor image();} takes {@code [N, 1, 28, 28]}. Takes no node.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Input {
    /** Shape of one sample: 1 to 8 dimensions of 1 or more each. */
    int[] value() default {};

    /** Element type. */
    DataType type() default DataType.FLOAT32;
}
