package dev.netwright.runtime.engine;

/**
 * {@link MatMul} for matrices of few columns, whose rows are too short for vectors: sums of two rows by four columns stand in
 * registers, eight chains of {@link Math#fma} at a time, which hides their latency. The order of the sums is MatMul's.
 */
final class NarrowTiles {
    private NarrowTiles() {}

    static void rows(
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            Panel b,
            float[] c,
            int cAt,
            int cRow,
            int cColumn,
            boolean accumulate,
            int from,
            int to) {
        float[][] columns = b.block(0);
        int size = b.rows();
        int width = b.columns();
        int i = from;
        for (; i < to; i += 2) {
            int rows = Math.min(2, to - i);
            int aFirst = aAt + i * aRow;
            int cFirst = cAt + i * cRow;
            int j = 0;
            for (; j + 4 <= width; j += 4) {
                int at = cFirst + j * cColumn;
                if (rows == 2) {
                    twoByFour(a, aFirst, aRow, aColumn, columns, j, size, c, at, cRow, cColumn, accumulate);
                } else {
                    oneByFour(a, aFirst, aColumn, columns, j, size, c, at, cColumn, accumulate);
                }
            }
            for (; j < width; j++) {
                int at = cFirst + j * cColumn;
                for (int r = 0; r < rows; r++) {
                    one(a, aFirst + r * aRow, aColumn, columns[j], size, c, at + r * cRow, accumulate);
                }
            }
        }
    }

    private static void twoByFour(
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[][] b,
            int j,
            int size,
            float[] c,
            int c0,
            int cRow,
            int cColumn,
            boolean accumulate) {
        float[] b0 = b[j];
        float[] b1 = b[j + 1];
        float[] b2 = b[j + 2];
        float[] b3 = b[j + 3];
        int c1 = c0 + cRow;
        float s00 = accumulate ? c[c0] : 0f;
        float s01 = accumulate ? c[c0 + cColumn] : 0f;
        float s02 = accumulate ? c[c0 + 2 * cColumn] : 0f;
        float s03 = accumulate ? c[c0 + 3 * cColumn] : 0f;
        float s10 = accumulate ? c[c1] : 0f;
        float s11 = accumulate ? c[c1 + cColumn] : 0f;
        float s12 = accumulate ? c[c1 + 2 * cColumn] : 0f;
        float s13 = accumulate ? c[c1 + 3 * cColumn] : 0f;
        for (int k = 0; k < size; k++) {
            float x = a[aAt + k * aColumn];
            float y = a[aAt + aRow + k * aColumn];
            float w0 = b0[k];
            float w1 = b1[k];
            float w2 = b2[k];
            float w3 = b3[k];
            s00 = Math.fma(x, w0, s00);
            s01 = Math.fma(x, w1, s01);
            s02 = Math.fma(x, w2, s02);
            s03 = Math.fma(x, w3, s03);
            s10 = Math.fma(y, w0, s10);
            s11 = Math.fma(y, w1, s11);
            s12 = Math.fma(y, w2, s12);
            s13 = Math.fma(y, w3, s13);
        }
        c[c0] = s00;
        c[c0 + cColumn] = s01;
        c[c0 + 2 * cColumn] = s02;
        c[c0 + 3 * cColumn] = s03;
        c[c1] = s10;
        c[c1 + cColumn] = s11;
        c[c1 + 2 * cColumn] = s12;
        c[c1 + 3 * cColumn] = s13;
    }

    private static void oneByFour(
            float[] a,
            int aAt,
            int aColumn,
            float[][] b,
            int j,
            int size,
            float[] c,
            int cAt,
            int cColumn,
            boolean accumulate) {
        float[] b0 = b[j];
        float[] b1 = b[j + 1];
        float[] b2 = b[j + 2];
        float[] b3 = b[j + 3];
        float s0 = accumulate ? c[cAt] : 0f;
        float s1 = accumulate ? c[cAt + cColumn] : 0f;
        float s2 = accumulate ? c[cAt + 2 * cColumn] : 0f;
        float s3 = accumulate ? c[cAt + 3 * cColumn] : 0f;
        for (int k = 0; k < size; k++) {
            float x = a[aAt + k * aColumn];
            s0 = Math.fma(x, b0[k], s0);
            s1 = Math.fma(x, b1[k], s1);
            s2 = Math.fma(x, b2[k], s2);
            s3 = Math.fma(x, b3[k], s3);
        }
        c[cAt] = s0;
        c[cAt + cColumn] = s1;
        c[cAt + 2 * cColumn] = s2;
        c[cAt + 3 * cColumn] = s3;
    }

    private static void one(
            float[] a, int aAt, int aColumn, float[] b, int size, float[] c, int cAt, boolean accumulate) {
        float s = accumulate ? c[cAt] : 0f;
        for (int k = 0; k < size; k++) {
            s = Math.fma(a[aAt + k * aColumn], b[k], s);
        }
        c[cAt] = s;
    }
}
