package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The axes of a sample in another order: axis k of the result is axis {@code value[k]} of the input. Computes nothing: what comes
 * after reads along other strides.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Transpose {
    /** The axes of the input, each once, in the order of the result; negative ones count from the end. Empty: in reverse. */
    int[] value() default {};
}
