package dev.netwright.runtime.engine;

import java.util.Locale;
import java.util.Random;

/**
 * Prints the speed of matrix products in GFLOP/s, the best of many calls on one thread and on all. A program, not a test; its
 * arguments are shapes {@code m,n,k}.
 */
public final class MatMulSpeed {
    private static final int TILE = 16;

    private MatMulSpeed() {}

    public static void main(String[] shapes) {
        String[] list = shapes.length > 0
                ? shapes
                : new String[] {
                    "1,128,784", "32,128,784", "256,512,784", "32,10,64", "1,10,64", "128,784,32", "32,64,128"
                };
        System.out.println(System.getProperty("java.vm.version"));
        System.out.println("m,n,k             one thread   all threads   packing (ns a float, transposed)");
        for (String shape : list) {
            int[] size = java.util.Arrays.stream(shape.split(",", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            measure(shape, size[0], size[1], size[2]);
        }
    }

    private static void measure(String shape, int m, int n, int k) {
        Random random = new Random(1);
        float[] a = new float[m * k];
        float[] weights = new float[n * k];
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextFloat() - 0.5f;
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextFloat() - 0.5f;
        }
        float[] c = new float[m * n];
        Panel panel = new Panel();
        double packing = best(() -> panel.pack(weights, 0, 1, k, k, n));
        long work = 2L * m * n * k;
        Workers.Task task =
                tile -> MatMul.rows(a, 0, k, 1, panel, c, 0, n, 1, false, tile * TILE, Math.min(m, tile * TILE + TILE));
        int tiles = (m + TILE - 1) / TILE;
        double one = best(() -> {
            for (int tile = 0; tile < tiles; tile++) {
                task.run(tile);
            }
        });
        double all = best(() -> Workers.run(task, tiles, work));
        System.out.printf(
                Locale.ROOT,
                "%-16s  %10.1f   %11.1f   %6.2f%n",
                shape,
                work / one,
                work / all,
                packing / ((double) n * k));
    }

    /** Nanoseconds of the fastest call, over two seconds. */
    private static double best(Runnable body) {
        long end = System.nanoTime() + 2_000_000_000L;
        int calls = 1;
        double best = Double.MAX_VALUE;
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                body.run();
            }
            long taken = System.nanoTime() - start;
            best = Math.min(best, (double) taken / calls);
            if (taken < 1_000_000) {
                calls *= 2;
            }
        }
        return best;
    }
}
