package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the version before has not all tensors of a node: those it lacks start by a law when one of its checkpoints is loaded,
 * with the same values each time (the law's seed is 0). Goes once the version is locked, since the next one refuses it.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Added {
    /** The law; {@code DEFAULT} is each tensor's own, as a new model starts. */
    Initializer init() default Initializer.DEFAULT;

    /** The number that {@code CONSTANT}, {@code NORMAL}, {@code UNIFORM} and {@code ORTHOGONAL} take; NaN means not given. */
    double argument() default Double.NaN;
}
