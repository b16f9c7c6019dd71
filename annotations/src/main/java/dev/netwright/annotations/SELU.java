package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * y = λ (x where x &gt; 0, else α (exp(x) - 1)), λ = 1.0507…, α = 1.6732… (Klambauer et al. 2017, equation 2 and
 * section 2).
 */
@Pointwise(
        value = "1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * expm1(x))",
        onnx = "Selu(alpha = 1.6732632423543772, gamma = 1.0507009873554805)")
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface SELU {}
