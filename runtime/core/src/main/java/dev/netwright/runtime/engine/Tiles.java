package dev.netwright.runtime.engine;

/**
 * The innermost loops of {@link MatMul}: R rows of c += R × U numbers of a times U rows of b. Loads first, {@link Math#fma}, stores
 * last, every array indexed with {@code [j]} alone: the bodies that C2 of JDK 17 and of 25 vectorizes. Larger ones fall back to
 * scalar code on 17. Tunables: four rows by two steps of k where there are four rows; one by four for a single one.
 */
final class Tiles {
    private Tiles() {}

    static void fourByTwo(
            float[] c0,
            float[] c1,
            float[] c2,
            float[] c3,
            float[] b0,
            float[] b1,
            float a00,
            float a01,
            float a10,
            float a11,
            float a20,
            float a21,
            float a30,
            float a31,
            int width) {
        for (int j = 0; j < width; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            float s0 = c0[j];
            float s1 = c1[j];
            float s2 = c2[j];
            float s3 = c3[j];
            s0 = Math.fma(a01, x1, Math.fma(a00, x0, s0));
            s1 = Math.fma(a11, x1, Math.fma(a10, x0, s1));
            s2 = Math.fma(a21, x1, Math.fma(a20, x0, s2));
            s3 = Math.fma(a31, x1, Math.fma(a30, x0, s3));
            c0[j] = s0;
            c1[j] = s1;
            c2[j] = s2;
            c3[j] = s3;
        }
    }

    static void twoByTwo(
            float[] c0, float[] c1, float[] b0, float[] b1, float a00, float a01, float a10, float a11, int width) {
        for (int j = 0; j < width; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            float s0 = c0[j];
            float s1 = c1[j];
            s0 = Math.fma(a01, x1, Math.fma(a00, x0, s0));
            s1 = Math.fma(a11, x1, Math.fma(a10, x0, s1));
            c0[j] = s0;
            c1[j] = s1;
        }
    }

    static void twoByOne(float[] c0, float[] c1, float[] b, float a0, float a1, int width) {
        for (int j = 0; j < width; j++) {
            float x = b[j];
            float s0 = c0[j];
            float s1 = c1[j];
            s0 = Math.fma(a0, x, s0);
            s1 = Math.fma(a1, x, s1);
            c0[j] = s0;
            c1[j] = s1;
        }
    }

    static void oneByFour(
            float[] c,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float a0,
            float a1,
            float a2,
            float a3,
            int width) {
        for (int j = 0; j < width; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            float x2 = b2[j];
            float x3 = b3[j];
            float s = c[j];
            s = Math.fma(a3, x3, Math.fma(a2, x2, Math.fma(a1, x1, Math.fma(a0, x0, s))));
            c[j] = s;
        }
    }

    static void oneByOne(float[] c, float[] b, float a, int width) {
        for (int j = 0; j < width; j++) {
            c[j] = Math.fma(a, b[j], c[j]);
        }
    }
}
