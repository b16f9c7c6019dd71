package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * y = x where x &gt; 0, else value · x (Maas et al. 2013).
 */
@Pointwise(value = "x > 0 ? x : value * x", onnx = "LeakyRelu(alpha = value)")
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface LeakyReLU {
    /** Slope on the negative side. */
    float value() default 0.01f;
}
