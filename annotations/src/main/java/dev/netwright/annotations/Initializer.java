package dev.netwright.annotations;

/**
 * Laws that fill a parameter at the start, drawn from a generator that depends on the model's seed and the parameter's
 * name alone. {@code fanIn} and {@code fanOut} are the numbers of values that enter and leave one unit; for a
 * {@code [out, in]} matrix they are {@code in} and {@code out}.
 */
public enum Initializer {
    /** The operator's own law, stated in its documentation. */
    DEFAULT,
    /** All 0. */
    ZEROS,
    /** All 1. */
    ONES,
    /** All {@link Init#argument()}, which must be given. */
    CONSTANT,
    /** Normal with mean 0 and standard deviation {@link Init#argument()}, 0.05 unless given. */
    NORMAL,
    /** Uniform between -a and a, a = {@link Init#argument()}, 0.05 unless given. */
    UNIFORM,
    /** Uniform between -a and a, a = sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010, equation 16). */
    XAVIER_UNIFORM,
    /** Normal with standard deviation sqrt(2 / (fanIn + fanOut)) (Glorot and Bengio 2010). */
    XAVIER_NORMAL,
    /** Uniform between -a and a, a = sqrt(6 / fanIn) (He et al. 2015, equation 10). */
    HE_UNIFORM,
    /** Normal with standard deviation sqrt(2 / fanIn) (He et al. 2015, equation 10). */
    HE_NORMAL,
    /**
     * Rows or columns, whichever are fewer, orthonormal, times {@link Init#argument()}, 1 unless given (Saxe et al. 2014).
     * Tensors of higher rank count as {@code [first, product of the rest]}; rank 1 is an error.
     */
    ORTHOGONAL
}
