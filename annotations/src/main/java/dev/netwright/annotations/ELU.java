package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * y = x where x &gt; 0, else value · (exp(x) - 1) (Clevert et al. 2016).
 */
@Pointwise(value = "x > 0 ? x : value * expm1(x)", onnx = "Elu(alpha = value)")
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ELU {
    /** Height of the plateau on the negative side. */
    float value() default 1;
}
