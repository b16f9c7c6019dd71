package dev.netwright.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Products against a naive reference with the same order of the sums: the bits must be equal. */
class MatMulTest {
    private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 18, 31, 33, 64, 100};

    /** A matrix in a flat array: element (i, j) at {@code at + i * row + j * column}. */
    private record Place(int at, int row, int column) {
        int of(int i, int j) {
            return at + i * row + j * column;
        }
    }

    private final Random random = new Random(7);

    @Test
    void randomShapesAndStrides() {
        Panel panel = new Panel();
        for (int round = 0; round < 1_000; round++) {
            int m = size();
            int k = size();
            int n = size();
            check(panel, m, k, n, place(m, k), place(k, n), place(m, n), random.nextBoolean());
        }
    }

    @Test
    void largeShapesAreCutIntoBlocks() {
        Panel panel = new Panel();
        int[][] shapes = {
            {9, 300, 512}, {6, 131, 513}, {5, 70, 1500}, {3, 5000, 20}, {18, 257, 784}, {1, 999, 1025}, {2, 4099, 7}
        };
        for (int[] s : shapes) {
            for (boolean accumulate : new boolean[] {false, true}) {
                check(panel, s[0], s[1], s[2], place(s[0], s[1]), place(s[1], s[2]), place(s[0], s[2]), accumulate);
            }
        }
    }

    /** Whole multiples of a block's width, and widths whose even cut needs fewer blocks than there would be full ones. */
    @Test
    void matricesOfAnyWidthAreCutIntoBlocksThatFit() {
        for (int n = 17; n <= 140_000; n += n < 6_000 ? 1 : n < 40_000 ? 128 : 3_001) {
            float[] b = new float[n];
            for (int j = 0; j < n; j++) {
                b[j] = j + 1;
            }
            Panel panel = new Panel();
            panel.pack(b, 0, n, 1, 1, n);
            float[] c = new float[n];
            MatMul.rows(new float[] {1}, 0, 1, 1, panel, c, 0, n, 1, false, 0, 1);
            assertArrayEquals(b, c);
        }
    }

    @Test
    void tilesOfAnySizeGiveTheSameBits() {
        for (int n : new int[] {10, 40, 600}) {
            int m = 37;
            int k = 203;
            float[] a = numbers(m * k);
            Panel panel = new Panel();
            panel.pack(numbers(k * n), 0, n, 1, k, n);
            float[] expected = new float[m * n];
            MatMul.rows(a, 0, k, 1, panel, expected, 0, n, 1, false, 0, m);
            for (int tile = 1; tile < m; tile++) {
                float[] found = new float[m * n];
                for (int from = 0; from < m; from += tile) {
                    MatMul.rows(a, 0, k, 1, panel, found, 0, n, 1, false, from, Math.min(m, from + tile));
                }
                assertArrayEquals(expected, found, "tiles of " + tile);
            }
        }
    }

    @Test
    void packingOnSeveralThreadsGivesTheSamePanel() {
        int k = 700;
        int n = 900;
        float[] source = numbers(k * n);
        try {
            for (int threads : new int[] {1, 2, 5}) {
                Workers.threads(threads);
                Panel panel = new Panel();
                panel.pack(source, 0, 1, k, k, n);
                assertEquals(n, panel.columns());
                for (int i = 0; i < k; i++) {
                    for (int j = 0; j < n; j++) {
                        assertEquals(source[i + j * k], panel.get(i, j));
                    }
                }
            }
        } finally {
            Workers.threads(Runtime.getRuntime().availableProcessors());
        }
    }

    @Test
    void notANumberAndInfinityPass() {
        Panel panel = new Panel();
        for (int n : new int[] {4, 40}) {
            float[] b = new float[3 * n];
            Arrays.fill(b, 1f);
            b[n] = 0f;
            panel.pack(b, 0, n, 1, 3, n);
            float[] c = new float[n];
            MatMul.rows(new float[] {1, Float.POSITIVE_INFINITY, 1}, 0, 3, 1, panel, c, 0, n, 1, false, 0, 1);
            assertEquals(Float.NaN, c[0]);
            assertEquals(Float.POSITIVE_INFINITY, c[1]);
        }
    }

    @Test
    void batches() {
        for (int round = 0; round < 200; round++) {
            int batches = 1 + random.nextInt(5);
            int m = size();
            int k = size();
            int n = size();
            int bBatch = random.nextInt(3) == 0 ? 0 : k * n;
            boolean accumulate = random.nextBoolean();
            float[] a = numbers(batches * m * k);
            float[] b = numbers(batches * k * n);
            float[] c = numbers(batches * m * n);
            float[] expected = c.clone();
            for (int q = 1; q < batches; q++) {
                naive(
                        a,
                        new Place(q * m * k, k, 1),
                        b,
                        new Place(q * bBatch, n, 1),
                        expected,
                        new Place(q * m * n, n, 1),
                        m,
                        k,
                        n,
                        accumulate);
            }
            MatMul.batch(a, 0, m * k, k, 1, b, 0, bBatch, n, 1, c, 0, m * n, n, 1, m, k, n, accumulate, 1, batches);
            assertArrayEquals(expected, c);
        }
    }

    @Test
    void sumsOfBatches() {
        for (int round = 0; round < 200; round++) {
            int batches = 1 + random.nextInt(5);
            int m = size();
            int k = size();
            int n = size();
            boolean accumulate = random.nextBoolean();
            float[] a = numbers(batches * m * k);
            float[] b = numbers(batches * k * n);
            float[] c = numbers(m * n);
            float[] expected = c.clone();
            for (int q = 0; q < batches; q++) {
                Place left = new Place(q * m * k, k, 1);
                Place right = new Place(q * k * n, 1, k);
                naive(a, left, b, right, expected, new Place(0, n, 1), m, k, n, accumulate || q > 0);
            }
            int half = m / 2;
            MatMul.sum(a, 0, m * k, k, 1, b, 0, k * n, 1, k, c, 0, n, 1, batches, k, n, accumulate, half, m);
            MatMul.sum(a, 0, m * k, k, 1, b, 0, k * n, 1, k, c, 0, n, 1, batches, k, n, accumulate, 0, half);
            assertArrayEquals(expected, c);
        }
    }

    private void check(Panel panel, int m, int k, int n, Place left, Place right, Place product, boolean accumulate) {
        float[] a = numbers(left.of(m, k) + 1);
        float[] b = numbers(right.of(k, n) + 1);
        float[] c = numbers(product.of(m, n) + 1);
        float[] expected = c.clone();
        naive(a, left, b, right, expected, product, m, k, n, accumulate);
        panel.pack(b, right.at, right.row, right.column, k, n);
        assertEquals(k, panel.rows());
        assertEquals(n, panel.columns());
        MatMul.rows(
                a, left.at, left.row, left.column, panel, c, product.at, product.row, product.column, accumulate, 0, m);
        assertArrayEquals(expected, c, m + " x " + k + " x " + n + " " + left + right + product + accumulate);
    }

    /** The product element by element, each sum in ascending order of k. Writes to nothing but the product. */
    private static void naive(
            float[] a, Place left, float[] b, Place right, float[] c, Place product, int m, int k, int n, boolean add) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float sum = add ? c[product.of(i, j)] : 0f;
                for (int l = 0; l < k; l++) {
                    sum = Math.fma(a[left.of(i, l)], b[right.of(l, j)], sum);
                }
                c[product.of(i, j)] = sum;
            }
        }
    }

    private int size() {
        return SIZES[random.nextInt(SIZES.length)];
    }

    /** Row-major or transposed, with gaps or without, at an offset. */
    private Place place(int rows, int columns) {
        int at = random.nextInt(4);
        int gap = random.nextInt(3);
        int step = random.nextInt(4) == 0 ? 2 : 1;
        return random.nextBoolean()
                ? new Place(at, columns * step + gap, step)
                : new Place(at, step, rows * step + gap);
    }

    private float[] numbers(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return values;
    }
}
