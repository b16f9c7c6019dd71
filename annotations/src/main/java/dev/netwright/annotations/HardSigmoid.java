package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * y = min(max(x / 6 + 1/2, 0), 1) (Howard et al. 2019, as in PyTorch; Keras and ONNX default to another slope).
 */
@Pointwise(value = "clamp(x / 6 + 0.5, 0, 1)", onnx = "HardSigmoid(alpha = 1 / 6, beta = 0.5)")
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface HardSigmoid {}
