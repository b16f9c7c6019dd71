package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * y = x / (1 + |x|) (Bergstra et al. 2009).
 */
@Pointwise(value = "x / (1 + abs(x))", onnx = "Softsign")
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Softsign {}
