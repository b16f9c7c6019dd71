package dev.netwright.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
    /** Sample i has the input [i, 10 i] and the label i mod 3. */
    private static Dataset numbered(int n) {
        float[][] rows = new float[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = new float[] {i, 10 * i};
        }
        return Dataset.of(rows, IntStream.range(0, n).map(i -> i % 3).toArray());
    }

    private static List<Integer> ids(Dataset data) {
        return IntStream.range(0, data.size())
                .mapToObj(i -> (int) data.input(i)[0])
                .toList();
    }

    @Test
    void copiesWhatItIsMadeOf() {
        float[][] rows = {{1}, {2}};
        int[] labels = {0, 1};
        Dataset data = Dataset.of(rows, labels);
        rows[0][0] = 9;
        labels[0] = 1;
        data.input(1)[0] = 9;
        assertEquals(1f, data.input(0)[0]);
        assertEquals(2f, data.input(1)[0]);
        assertEquals(0, data.label(0));
    }

    @Test
    void cuts() {
        Dataset data = numbered(10);
        assertEquals(List.of(0, 5), ids(data.every(5, 0)));
        Dataset.Split split = data.splitEvery(5, 2);
        assertEquals(List.of(2, 7), ids(split.test()));
        assertEquals(List.of(0, 1, 3, 4, 5, 6, 8, 9), ids(split.train()));
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), ids(data.split(0.7).train()));
        assertEquals(List.of(7, 8, 9), ids(data.split(0.7).test()));
        assertEquals(List.of(0, 1), ids(data.take(2)));
        assertEquals(10, data.take(99).size());
        assertEquals(List.of(3, 3, 1), ids(data.select(3, 3, 1)));
        assertThrows(IllegalArgumentException.class, () -> data.split(1.1));
        assertEquals(
                "every k-th sample: expected a k of 1 or more, found 0",
                assertThrows(IllegalArgumentException.class, () -> data.splitEvery(0, 0))
                        .getMessage());
        for (int wrong : new int[] {-1, 5}) {
            assertEquals(
                    "offset of every k-th sample: expected 0 to 4, below the k of 5, found " + wrong,
                    assertThrows(IllegalArgumentException.class, () -> data.splitEvery(5, wrong))
                            .getMessage());
        }
    }

    @Test
    void shufflesReproduciblyAndKeepsSamplesWhole() {
        Dataset data = numbered(100);
        Dataset shuffled = data.shuffle(1);
        assertEquals(ids(shuffled), ids(data.shuffle(1)));
        assertFalse(ids(shuffled).equals(ids(data)));
        assertFalse(ids(shuffled).equals(ids(data.shuffle(2))));
        assertEquals(ids(data), ids(shuffled).stream().sorted().toList());
        for (int i = 0; i < 100; i++) {
            assertEquals(10 * shuffled.input(i)[0], shuffled.input(i)[1]);
            assertEquals((int) shuffled.input(i)[0] % 3, shuffled.label(i));
        }
    }

    @Test
    void everyOrderIsEquallyLikely() {
        int[] counts = new int[6];
        int draws = 60_000;
        for (int seed = 0; seed < draws; seed++) {
            int[] order = Order.identity(3);
            Order.shuffle(order, seed, 0);
            counts[order[0] * 2 + (order[1] > order[2] ? 1 : 0)]++;
        }
        double chiSquare = Arrays.stream(counts)
                .mapToDouble(count -> Math.pow(count - draws / 6.0, 2) / (draws / 6.0))
                .sum();
        assertTrue(chiSquare < 20.5, "5 degrees of freedom, 0.1 % point: " + chiSquare);
    }

    @Test
    void columnsAddedToACutFollowIt() {
        Dataset data = numbered(4).select(3, 3, 1).withTargets(new float[][] {{7}, {8}, {9}});
        assertEquals(List.of(3, 3, 1), ids(data));
        assertArrayEquals(new float[] {8}, data.target(1, 1));
        assertArrayEquals(new float[] {9}, data.target(1, 2));
    }

    @Test
    void mapsAndJoins() {
        Dataset mapped = numbered(6).every(2, 0).mapInputs(row -> new float[] {row[0] + row[1]});
        assertEquals(1, mapped.inputSize(0));
        assertEquals(44f, mapped.input(2)[0]);
        assertEquals(1, mapped.label(2));
        Dataset joined = numbered(2).concat(numbered(5).slice(3, 5));
        assertEquals(List.of(0, 1, 3, 4), ids(joined));
        assertEquals(0, joined.label(2));
        assertEquals(3, joined.classes(0).orElseThrow());
        assertThrows(IllegalArgumentException.class, () -> numbered(2).concat(mapped));
    }

    @Test
    void batchesCoverAllSamplesOnce() {
        Dataset data = numbered(10);
        List<Integer> seen = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (Batch batch : data.batches(4, 7, 1)) {
            sizes.add(batch.size());
            for (int i = 0; i < batch.size(); i++) {
                int id = (int) batch.floats(0)[2 * i];
                assertEquals(id % 3, batch.labels(0).orElseThrow()[i]);
                assertEquals("sample " + id, batch.describe(i));
                seen.add(id);
            }
        }
        assertEquals(List.of(4, 4, 2), sizes);
        assertEquals(ids(data), seen.stream().sorted().toList());
        assertFalse(seen.equals(ids(data)));
    }

    @Test
    void ordersDependOnSeedAndEpochAlone() {
        Dataset data = numbered(50);
        List<List<Integer>> orders = new ArrayList<>();
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int again = 0; again < 2; again++) {
                List<Integer> order = new ArrayList<>();
                data.batches(50, 3, epoch).forEach(batch -> {
                    for (int i = 0; i < 50; i++) {
                        order.add((int) batch.floats(0)[2 * i]);
                    }
                });
                orders.add(order);
            }
        }
        assertEquals(orders.get(0), orders.get(1));
        assertEquals(orders.get(4), orders.get(5));
        assertFalse(orders.get(0).equals(orders.get(2)));
        assertFalse(orders.get(2).equals(orders.get(4)));
    }

    @Test
    void measuresMeanAndDeviation() {
        Statistics statistics =
                Dataset.of(new float[][] {{1, 5}, {2, 5}, {6, 5}}).statistics(0);
        assertArrayEquals(new float[] {3, 5}, statistics.mean());
        assertEquals(Math.sqrt(14 / 3.0), statistics.deviation()[0], 1e-6);
        assertEquals(1f, statistics.deviation()[1]);
    }

    @Test
    void takesNoMeanOfWhatIsNotFinite() {
        for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Dataset data = Dataset.of(new float[][] {{1, 5}, {2, 5}, {6, wrong}});
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> data.statistics(0));
            assertEquals(
                    "input 0, sample 2: expected finite numbers, found " + wrong
                            + " at value 1; repair the data or leave the sample out",
                    e.getMessage());
            assertEquals(1.5f, data.take(2).statistics(0).mean()[0]);
        }
    }

    @Test
    void namesWhatDoesNotFit() {
        IllegalArgumentException ragged =
                assertThrows(IllegalArgumentException.class, () -> Dataset.of(new float[][] {{1, 2}, {3}}));
        assertEquals("input of sample 1: expected 2 values as in sample 0, found 1", ragged.getMessage());
        IllegalArgumentException count = assertThrows(
                IllegalArgumentException.class, () -> Dataset.of(new float[][] {{1}, {2}}, new int[] {0, 1, 0}));
        assertEquals("labels for 2 samples: expected 2 or a multiple, found 3", count.getMessage());
        IllegalArgumentException negative = assertThrows(
                IllegalArgumentException.class, () -> Dataset.of(new float[][] {{1}, {2}}, new int[] {0, -1}));
        assertEquals("label of sample 1: expected 0 or more, found -1", negative.getMessage());
    }

    /** No sample, one sample, all in one part: right numbers, or an error that says what is missing. */
    @Test
    void theSmallestDataSets() {
        for (int n : new int[] {0, 1}) {
            Dataset data = numbered(n);
            assertEquals(n, data.split(1).train().size());
            assertEquals(0, data.split(1).test().size());
            assertEquals(0, data.split(0).train().size());
            assertEquals(n, data.split(0).test().size());
            assertEquals(n, data.shuffle(3).size());
            assertEquals(n, data.every(5, 0).size());
            assertEquals(0, data.every(5, 4).size());
            assertEquals(n, data.mapInputs(row -> row).size());
            int batches = 0;
            for (Batch batch : data.batches(4, 1, 1)) {
                assertEquals(1, batch.size());
                batches++;
            }
            assertEquals(n, batches);
        }
        assertThrows(IllegalStateException.class, () -> numbered(0).statistics(0));
        assertArrayEquals(new float[] {1, 1}, numbered(1).statistics(0).deviation());
        assertThrows(IllegalArgumentException.class, () -> numbered(1).split(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> numbered(1).batches(0));
        assertThrows(IndexOutOfBoundsException.class, () -> numbered(1).slice(1, 3));
        assertThrows(IllegalArgumentException.class, () -> numbered(1).take(-1));
    }
}
