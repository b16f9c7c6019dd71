package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * y = x · min(max(x / 6 + 1/2, 0), 1) (Howard et al. 2019).
 */
@Pointwise(value = "x * clamp(x / 6 + 0.5, 0, 1)", onnx = "HardSwish")
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface HardSwish {}
