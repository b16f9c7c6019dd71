package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How the parameters of a node start: {@code @Dense(64) @Init(weight = Initializer.HE_NORMAL) Tensor hidden();}. Applies to
 * the parameters of the node's first operator; an attribute for a parameter that the operator lacks is an error.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Init {
    /** Law of the parameter {@code weight}, or of the value of an {@link Parameter} node. */
    Initializer weight() default Initializer.DEFAULT;

    /** Law of the parameter {@code bias}. */
    Initializer bias() default Initializer.DEFAULT;

    /**
     * The number that {@code CONSTANT}, {@code NORMAL}, {@code UNIFORM} and {@code ORTHOGONAL} take; NaN means not given. Of two laws at
     * most one takes it, unless they are the same.
     */
    double argument() default Double.NaN;
}
