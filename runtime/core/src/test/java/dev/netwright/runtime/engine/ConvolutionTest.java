package dev.netwright.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The kernels of convolution and pooling against their definitions in double, over random geometries; their bits against themselves. */
class ConvolutionTest {
    private static final int RUNS = Integer.getInteger("netwright.geometries", 150);

    /** A geometry with numbers to work on. */
    private static final class Case {
        final Random random;
        final int groups;
        final int channels;
        final int filters;
        final int[] input;
        final int[] kernel;
        final int[] output;
        final int[] stride;
        final int[] padding;
        final int[] dilation;
        final int samples;
        final float[] x;
        final float[] w;
        final float[] y;

        /** Offset of everything, so that none starts at 0. */
        final int at;

        Case(long seed, int samples) {
            random = new Random(seed);
            int axes = 1 + random.nextInt(2);
            boolean depth = random.nextInt(4) == 0;
            groups = depth ? 1 + random.nextInt(20) : 1 + random.nextInt(3);
            channels = depth ? 1 : 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 5);
            filters = depth ? 1 + random.nextInt(2) : 1 + random.nextInt(random.nextInt(4) == 0 ? 140 : 6);
            kernel = random.ints(axes, 1, 5).toArray();
            stride = random.ints(axes, 1, 4).toArray();
            dilation = random.ints(axes, 1, 3).toArray();
            input = new int[axes];
            padding = new int[axes];
            output = new int[axes];
            boolean same = random.nextInt(3) == 0;
            boolean large = random.nextInt(3) == 0;
            for (int axis = 0; axis < axes; axis++) {
                int reach = dilation[axis] * (kernel[axis] - 1) + 1;
                stride[axis] = same ? 1 : stride[axis];
                input[axis] = reach + random.nextInt(large ? (axes == 1 ? 1500 : 30) : 8);
                padding[axis] = random.nextInt(reach);
                int after = same ? reach - 1 - padding[axis] : random.nextInt(reach);
                output[axis] = (input[axis] + padding[axis] + after - reach) / stride[axis] + 1;
            }
            this.samples = samples;
            at = random.nextInt(3);
            x = numbers(samples * groups * channels * count(input));
            w = numbers(groups * filters * channels * count(kernel));
            y = numbers(samples * groups * filters * count(output));
        }

        private float[] numbers(int size) {
            float[] numbers = new float[at + size];
            for (int k = 0; k < numbers.length; k++) {
                numbers[k] = 2 * random.nextFloat() - 1;
            }
            return numbers;
        }

        Convolution convolution() {
            return Convolution.of(groups, channels, filters, input, kernel, output, stride, padding, dilation);
        }

        private interface Term {
            void at(int x, int w, int y);
        }

        void each(Term term) {
            int planes = count(input);
            int taps = count(kernel);
            int results = count(output);
            for (int s = 0; s < samples; s++) {
                for (int g = 0; g < groups; g++) {
                    for (int m = 0; m < filters; m++) {
                        for (int c = 0; c < channels; c++) {
                            for (int o = 0; o < results; o++) {
                                for (int k = 0; k < taps; k++) {
                                    int i = place(o, k);
                                    if (i >= 0) {
                                        term.at(
                                                at + ((s * groups + g) * channels + c) * planes + i,
                                                at + ((g * filters + m) * channels + c) * taps + k,
                                                at + ((s * groups + g) * filters + m) * results + o);
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }

        /** Element of a plane under a tap of a result's window, or -1. */
        int place(int result, int tap) {
            int element = 0;
            int o = result;
            int k = tap;
            int scale = 1;
            for (int axis = input.length - 1; axis >= 0; axis--) {
                int place = o % output[axis] * stride[axis] + k % kernel[axis] * dilation[axis] - padding[axis];
                if (place < 0 || place >= input[axis]) {
                    return -1;
                }
                element += place * scale;
                scale *= input[axis];
                o /= output[axis];
                k /= kernel[axis];
            }
            return element;
        }
    }

    private static int count(int[] lengths) {
        return Arrays.stream(lengths).reduce(1, (a, b) -> a * b);
    }

    private static double[] doubles(float[] values, boolean keep, int at) {
        double[] result = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            result[k] = keep || k < at ? values[k] : 0;
        }
        return result;
    }

    private static void near(double[] expected, float[] found, String what) {
        near(expected, found, 2e-6, what);
    }

    private static void near(double[] expected, float[] found, double most, String what) {
        double worst = 0;
        double largest = 1e-3;
        for (int k = 0; k < expected.length; k++) {
            worst = Math.max(worst, Math.abs(expected[k] - found[k]));
            largest = Math.max(largest, Math.abs(expected[k]));
            assertTrue(Float.isFinite(found[k]), what);
        }
        assertTrue(worst <= most * largest, what + ": " + worst / largest);
    }

    @Test
    void convolutionsAreTheirDefinition() {
        for (long seed = 0; seed < RUNS; seed++) {
            Case c = new Case(seed, 1 + (int) (seed % 5));
            Convolution convolution = c.convolution();
            boolean add = seed % 2 == 0;
            float[] y = c.y.clone();
            float[] x = c.x.clone();
            float[] w = c.w.clone();
            double[] dy = doubles(y, add, c.at);
            double[] dx = doubles(x, add, c.at);
            double[] dw = doubles(w, add, c.at);
            c.each((i, k, o) -> {
                dy[o] += (double) c.x[i] * c.w[k];
                dx[i] += (double) c.w[k] * c.y[o];
                dw[k] += (double) c.x[i] * c.y[o];
            });
            convolution.output(c.x, c.at, c.w, c.at, y, c.at, add, 0, c.samples);
            convolution.input(x, c.at, c.w, c.at, c.y, c.at, add, 0, c.samples);
            convolution.weight(c.x, c.at, w, c.at, c.y, c.at, add, c.samples);
            near(dy, y, "output of case " + seed);
            near(dx, x, "input of case " + seed);
            near(dw, w, "weight of case " + seed);
        }
    }

    @Test
    void aSamplesBitsDependOnNothingElse() {
        int threads = Workers.threads();
        try {
            for (long seed = 0; seed < RUNS; seed++) {
                Case c = new Case(seed, 6);
                Convolution convolution = c.convolution();
                Workers.threads(1);
                float[] y = c.y.clone();
                float[] x = c.x.clone();
                float[] w = c.w.clone();
                convolution.output(c.x, c.at, c.w, c.at, y, c.at, false, 0, 6);
                convolution.input(x, c.at, c.w, c.at, c.y, c.at, false, 0, 6);
                convolution.weight(c.x, c.at, w, c.at, c.y, c.at, false, 6);
                Workers.threads(3);
                float[] parts = c.y.clone();
                float[] inputs = c.x.clone();
                float[] weights = c.w.clone();
                int cut = 1 + c.random.nextInt(5);
                convolution.output(c.x, c.at, c.w, c.at, parts, c.at, false, cut, 6);
                convolution.output(c.x, c.at, c.w, c.at, parts, c.at, false, 0, cut);
                convolution.input(inputs, c.at, c.w, c.at, c.y, c.at, false, cut, 6);
                convolution.input(inputs, c.at, c.w, c.at, c.y, c.at, false, 0, cut);
                convolution.weight(c.x, c.at, weights, c.at, c.y, c.at, false, 6);
                assertArrayEquals(y, parts, "output of case " + seed);
                assertArrayEquals(x, inputs, "input of case " + seed);
                assertArrayEquals(w, weights, "weight of case " + seed);
            }
        } finally {
            Workers.threads(threads);
        }
    }

    @Test
    void manySamplesMakeManyParts() {
        Convolution convolution = Convolution.of(
                1,
                2,
                3,
                new int[] {24, 24},
                new int[] {3, 3},
                new int[] {24, 24},
                new int[] {1, 1},
                new int[] {1, 1},
                new int[] {1, 1});
        int samples = 700;
        Random random = new Random(2);
        float[] x = new float[samples * 2 * 576];
        float[] y = new float[samples * 3 * 576];
        for (int k = 0; k < x.length; k++) {
            x[k] = random.nextFloat() - 0.5f;
        }
        for (int k = 0; k < y.length; k++) {
            y[k] = random.nextFloat() - 0.5f;
        }
        double[] expected = new double[54];
        for (int s = 0; s < samples; s++) {
            for (int m = 0; m < 3; m++) {
                for (int c = 0; c < 2; c++) {
                    for (int k = 0; k < 9; k++) {
                        for (int o = 0; o < 576; o++) {
                            int row = o / 24 + k / 3 - 1;
                            int column = o % 24 + k % 3 - 1;
                            if (row >= 0 && row < 24 && column >= 0 && column < 24) {
                                expected[(m * 2 + c) * 9 + k] +=
                                        (double) x[(s * 2 + c) * 576 + row * 24 + column] * y[(s * 3 + m) * 576 + o];
                            }
                        }
                    }
                }
            }
        }
        float[] w = new float[54];
        convolution.weight(x, 0, w, 0, y, 0, false, samples);
        // Each of 403,200 terms that nearly cancel: what remains is a few hundred times smaller than what was added up.
        near(expected, w, 1e-5, "gradient of filters");
        int threads = Workers.threads();
        try {
            Workers.threads(1);
            float[] again = new float[54];
            convolution.weight(x, 0, again, 0, y, 0, false, samples);
            assertArrayEquals(w, again);
        } finally {
            Workers.threads(threads);
        }
    }

    @Test
    void laterCallsAllocateNothing() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long seed = 12;
        allocateNothing(new Case(seed, 5), threads);
        while (!new Case(seed, 5).convolution().depthwise) {
            seed++;
        }
        allocateNothing(new Case(seed, 5), threads);
    }

    private static void allocateNothing(Case c, com.sun.management.ThreadMXBean threads) {
        Convolution convolution = c.convolution();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; least > 0 && attempt < 2000; attempt++) { // vectors are objects until C2 has compiled
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int k = 0; k < 20; k++) {
                convolution.output(c.x, c.at, c.w, c.at, c.y, c.at, false, 0, 1 + k % 5);
                convolution.input(c.x, c.at, c.w, c.at, c.y, c.at, false, 0, 1 + k % 5);
                convolution.weight(c.x, c.at, c.w, c.at, c.y, c.at, false, 1 + k % 5);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }

    @Test
    void poolingIsItsDefinition() {
        for (long seed = 0; seed < RUNS; seed++) {
            Case c = new Case(seed, 1 + (int) (seed % 4));
            int planes = c.groups * c.channels;
            boolean counts = seed % 3 == 0;
            boolean add = seed % 2 == 0;
            int taps = count(c.kernel);
            int results = count(c.output);
            int size = count(c.input);
            Pooling pooling = Pooling.of(planes, c.input, c.kernel, c.output, c.stride, c.padding, c.dilation, counts);
            float[] dy = c.numbers(c.samples * planes * results);
            double[][] expected = {
                doubles(dy, add, c.at), doubles(dy, add, c.at), doubles(c.x, add, c.at), doubles(c.x, add, c.at)
            };
            boolean empty = false;
            for (int plane = 0; plane < c.samples * planes; plane++) {
                for (int o = 0; o < results; o++) {
                    int best = -1;
                    int inside = 0;
                    for (int k = 0; k < taps; k++) {
                        int i = c.place(o, k);
                        inside += i >= 0 ? 1 : 0;
                        best = i >= 0 && (best < 0 || c.x[c.at + plane * size + i] > c.x[c.at + plane * size + best])
                                ? i
                                : best;
                    }
                    empty |= inside == 0;
                    int from = c.at + plane * size;
                    int to = c.at + plane * results + o;
                    for (int k = 0; k < taps && inside > 0; k++) {
                        int i = c.place(o, k);
                        if (i >= 0) {
                            expected[1][to] += (double) c.x[from + i] / (counts ? taps : inside);
                            expected[3][from + i] += (double) dy[to] / (counts ? taps : inside);
                        }
                    }
                    if (inside > 0) {
                        expected[0][to] += c.x[from + best];
                        expected[2][from + best] += dy[to];
                    }
                }
            }
            if (!empty) { // the compiler refuses windows on padding alone
                float[] max = dy.clone();
                float[] mean = dy.clone();
                float[] dx = c.x.clone();
                float[] dxOfMean = c.x.clone();
                pooling.max(c.x, c.at, max, c.at, add, 0, c.samples);
                pooling.mean(c.x, c.at, mean, c.at, add, 0, c.samples);
                pooling.maxAdjoint(c.x, c.at, dy, c.at, dx, c.at, add, 0, c.samples);
                pooling.meanAdjoint(dy, c.at, dxOfMean, c.at, add, 0, c.samples);
                near(expected[0], max, "maxima of case " + seed);
                near(expected[1], mean, "means of case " + seed);
                near(expected[2], dx, "gradient through maxima of case " + seed);
                near(expected[3], dxOfMean, "gradient through means of case " + seed);
            }
        }
    }

    @Test
    void theFirstMaximumTakesTheGradientAndNaNStays() {
        Pooling pooling = Pooling.of(
                1,
                new int[] {2, 4},
                new int[] {2, 2},
                new int[] {1, 2},
                new int[] {2, 2},
                new int[] {0, 0},
                new int[] {1, 1},
                false);
        float[] x = {1, 2, Float.NaN, 5, 2, 2, 6, Float.NaN};
        float[] y = new float[2];
        pooling.max(x, 0, y, 0, false, 0, 1);
        assertEquals(2, y[0]);
        assertTrue(Float.isNaN(y[1]));
        float[] dx = new float[8];
        pooling.maxAdjoint(x, 0, new float[] {3, 4}, 0, dx, 0, false, 0, 1);
        assertArrayEquals(new float[] {0, 3, 4, 0, 0, 0, 0, 0}, dx);
    }
}
