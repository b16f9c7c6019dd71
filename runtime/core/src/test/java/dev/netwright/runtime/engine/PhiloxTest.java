package dev.netwright.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PhiloxTest {
    /** The lines of Random123's file kat_vectors for philox4x32 with 10 rounds: counter, key, words. */
    @Test
    void publishedVectors() {
        assertBlock(new int[] {0, 0, 0, 0}, 0, 0, new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
        assertBlock(new int[] {-1, -1, -1, -1}, -1, -1, new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
        assertBlock(new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0, new int[] {
            0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1
        });
    }

    private static void assertBlock(int[] counter, int key0, int key1, int[] expected) {
        int[] words = new int[4];
        Philox.block(counter[0], counter[1], counter[2], counter[3], key0, key1, words);
        assertArrayEquals(expected, words);
    }

    @Test
    void anElementIsTheWordOfItsPlace() {
        long seed = 0x299f31d0a4093822L;
        long step = 0x0370734413198a2eL;
        float[] out = new float[30];
        Philox.uniform(seed, step, 0x85a308d3, out, 2, 7, 0, 4);
        int[] words = new int[4];
        for (int element = 0; element < 28; element++) {
            Philox.block(element / 4, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, words);
            assertEquals((words[element % 4] >>> 8) / 16777216f, out[2 + element]);
        }
        assertEquals(0f, out[0] + out[1]);
    }

    @Test
    void rowsInAnyPartsGiveTheSameNumbers() {
        float[] whole = new float[7 * 50];
        Philox.uniform(5, 6, 7, whole, 0, 7, 0, 50);
        for (int tile = 1; tile < 50; tile++) {
            float[] parts = new float[7 * 50];
            for (int from = 0; from < 50; from += tile) {
                Philox.uniform(5, 6, 7, parts, 0, 7, from, Math.min(50, from + tile));
            }
            assertArrayEquals(whole, parts);
        }
    }

    @Test
    void uniformIn0To1AndIndependentOfEachOther() {
        int count = 1 << 20;
        float[] a = new float[count];
        Philox.uniform(1, 0, 0, a, 0, count, 0, 1);
        double sum = 0;
        double squares = 0;
        for (float x : a) {
            assertTrue(x >= 0f && x < 1f);
            sum += x;
            squares += (double) x * x;
        }
        assertEquals(0.5, sum / count, 0.001);
        assertEquals(1.0 / 3, squares / count, 0.001);
        for (long[] other : new long[][] {{2, 0, 0}, {1, 1, 0}, {1, 0, 1}, {1L << 32 | 1, 0, 0}, {1, 1L << 32, 0}}) {
            float[] b = new float[count];
            Philox.uniform(other[0], other[1], (int) other[2], b, 0, count, 0, 1);
            double product = 0;
            for (int i = 0; i < count; i++) {
                product += (a[i] - 0.5) * (b[i] - 0.5);
            }
            assertEquals(0, product / count, 0.0005);
            assertNotEquals(Arrays.hashCode(a), Arrays.hashCode(b));
        }
    }
}
