package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a neural network. Each abstract method of the interface is one node, in order; default, static and private
 * methods are ignored. For {@code Demo} the processor generates {@code DemoModel} in the same package and with the same
 * access ({@code Outer.Demo} becomes {@code Outer_DemoModel}).
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Network {
    /** Simple name of the generated class; empty means the interface's name with {@code Model} after it. */
    String model() default "";

    /** Version of the network's schema, 1 or more, written into every checkpoint. */
    int version() default 1;
}
