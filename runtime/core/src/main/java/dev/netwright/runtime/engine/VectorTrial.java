package dev.netwright.runtime.engine;

import java.util.Arrays;

/**
 * Runs the vector kernels on a thread in the background until C2 has compiled them, and says whether they then run at their rate, beside
 * the plain ones on the same products. So nobody waits for them, and kernels that stick at the speed of boxed vectors, as those of JDK 17 do
 * now and then, are never taken.
 */
final class VectorTrial implements Runnable {
    private static final int DEPTH = 256;
    private static final int[] ROWS = {6, 4, 2, 1};

    /** Nanoseconds of a turn of one kernel. */
    private static final long TURN = 500_000;

    /** Nanoseconds after which the kernels are given up. */
    private static final long PATIENCE = 20_000_000_000L;

    /** The share of the plain kernels' rate that vector kernels have at least. A kernel that sticks has a hundredth. */
    private static final double LEAST = 0.7;

    private final VectorKernels kernels;
    private final int columns;
    private final float[] a = new float[6 * DEPTH];
    private final float[] c;
    private final Panel plain = new Panel();
    private final Strips strips;

    private VectorTrial(VectorKernels kernels) {
        this.kernels = kernels;
        this.columns = 4 * kernels.width();
        this.strips = new Strips(kernels);
        this.c = new float[6 * columns];
    }

    static void start(VectorKernels kernels) {
        Thread thread = new Thread(null, new VectorTrial(kernels), "netwright-vector-trial", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    @Override
    public void run() {
        float[] b = new float[DEPTH * columns];
        Arrays.fill(a, 0.5f);
        Arrays.fill(b, 0.25f);
        plain.packBlocks(b, 0, columns, 1, DEPTH, columns);
        strips.pack(b, 0, columns, 1, DEPTH, columns);
        double[] shares = new double[ROWS.length];
        long start = System.nanoTime();
        boolean fast = false;
        while (!fast && System.nanoTime() - start < PATIENCE) {
            fast = true;
            for (int k = 0; k < ROWS.length; k++) {
                double vectors = nanos(ROWS[k], true);
                shares[k] = nanos(ROWS[k], false) / vectors;
                fast &= shares[k] > LEAST;
            }
        }
        String figures = "times as fast as the plain ones for " + Arrays.toString(ROWS) + " rows: "
                + Arrays.toString(shares) + ", after " + (System.nanoTime() - start) / 1_000_000 + " ms";
        VectorKernels.decide(kernels, fast, figures);
    }

    /** Nanoseconds of a product. */
    private double nanos(int rows, boolean vectors) {
        long start = System.nanoTime();
        long now;
        int calls = 0;
        do {
            if (vectors) {
                StripProducts.rows(a, 0, DEPTH, 1, strips, c, 0, columns, 1, false, 0, rows);
            } else {
                MatMul.rows(a, 0, DEPTH, 1, plain, c, 0, columns, 1, false, 0, rows);
            }
            calls++;
            now = System.nanoTime();
        } while (now - start < TURN);
        return (now - start) / (double) calls;
    }
}
