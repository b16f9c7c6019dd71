package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * y = 0.5 x (1 + tanh(√(2 / π) (x + 0.044715 x³))), the approximation of {@link GELU} (Hendrycks and Gimpel 2016).
 * Computed as x · sigmoid(2 √(2 / π) (x + 0.044715 x³)), which is the same and keeps its digits where x is far below 0.
 */
@Pointwise("x * sigmoid(1.5957691216057308 * (x + 0.044715 * x * x * x))")
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface GELUTanh {}
