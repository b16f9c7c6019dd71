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
    private final Convolution convolution = Convolution.of(
            1,
            16,
            16,
            new int[] {16, 16},
            new int[] {3, 3},
            new int[] {16, 16},
            new int[] {1, 1},
            new int[] {1, 1},
            new int[] {1, 1});
    private final ConvolutionOperands operands = new ConvolutionOperands();
    private final ConvolutionScratch scratch = new ConvolutionScratch();
    private final DirectConvolution direct;
    private final Panel plain = new Panel();
    private final Strips strips;

    private VectorTrial(VectorKernels kernels) {
        this.kernels = kernels;
        this.columns = 4 * kernels.width();
        this.strips = new Strips(kernels);
        this.c = new float[6 * columns];
        this.direct = new DirectConvolution(kernels);
        float[] planes = new float[16 * 256];
        operands.set(convolution, planes, 0, new float[16 * convolution.taps], 0, planes.clone(), 0, false);
    }

    @SuppressWarnings("ThreadPriorityCheck") // a wish: nothing relies on it
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
        double[] shares = new double[ROWS.length + 2];
        long start = System.nanoTime();
        boolean fast = false;
        while (!fast && System.nanoTime() - start < PATIENCE) {
            fast = true;
            for (int k = 0; k < ROWS.length; k++) {
                int rows = ROWS[k];
                shares[k] = share(() -> vectors(rows), () -> plain(rows));
            }
            shares[ROWS.length] = share(
                    () -> direct.output(operands, 0, 0, 16, 0, 1), () -> scratch.large(operands, 0, 0, 16, 0, 0, 256));
            shares[ROWS.length + 1] = share(
                    () -> direct.weight(operands, 0, 0, 16, 0, 1), () -> scratch.weight(operands, 0, 0, 16, 0, 1));
            for (double share : shares) {
                fast &= share > LEAST;
            }
        }
        String figures = "times as fast as the plain ones, products of " + Arrays.toString(ROWS)
                + " rows, a convolution, a gradient of filters: " + Arrays.toString(shares) + ", after "
                + (System.nanoTime() - start) / 1_000_000 + " ms";
        VectorKernels.decide(kernels, fast, figures);
    }

    private void vectors(int rows) {
        StripProducts.rows(a, 0, DEPTH, 1, strips, c, 0, columns, 1, false, 0, rows);
        StripProducts.rows(a, 0, DEPTH, 1, strips, c, 0, columns, 1, true, 0, rows);
    }

    private void plain(int rows) {
        MatMul.rows(a, 0, DEPTH, 1, plain, c, 0, columns, 1, false, 0, rows);
        MatMul.rows(a, 0, DEPTH, 1, plain, c, 0, columns, 1, true, 0, rows);
    }

    /** How many times as fast the vectors are, in this turn. */
    private static double share(Runnable vectors, Runnable plain) {
        double nanos = nanos(vectors);
        return nanos(plain) / nanos;
    }

    /** Nanoseconds of a call. */
    private static double nanos(Runnable body) {
        long start = System.nanoTime();
        long now;
        int calls = 0;
        do {
            body.run();
            calls++;
            now = System.nanoTime();
        } while (now - start < TURN);
        return (now - start) / (double) calls;
    }
}
