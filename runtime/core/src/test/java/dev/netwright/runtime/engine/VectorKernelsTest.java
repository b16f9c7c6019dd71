package dev.netwright.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.netwright.runtime.tensor.FloatStore;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which kernels are in use, and that the bits are the plain ones'. The build runs this class with and without the vector module. */
class VectorKernelsTest {
    private static final boolean ASKED = Boolean.getBoolean(VectorKernels.PROPERTY);

    @Test
    void thoseAskedForAreInUse() {
        boolean there = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        assertEquals(there && ASKED, VectorKernels.inUse() != null);
    }

    @Test
    void productsHaveTheBitsOfThePlainOnes() {
        VectorKernels kernels = VectorKernels.inUse();
        assumeTrue(kernels != null);
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            int m = 1 + random.nextInt(20);
            int k = 1 + random.nextInt(round % 10 == 0 ? 2_500 : 90);
            int n = 1 + random.nextInt(150);
            float[] a = numbers(random, m * k);
            float[] b = numbers(random, k * n);
            float[] expected = numbers(random, m * n);
            float[] found = expected.clone();
            boolean accumulate = random.nextBoolean();
            Panel plain = new Panel();
            plain.packBlocks(b, 0, n, 1, k, n);
            MatMul.rows(a, 0, k, 1, plain, expected, 0, n, 1, accumulate, 0, m);
            Panel panel = new Panel();
            panel.pack(b, 0, n, 1, k, n);
            MatMul.rows(a, 0, k, 1, panel, found, 0, n, 1, accumulate, 0, m);
            assertArrayEquals(expected, found, m + " x " + k + " x " + n);
        }
    }

    @Test
    void convolutionsHaveTheBitsOfThePlainOnes() {
        VectorKernels kernels = VectorKernels.inUse();
        assumeTrue(kernels != null);
        Random random = new Random(4);
        for (int size : new int[] {12, 16, 17, 28}) {
            for (int stride = 1; stride <= 2; stride++) {
                int out = (size - 1) / stride + 1;
                Convolution form =
                        Convolution.of(2, 5, 9, ints(size), ints(3), ints(out), ints(stride), ints(1), ints(1));
                float[] x = numbers(random, 3 * 10 * size * size);
                float[] w = numbers(random, 18 * 45);
                float[] y = numbers(random, 3 * 18 * out * out);
                ConvolutionOperands on = new ConvolutionOperands();
                DirectConvolution direct = new DirectConvolution(kernels);
                ConvolutionScratch plain = new ConvolutionScratch();
                float[] expected = y.clone();
                float[] found = y.clone();
                on.set(form, x, 0, w, 0, found, 0, false);
                direct.output(on, 1, 2, 7, 0, 3);
                on.set(form, x, 0, w, 0, expected, 0, false);
                for (int sample = 0; sample < 3; sample++) {
                    for (int at = 0; at < out * out; at += form.tileOf(form.taps)) {
                        plain.large(on, 1, 2, 7, sample, at, Math.min(out * out, at + form.tileOf(form.taps)));
                    }
                }
                assertArrayEquals(expected, found);
                expected = w.clone();
                found = w.clone();
                on.set(form, x, 0, found, 0, y, 0, true);
                direct.weight(on, 1, 2, 7, 0, 3);
                on.set(form, x, 0, expected, 0, y, 0, true);
                plain.weight(on, 1, 2, 7, 0, 3);
                assertArrayEquals(expected, found);
            }
        }
    }

    /** A panel that was packed for other kernels is left to those who read it, and packed anew. */
    @Test
    void weightsPackedForOtherKernelsArePackedAgain() {
        FloatStore store = new FloatStore(600);
        PanelCache cache = new PanelCache();
        PanelCache.Matrix matrix = new PanelCache.Matrix(0, 30, 1, 20, 30);
        Panel first = cache.panel(store, matrix);
        assertSame(first, cache.panel(store, matrix));
        if (VectorKernels.inUse() != null) {
            first.packBlocks(store.values(), 0, 30, 1, 20, 30);
            assertNotSame(first, cache.panel(store, matrix));
        }
    }

    private static int[] ints(int value) {
        return new int[] {value, value};
    }

    private static float[] numbers(Random random, int count) {
        float[] numbers = new float[count];
        for (int k = 0; k < count; k++) {
            numbers[k] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }
}
