package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes an annotation a pointwise operator, its formula everything there is to write:
 *
 * <pre>{@code
 * @Pointwise("x * sigmoid(1.702 * x)")
 * public @interface QuickGELU {}
 * }</pre>
 *
 * <p>A formula is an expression of {@code x} and of the annotation's own attributes by name (numbers and booleans, each with a
 * default). It has numbers, {@code pi}, {@code + - * /}, parentheses, comparisons {@code < <= > >= == !=}, the choice
 * {@code c ? a : b}, and the functions {@code exp expm1 log log1p sqrt abs sign sin cos tanh sigmoid softplus erf} of one value,
 * {@code min max pow} of two and {@code clamp(x, low, high)}. The derivative, kernels and files follow from it. Where a formula
 * has a kink the derivative is the one of the side that the comparison does not name: ReLU's at 0 is 0.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.ANNOTATION_TYPE)
public @interface Pointwise {
    /** The formula. */
    String value();

    /**
     * The ONNX operator that computes the same, for instance {@code LeakyRelu(alpha = value)}: its type, then its attributes as
     * formulas of the annotation's. Empty means primitive nodes made from the formula.
     */
    String onnx() default "";
}
