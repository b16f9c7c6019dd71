package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * y = x Φ(x), Φ the normal distribution function: 0.5 x (1 + erf(x / √2)) (Hendrycks and Gimpel 2016). The exact form;
 * {@link GELUTanh} is the approximation.
 */
@Pointwise("0.5 * x * (1 + erf(x * 0.7071067811865476))")
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface GELU {}
