package dev.netwright.runtime.engine;

/**
 * Elementary functions of single precision, for kernels. Unless said otherwise the result is within {@value #ULPS} ulp of the exact
 * value everywhere, denormals included, NaN gives NaN, and the functions that are odd keep the sign of −0. They compute in double and
 * round once; exponentials and logarithms by short polynomials, which C2 inlines into the loop. Thread-safe.
 */
public final class Elementary {
    /** The bound of the error, in units in the last place of the result. */
    public static final double ULPS = 0.51;

    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN_2 = 0.6931471805599453;
    private static final double SQRT_2 = 1.4142135623730951;

    /** Adding and subtracting it rounds a double below 2⁵¹ to an integer: 1.5 × 2⁵². */
    private static final double ROUND = 0x1.8p52;

    /** Below it e^x rounds to 0 in single precision, and far below. */
    private static final double LEAST = -200;

    /** Above it e^x is infinite in single precision, and far above. */
    private static final double MOST = 200;

    private Elementary() {}

    /** e^x. */
    public static float exp(float x) {
        return (float) exp(clamp(x));
    }

    /** e^x − 1. */
    public static float expm1(float x) {
        return x == 0f ? x : (float) expm1(clamp(x));
    }

    /** Natural logarithm; −∞ at ±0, NaN below. */
    public static float log(float x) {
        if (!(x > 0f && x < Float.POSITIVE_INFINITY)) {
            return x == 0f ? Float.NEGATIVE_INFINITY : x > 0f ? x : Float.NaN;
        }
        return (float) logOfNormal(x);
    }

    /** Natural logarithm of 1 + x; −∞ at −1, NaN below. */
    public static float log1p(float x) {
        if (!(x > -1f && x < Float.POSITIVE_INFINITY)) {
            return x == -1f ? Float.NEGATIVE_INFINITY : x > 0f ? x : Float.NaN;
        }
        return x == 0f ? x : (float) log1pFinite(x);
    }

    /** Square root, rounded correctly. */
    public static float sqrt(float x) {
        return (float) Math.sqrt(x);
    }

    /** Absolute value, exact. */
    public static float abs(float x) {
        return Math.abs(x);
    }

    /** −1, 1, or x where it is ±0 or NaN. */
    public static float sign(float x) {
        return Math.signum(x);
    }

    /** Sine of an angle in radians. */
    public static float sin(float x) {
        return (float) Math.sin(x);
    }

    /** Cosine of an angle in radians. */
    public static float cos(float x) {
        return (float) Math.cos(x);
    }

    /** Hyperbolic tangent. */
    public static float tanh(float x) {
        if (x == 0f) {
            return x;
        }
        double e = expm1(clamp(2.0 * x));
        return (float) (e / (e + 2));
    }

    /** Logistic function, 1 / (1 + e^−x). */
    public static float sigmoid(float x) {
        return (float) (1 / (1 + exp(clamp(-x))));
    }

    /** ln(1 + e^x). */
    public static float softplus(float x) {
        double y = x;
        return (float) ((y < 0 ? 0 : y) + log1pFinite(exp(clamp(-Math.abs(y)))));
    }

    /** Error function, 2/√π times the integral of e^(−t²) from 0 to x. */
    public static float erf(float x) {
        return (float) ErrorFunction.erf(x);
    }

    /** Error function in double precision, within 6 ulp. See {@link ErrorFunction} for the source. */
    public static double erf(double x) {
        return ErrorFunction.erf(x);
    }

    /** x to the power of y, with the special cases of {@link Math#pow}. */
    public static float pow(float x, float y) {
        return (float) Math.pow(x, y);
    }

    /** The smaller of two; NaN where either is NaN; −0 is smaller than 0. */
    public static float min(float x, float y) {
        return Math.min(x, y);
    }

    /** The larger of two; NaN where either is NaN; −0 is smaller than 0. */
    public static float max(float x, float y) {
        return Math.max(x, y);
    }

    /** Within the bounds; NaN stays. Branches: on JDK 17 Math.min and Math.max of doubles cost more than the exponential. */
    private static double clamp(double x) {
        return x > MOST ? MOST : x < LEAST ? LEAST : x;
    }

    /** e^x for x within the clamp, to a relative error below 2⁻³⁴. */
    private static double exp(double x) {
        double shifted = x * LOG2_E + ROUND;
        double scale = powerOfTwo(shifted);
        return scale * expm1Near0(x - (shifted - ROUND) * LN_2) + scale;
    }

    /** e^x − 1 for x within the clamp, to a relative error below 2⁻³². */
    private static double expm1(double x) {
        double shifted = x * LOG2_E + ROUND;
        double scale = powerOfTwo(shifted);
        return scale * expm1Near0(x - (shifted - ROUND) * LN_2) + (scale - 1);
    }

    /** 2^k for k + ROUND, whose lowest bits are k's, and an exponent k of a normal double. */
    private static double powerOfTwo(double shifted) {
        return Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) + 1023) << 52);
    }

    /**
     * e^r − 1 for |r| ≤ ln(2) / 2 by its Taylor series to r⁹ / 9!; the rest is below 2⁻³⁵ of it. In pairs (Estrin's scheme), so that
     * the products do not wait for each other.
     */
    private static double expm1Near0(double r) {
        double q = r * r;
        double low = (1.0 / 120 * r + 1.0 / 24) * q + (1.0 / 6 * r + 0.5);
        double high = (1.0 / 362880 * r + 1.0 / 40320) * q + (1.0 / 5040 * r + 1.0 / 720);
        return (high * (q * q) + low) * q + r;
    }

    /** ln x for a positive normal x: k ln 2 + ln m, m between √½ and √2. */
    private static double logOfNormal(double x) {
        long bits = Double.doubleToRawLongBits(x);
        int k = (int) (bits >>> 52) - 1023;
        double m = Double.longBitsToDouble((bits & 0x000F_FFFF_FFFF_FFFFL) | 0x3FF0_0000_0000_0000L);
        if (m > SQRT_2) {
            m *= 0.5;
            k++;
        }
        return k * LN_2 + logNear1(m - 1);
    }

    /** ln(1 + f) = 2 artanh s with s = f / (2 + f), |s| ≤ 0.172, by its series to s¹³; the rest is below 2⁻³⁹ of it. */
    private static double logNear1(double f) {
        double s = f / (2 + f);
        double q = s * s;
        double t = 1.0 / 13;
        t = t * q + 1.0 / 11;
        t = t * q + 1.0 / 9;
        t = t * q + 1.0 / 7;
        t = t * q + 1.0 / 5;
        t = t * q + 1.0 / 3;
        return 2 * s + 2 * s * q * t;
    }

    /** ln(1 + x) for finite x above −1. */
    private static double log1pFinite(double x) {
        return x > -0.25 && x < 0.25 ? logNear1(x) : logOfNormal(1 + x);
    }
}
