package dev.netwright.runtime.engine;

/**
 * The error function by the rational approximations of W. J. Cody, "Rational Chebyshev approximations for the error function",
 * Mathematics of Computation 23 (1969), 631–637: on |x| ≤ 0.46875 erf itself, beyond it the complement, e^(−x²) times a rational
 * function of x up to 4 and of 1/x² from there.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // coefficients as published, with all their digits
final class ErrorFunction {
    private static final double INVERSE_SQRT_PI = 0.56418958354775628695;

    /** From here on 1 − erf x is below half an ulp of 1. */
    private static final double ONE_FROM = 5.9215871957945083;

    private static final double[] A = {
        1.85777706184603153e-1,
        3.16112374387056560e0,
        1.13864154151050156e2,
        3.77485237685302021e2,
        3.20937758913846947e3
    };
    private static final double[] B = {
        1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3
    };
    private static final double[] C = {
        2.15311535474403846e-8,
        5.64188496988670089e-1,
        8.88314979438837594e0,
        6.61191906371416295e1,
        2.98635138197400131e2,
        8.81952221241769090e2,
        1.71204761263407058e3,
        2.05107837782607147e3,
        1.23033935479799725e3
    };
    private static final double[] D = {
        1,
        1.57449261107098347e1,
        1.17693950891312499e2,
        5.37181101862009858e2,
        1.62138957456669019e3,
        3.29079923573345963e3,
        4.36261909014324716e3,
        3.43936767414372164e3,
        1.23033935480374942e3
    };
    private static final double[] P = {
        1.63153871373020978e-2,
        3.05326634961232344e-1,
        3.60344899949804439e-1,
        1.25781726111229246e-1,
        1.60837851487422766e-2,
        6.58749161529837803e-4
    };
    private static final double[] Q = {
        1,
        2.56852019228982242e0,
        1.87295284992346047e0,
        5.27905102951428412e-1,
        6.05183413124413191e-2,
        2.33520497626869185e-3
    };

    private ErrorFunction() {}

    static double erf(double x) {
        double y = Math.abs(x);
        if (y <= 0.46875) {
            double square = x * x;
            return x * (polynomial(A, square) / polynomial(B, square));
        }
        if (y >= ONE_FROM) {
            return Math.signum(x);
        }
        return Math.copySign(1 - complement(y), x);
    }

    /** 1 − erf y for y above 0.46875; NaN for NaN. */
    private static double complement(double y) {
        double square = y * y;
        double exponential = Math.exp(-square) * (1 - Math.fma(y, y, -square)); // with what y² lost to rounding
        if (y <= 4) {
            return exponential * (polynomial(C, y) / polynomial(D, y));
        }
        double inverse = 1 / square;
        double tail = inverse * (polynomial(P, inverse) / polynomial(Q, inverse));
        return exponential * (INVERSE_SQRT_PI - tail) / y;
    }

    /** Horner's rule, the coefficient of the highest power first. */
    private static double polynomial(double[] coefficients, double x) {
        double sum = coefficients[0];
        for (int k = 1; k < coefficients.length; k++) {
            sum = sum * x + coefficients[k];
        }
        return sum;
    }
}
