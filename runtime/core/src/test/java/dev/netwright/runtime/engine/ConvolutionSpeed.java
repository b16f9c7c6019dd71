package dev.netwright.runtime.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.Random;

/**
 * Prints the speed of convolutions of kernel 3, padding 1, in GFLOP/s: results, gradient of the input, gradient of the filters, the best
 * of many calls on one thread. A program, not a test; its arguments are {@code samples,channels,filters,size,stride,groups}.
 */
public final class ConvolutionSpeed {
    private ConvolutionSpeed() {}

    public static void main(String[] shapes) {
        Workers.threads(1);
        String[] list = shapes.length > 0
                ? shapes
                : new String[] {
                    "32,1,16,28,1,1",
                    "32,16,16,28,1,1",
                    "32,32,32,14,1,1",
                    "32,64,64,8,1,1",
                    "32,64,64,32,1,1",
                    "32,3,32,32,1,1",
                    "32,32,64,32,2,1",
                    "8,512,512,4,1,1",
                    "1,64,64,32,1,1",
                    "32,32,32,28,1,32"
                };
        System.out.println(System.getProperty("java.vm.version"));
        System.out.println("samples,channels,filters,size,stride,groups   output    input   weight");
        for (String shape : list) {
            int[] s = java.util.Arrays.stream(shape.split(",", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            measure(shape, s[0], s[1], s[2], s[3], s[4], s[5]);
        }
    }

    private static void measure(String shape, int n, int channels, int filters, int size, int stride, int groups) {
        int out = (size - 1) / stride + 1;
        int[] three = {3, 3};
        int[] one = {1, 1};
        Convolution convolution = Convolution.of(
                groups,
                channels / groups,
                filters / groups,
                new int[] {size, size},
                three,
                new int[] {out, out},
                new int[] {stride, stride},
                one,
                one);
        float[] x = numbers(n * channels * size * size);
        float[] w = numbers(filters * channels / groups * 9);
        float[] y = numbers(n * filters * out * out);
        float[] result = y.clone();
        float[] dx = x.clone();
        float[] dw = w.clone();
        double work = (double) n * convolution.work();
        System.out.printf(
                Locale.ROOT,
                "%-45s %6.1f   %6.1f   %6.1f%n",
                shape,
                work / best(() -> convolution.output(x, 0, w, 0, result, 0, false, 0, n)),
                work / best(() -> convolution.input(dx, 0, w, 0, y, 0, false, 0, n)),
                work / best(() -> convolution.weight(x, 0, dw, 0, y, 0, false, n)));
    }

    private static float[] numbers(int count) {
        Random random = new Random(count);
        float[] numbers = new float[count];
        for (int k = 0; k < count; k++) {
            numbers[k] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }

    /** Nanoseconds of this thread in the fastest call, over a second of it. */
    private static double best(Runnable body) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + 1_000_000_000L;
        double best = Double.MAX_VALUE;
        long start = threads.getCurrentThreadCpuTime();
        while (start < end) {
            body.run();
            long now = threads.getCurrentThreadCpuTime();
            best = Math.min(best, now - start);
            start = now;
        }
        return best;
    }
}
