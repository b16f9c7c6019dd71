package dev.netwright.runtime.array;

/** float16 (IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits). Source: IEEE 754-2019 §3.6, §4.3.1. */
public final class Half {
    /** The largest finite value. */
    public static final float MAX = 65504;

    private Half() {}

    /** The same value. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0x1F) {
            return Float.intBitsToFloat(sign | 0x7F800000 | (fraction << 13));
        }
        if (exponent == 0) {
            float value = fraction * 0x1p-24f; // zero or subnormal: exact
            return sign == 0 ? value : -value;
        }
        return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (fraction << 13));
    }

    /** The nearest half, ties to even; infinite from 65520 on; NaN keeps its leading bits and stays NaN. */
    public static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7FFFFFFF;
        if (magnitude > 0x7F800000) {
            int fraction = (magnitude >>> 13) & 0x3FF;
            return (short) (sign | 0x7C00 | (fraction == 0 ? 0x200 : fraction));
        }
        if (magnitude >= 0x477FF000) {
            return (short) (sign | 0x7C00);
        }
        if (magnitude >= 0x38800000) { // 2^-14: normal
            int rounded = magnitude - 0x38000000 + 0xFFF + ((magnitude >>> 13) & 1);
            return (short) (sign | (rounded >>> 13));
        }
        // subnormal, a multiple of 2^-24: adding 0.5 makes that the last place of the fraction, rounded ties to even
        float shifted = Float.intBitsToFloat(magnitude) + 0.5f;
        return (short) (sign | (Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(0.5f)));
    }
}
