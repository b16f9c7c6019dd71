package dev.netwright.examples;

import dev.netwright.annotations.Pointwise;

/** y = x σ(slope · x) (Hendrycks and Gimpel 2016, section 2). */
@Pointwise("x * sigmoid(slope * x)")
@interface QuickGELU {
    float slope() default 1.702f;
}
