package dev.netwright.runtime.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels of {@link VectorKernels}. Tiles of 6, 4, 2 or 1 rows by two vectors, k not unrolled: 6 × 2 sums, two vectors of b and one
 * number of a take the sixteen registers of AVX2, and strides of a that are no constants keep C2 from unrolling the loop, which on 17
 * and 25 alike would spill them (measured: 40 in place of 80 GFLOP/s). One row takes four strips at a time, eight chains of
 * {@link Math#fma}, which hides their latency. Everything stays in locals of one method: a vector that leaves it is an object.
 */
final class VectorTiles extends VectorKernels {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final int WIDTH = 2 * LANES;

    /** Called by name. */
    VectorTiles() {}

    @Override
    int width() {
        return WIDTH;
    }

    @Override
    void tile(
            int rows,
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int cRow,
            boolean load,
            int depth) {
        switch (rows) {
            case 6 -> six(a, aAt, aRow, aColumn, b, bAt, c, cAt, cRow, load, depth);
            case 4 -> four(a, aAt, aRow, aColumn, b, bAt, c, cAt, cRow, load, depth);
            case 2 -> two(a, aAt, aRow, aColumn, b, bAt, c, cAt, cRow, load, depth);
            default -> one(a, aAt, aColumn, b, bAt, c, cAt, load, depth);
        }
    }

    private static void six(
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            float[] c,
            int c0,
            int cRow,
            boolean load,
            int depth) {
        int c1 = c0 + cRow;
        int c2 = c1 + cRow;
        int c3 = c2 + cRow;
        int c4 = c3 + cRow;
        int c5 = c4 + cRow;
        FloatVector s00 = load ? FloatVector.fromArray(S, c, c0) : FloatVector.zero(S);
        FloatVector s01 = load ? FloatVector.fromArray(S, c, c0 + LANES) : FloatVector.zero(S);
        FloatVector s10 = load ? FloatVector.fromArray(S, c, c1) : FloatVector.zero(S);
        FloatVector s11 = load ? FloatVector.fromArray(S, c, c1 + LANES) : FloatVector.zero(S);
        FloatVector s20 = load ? FloatVector.fromArray(S, c, c2) : FloatVector.zero(S);
        FloatVector s21 = load ? FloatVector.fromArray(S, c, c2 + LANES) : FloatVector.zero(S);
        FloatVector s30 = load ? FloatVector.fromArray(S, c, c3) : FloatVector.zero(S);
        FloatVector s31 = load ? FloatVector.fromArray(S, c, c3 + LANES) : FloatVector.zero(S);
        FloatVector s40 = load ? FloatVector.fromArray(S, c, c4) : FloatVector.zero(S);
        FloatVector s41 = load ? FloatVector.fromArray(S, c, c4 + LANES) : FloatVector.zero(S);
        FloatVector s50 = load ? FloatVector.fromArray(S, c, c5) : FloatVector.zero(S);
        FloatVector s51 = load ? FloatVector.fromArray(S, c, c5 + LANES) : FloatVector.zero(S);
        for (int k = 0; k < depth; k++) {
            int i = aAt + k * aColumn;
            FloatVector b0 = FloatVector.fromArray(S, b, bAt + k * WIDTH);
            FloatVector b1 = FloatVector.fromArray(S, b, bAt + k * WIDTH + LANES);
            FloatVector x = FloatVector.broadcast(S, a[i]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = FloatVector.broadcast(S, a[i + aRow]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = FloatVector.broadcast(S, a[i + 2 * aRow]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = FloatVector.broadcast(S, a[i + 3 * aRow]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
            x = FloatVector.broadcast(S, a[i + 4 * aRow]);
            s40 = x.fma(b0, s40);
            s41 = x.fma(b1, s41);
            x = FloatVector.broadcast(S, a[i + 5 * aRow]);
            s50 = x.fma(b0, s50);
            s51 = x.fma(b1, s51);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + LANES);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + LANES);
        s50.intoArray(c, c5);
        s51.intoArray(c, c5 + LANES);
    }

    private static void four(
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            float[] c,
            int c0,
            int cRow,
            boolean load,
            int depth) {
        int c1 = c0 + cRow;
        int c2 = c1 + cRow;
        int c3 = c2 + cRow;
        FloatVector s00 = load ? FloatVector.fromArray(S, c, c0) : FloatVector.zero(S);
        FloatVector s01 = load ? FloatVector.fromArray(S, c, c0 + LANES) : FloatVector.zero(S);
        FloatVector s10 = load ? FloatVector.fromArray(S, c, c1) : FloatVector.zero(S);
        FloatVector s11 = load ? FloatVector.fromArray(S, c, c1 + LANES) : FloatVector.zero(S);
        FloatVector s20 = load ? FloatVector.fromArray(S, c, c2) : FloatVector.zero(S);
        FloatVector s21 = load ? FloatVector.fromArray(S, c, c2 + LANES) : FloatVector.zero(S);
        FloatVector s30 = load ? FloatVector.fromArray(S, c, c3) : FloatVector.zero(S);
        FloatVector s31 = load ? FloatVector.fromArray(S, c, c3 + LANES) : FloatVector.zero(S);
        for (int k = 0; k < depth; k++) {
            int i = aAt + k * aColumn;
            FloatVector b0 = FloatVector.fromArray(S, b, bAt + k * WIDTH);
            FloatVector b1 = FloatVector.fromArray(S, b, bAt + k * WIDTH + LANES);
            FloatVector x = FloatVector.broadcast(S, a[i]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = FloatVector.broadcast(S, a[i + aRow]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = FloatVector.broadcast(S, a[i + 2 * aRow]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = FloatVector.broadcast(S, a[i + 3 * aRow]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + LANES);
    }

    private static void two(
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            float[] c,
            int c0,
            int cRow,
            boolean load,
            int depth) {
        int c1 = c0 + cRow;
        FloatVector s00 = load ? FloatVector.fromArray(S, c, c0) : FloatVector.zero(S);
        FloatVector s01 = load ? FloatVector.fromArray(S, c, c0 + LANES) : FloatVector.zero(S);
        FloatVector s10 = load ? FloatVector.fromArray(S, c, c1) : FloatVector.zero(S);
        FloatVector s11 = load ? FloatVector.fromArray(S, c, c1 + LANES) : FloatVector.zero(S);
        for (int k = 0; k < depth; k++) {
            int i = aAt + k * aColumn;
            FloatVector b0 = FloatVector.fromArray(S, b, bAt + k * WIDTH);
            FloatVector b1 = FloatVector.fromArray(S, b, bAt + k * WIDTH + LANES);
            FloatVector x = FloatVector.broadcast(S, a[i]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = FloatVector.broadcast(S, a[i + aRow]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
    }

    private static void one(
            float[] a, int aAt, int aColumn, float[] b, int bAt, float[] c, int cAt, boolean load, int depth) {
        FloatVector s0 = load ? FloatVector.fromArray(S, c, cAt) : FloatVector.zero(S);
        FloatVector s1 = load ? FloatVector.fromArray(S, c, cAt + LANES) : FloatVector.zero(S);
        for (int k = 0; k < depth; k++) {
            FloatVector x = FloatVector.broadcast(S, a[aAt + k * aColumn]);
            s0 = x.fma(FloatVector.fromArray(S, b, bAt + k * WIDTH), s0);
            s1 = x.fma(FloatVector.fromArray(S, b, bAt + k * WIDTH + LANES), s1);
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + LANES);
    }

    @Override
    void windows(float[] a, int[] rows, int[] places, float[] b, int bAt, float[] c, boolean load, int depth) {
        int a0 = rows[0];
        int a1 = rows[1];
        int a2 = rows[2];
        int a3 = rows[3];
        int a4 = rows[4];
        int a5 = rows[5];
        FloatVector s00 = load ? FloatVector.fromArray(S, c, 0) : FloatVector.zero(S);
        FloatVector s01 = load ? FloatVector.fromArray(S, c, LANES) : FloatVector.zero(S);
        FloatVector s10 = load ? FloatVector.fromArray(S, c, WIDTH) : FloatVector.zero(S);
        FloatVector s11 = load ? FloatVector.fromArray(S, c, WIDTH + LANES) : FloatVector.zero(S);
        FloatVector s20 = load ? FloatVector.fromArray(S, c, 2 * WIDTH) : FloatVector.zero(S);
        FloatVector s21 = load ? FloatVector.fromArray(S, c, 2 * WIDTH + LANES) : FloatVector.zero(S);
        FloatVector s30 = load ? FloatVector.fromArray(S, c, 3 * WIDTH) : FloatVector.zero(S);
        FloatVector s31 = load ? FloatVector.fromArray(S, c, 3 * WIDTH + LANES) : FloatVector.zero(S);
        FloatVector s40 = load ? FloatVector.fromArray(S, c, 4 * WIDTH) : FloatVector.zero(S);
        FloatVector s41 = load ? FloatVector.fromArray(S, c, 4 * WIDTH + LANES) : FloatVector.zero(S);
        FloatVector s50 = load ? FloatVector.fromArray(S, c, 5 * WIDTH) : FloatVector.zero(S);
        FloatVector s51 = load ? FloatVector.fromArray(S, c, 5 * WIDTH + LANES) : FloatVector.zero(S);
        for (int k = 0; k < depth; k++) {
            int i = places[k];
            FloatVector b0 = FloatVector.fromArray(S, b, bAt + k * WIDTH);
            FloatVector b1 = FloatVector.fromArray(S, b, bAt + k * WIDTH + LANES);
            FloatVector x = FloatVector.broadcast(S, a[a0 + i]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = FloatVector.broadcast(S, a[a1 + i]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = FloatVector.broadcast(S, a[a2 + i]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = FloatVector.broadcast(S, a[a3 + i]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
            x = FloatVector.broadcast(S, a[a4 + i]);
            s40 = x.fma(b0, s40);
            s41 = x.fma(b1, s41);
            x = FloatVector.broadcast(S, a[a5 + i]);
            s50 = x.fma(b0, s50);
            s51 = x.fma(b1, s51);
        }
        s00.intoArray(c, 0);
        s01.intoArray(c, LANES);
        s10.intoArray(c, WIDTH);
        s11.intoArray(c, WIDTH + LANES);
        s20.intoArray(c, 2 * WIDTH);
        s21.intoArray(c, 2 * WIDTH + LANES);
        s30.intoArray(c, 3 * WIDTH);
        s31.intoArray(c, 3 * WIDTH + LANES);
        s40.intoArray(c, 4 * WIDTH);
        s41.intoArray(c, 4 * WIDTH + LANES);
        s50.intoArray(c, 5 * WIDTH);
        s51.intoArray(c, 5 * WIDTH + LANES);
    }

    @Override
    void row(
            float[] a,
            int aAt,
            int aColumn,
            float[] b,
            int b0,
            int strip,
            float[] c,
            int cAt,
            boolean load,
            int depth) {
        int b1 = b0 + strip;
        int b2 = b1 + strip;
        int b3 = b2 + strip;
        FloatVector s0 = load ? FloatVector.fromArray(S, c, cAt) : FloatVector.zero(S);
        FloatVector s1 = load ? FloatVector.fromArray(S, c, cAt + LANES) : FloatVector.zero(S);
        FloatVector s2 = load ? FloatVector.fromArray(S, c, cAt + 2 * LANES) : FloatVector.zero(S);
        FloatVector s3 = load ? FloatVector.fromArray(S, c, cAt + 3 * LANES) : FloatVector.zero(S);
        FloatVector s4 = load ? FloatVector.fromArray(S, c, cAt + 4 * LANES) : FloatVector.zero(S);
        FloatVector s5 = load ? FloatVector.fromArray(S, c, cAt + 5 * LANES) : FloatVector.zero(S);
        FloatVector s6 = load ? FloatVector.fromArray(S, c, cAt + 6 * LANES) : FloatVector.zero(S);
        FloatVector s7 = load ? FloatVector.fromArray(S, c, cAt + 7 * LANES) : FloatVector.zero(S);
        for (int k = 0; k < depth; k++) {
            int o = k * WIDTH;
            FloatVector x = FloatVector.broadcast(S, a[aAt + k * aColumn]);
            s0 = x.fma(FloatVector.fromArray(S, b, b0 + o), s0);
            s1 = x.fma(FloatVector.fromArray(S, b, b0 + o + LANES), s1);
            s2 = x.fma(FloatVector.fromArray(S, b, b1 + o), s2);
            s3 = x.fma(FloatVector.fromArray(S, b, b1 + o + LANES), s3);
            s4 = x.fma(FloatVector.fromArray(S, b, b2 + o), s4);
            s5 = x.fma(FloatVector.fromArray(S, b, b2 + o + LANES), s5);
            s6 = x.fma(FloatVector.fromArray(S, b, b3 + o), s6);
            s7 = x.fma(FloatVector.fromArray(S, b, b3 + o + LANES), s7);
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + LANES);
        s2.intoArray(c, cAt + 2 * LANES);
        s3.intoArray(c, cAt + 3 * LANES);
        s4.intoArray(c, cAt + 4 * LANES);
        s5.intoArray(c, cAt + 5 * LANES);
        s6.intoArray(c, cAt + 6 * LANES);
        s7.intoArray(c, cAt + 7 * LANES);
    }

    @Override
    void gather(float[] from, int fromAt, int[] offsets, int first, int end, float[] to) {
        for (int k = first; k < end; k++) {
            int i = fromAt + offsets[k];
            int o = (k - first) * WIDTH;
            FloatVector.fromArray(S, from, i).intoArray(to, o);
            FloatVector.fromArray(S, from, i + LANES).intoArray(to, o + LANES);
        }
    }

    @Override
    void copy(float[] from, int fromAt, int stride, float[] to, int toAt, int rows) {
        for (int k = 0; k < rows; k++) {
            int i = fromAt + k * stride;
            int o = toAt + k * WIDTH;
            FloatVector.fromArray(S, from, i).intoArray(to, o);
            FloatVector.fromArray(S, from, i + LANES).intoArray(to, o + LANES);
        }
    }
}
