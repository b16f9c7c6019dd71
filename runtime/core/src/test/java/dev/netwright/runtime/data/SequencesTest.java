package dev.netwright.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SequencesTest {
    @Test
    void paddedToTheMost() {
        Sequences floats = Sequences.of(new float[][] {{1, 2}, {3, 4, 5, 6, 7, 8}}, 3, 2);
        assertArrayEquals(new float[] {1, 2, 0, 0, 0, 0, 3, 4, 5, 6, 7, 8}, floats.floats());
        assertArrayEquals(new int[] {1, 3}, floats.lengths());
        assertEquals("2 samples of 1 to 3 positions, float32", floats.toString());
        assertArrayEquals(
                new int[] {5, 0, 6, 7},
                Sequences.of(new int[][] {{5}, {6, 7}}, 2).ints());
        assertArrayEquals(
                new long[] {5, 0, 6, 7},
                Sequences.of(new long[][] {{5}, {6, 7}}, 2).longs());
    }

    @Test
    void aDataSetKeepsLengthsBesideTheirSamples() {
        Sequences rows = Sequences.of(new float[][] {{1}, {2, 3}, {4, 5, 6}}, 3, 1);
        Dataset data = Dataset.of(rows).withLabels(new int[] {0, 1, 2});
        rows.floats()[0] = 99;
        Dataset turned = data.select(2, 0).concat(data.slice(1, 2));
        assertArrayEquals(new float[] {4, 5, 6, 1, 0, 0, 2, 3, 0}, turned.inputs(0));
        assertArrayEquals(new int[] {3, 1, 2}, (int[]) turned.inputArray(1));
        assertEquals("int32", turned.inputType(1));
        Batch batch = turned.batch(1, 3);
        assertArrayEquals(new int[] {1, 2}, (int[]) batch.inputs()[1]);
        Dataset two = Dataset.of(new float[3][4]).withInput(Sequences.of(new long[][] {{1}, {2}, {3, 4}}, 5));
        assertEquals(3, two.inputCount());
        assertEquals(5, two.inputSize(1));
    }

    @Test
    void whatFitsNotIsRefusedBySample() {
        refused(
                "sample 1: expected 1 to 2 positions of 2 values, found 3 values",
                () -> Sequences.of(new float[][] {{1, 2}, {1, 2, 3}}, 2, 2));
        refused(
                "sample 0: expected 1 to 2 positions of 1 value, found 0 values",
                () -> Sequences.of(new int[][] {{}}, 2));
        refused(
                "sample 1: expected 1 to 2 positions of 1 value, found 3 values",
                () -> Sequences.of(new long[][] {{1}, {1, 2, 3}}, 2));
        refused("expected 1 or more positions of 1 or more values, found 0 of 1", () -> Sequences.of(new int[0][], 0));
        refused(
                "expected 2 samples, found 1 samples of 1 to 1 positions, int32",
                () -> Dataset.of(new float[2][1]).withInput(Sequences.of(new int[][] {{1}}, 4)));
    }

    private static void refused(String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
