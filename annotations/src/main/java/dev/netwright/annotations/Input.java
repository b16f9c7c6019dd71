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

    /**
     * Whether the first dimension is a maximum, 2 to 65,536, and each sample says its own length, 1 to that. The lengths are an input of
     * their own, an INT32 a sample, by the name {@code <input>Lengths}. What lies beyond a sample's length is never read.
     */
    boolean varying() default false;
}
