package dev.netwright.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataStreamTest {
    /** Sample i has the input [i, 10 i] and the label i mod 3. */
    private static Dataset part(long from, int count) {
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = new float[] {from + i, 10 * (from + i)};
        }
        return Dataset.of(
                rows,
                LongStream.range(from, from + count)
                        .mapToInt(i -> (int) (i % 3))
                        .toArray());
    }

    private static DataStream numbered(long n) {
        return DataStream.of(n, DataStreamTest::part);
    }

    /** The same samples in parts of 7 that can only be read in order. */
    private static DataStream sequential(int n) {
        return DataStream.inParts(() -> IntStream.iterate(0, i -> i < n, i -> i + 7)
                .mapToObj(i -> part(i, Math.min(7, n - i)))
                .iterator());
    }

    private static List<Integer> ids(BatchReader reader) {
        List<Integer> seen = new ArrayList<>();
        try (reader) {
            while (reader.hasNext()) {
                seen.addAll(ids(reader.next()));
            }
        }
        return seen;
    }

    private static List<Integer> ids(Batch batch) {
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            int id = (int) batch.floats(0)[2 * i];
            assertEquals(10f * id, batch.floats(0)[2 * i + 1]);
            assertEquals(id % 3, batch.labels(0).orElseThrow()[i]);
            seen.add(id);
        }
        return seen;
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1023, 1024, 1025, 3000})
    void readsAllInOrderHoweverItIsMade(int n) {
        DataStream open = DataStream.of((from, count) -> part(from, (int) Math.max(0, Math.min(count, n - from))));
        for (DataStream stream : List.of(numbered(n), open, sequential(n))) {
            for (int batchSize : new int[] {1, 7, 1024, 5000}) {
                assertEquals(range(0, n), ids(stream.read(batchSize)));
            }
            BatchReader reader = stream.read(4);
            int batches = 0;
            while (reader.hasNext()) {
                assertEquals(Math.min(4, n - 4 * batches), reader.next().size());
                batches++;
                assertEquals(Math.min(n, 4 * batches), reader.position());
            }
            assertEquals((n + 3) / 4, batches);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 100, 1000})
    void shufflesInWindows(int window) {
        for (DataStream stream :
                List.of(numbered(100).shuffle(window), sequential(100).shuffle(window))) {
            List<Integer> first = ids(stream.read(8, 5, 1));
            assertEquals(range(0, 100), first.stream().sorted().toList());
            assertEquals(first, ids(stream.read(3, 5, 1)), "the order does not depend on the batch size");
            if (window > 1) {
                assertNotEquals(range(0, 100), first);
                assertNotEquals(first, ids(stream.read(8, 5, 2)));
                assertNotEquals(first, ids(stream.read(8, 6, 1)));
            }
            for (int i = 0; i < 100; i++) {
                assertTrue(Math.abs(first.get(i) - i) < window, "sample " + first.get(i) + " came at " + i);
            }
            assertEquals(range(0, 100), ids(stream.read(8)), "in order where no epoch is shuffled");
        }
    }

    @Test
    void goesOnAtAnyPosition() {
        List<Samples> all = List.of(
                numbered(50),
                numbered(50).shuffle(7),
                sequential(50),
                sequential(50).shuffle(20),
                part(0, 50));
        for (Samples samples : all) {
            List<Integer> straight = ids(samples.read(4, 9, 3));
            for (int position = 0; position <= 50; position++) {
                BatchReader reader = samples.read(4, 9, 3);
                reader.next();
                reader.seek(position);
                assertEquals(position, reader.position());
                assertEquals(straight.subList(position, 50), ids(reader), samples + " from " + position);
            }
            assertThrows(
                    IllegalArgumentException.class, () -> samples.read(4, 9, 3).seek(51));
            assertThrows(
                    IllegalArgumentException.class, () -> samples.read(4, 9, 3).seek(5000));
            assertThrows(
                    IllegalArgumentException.class, () -> samples.read(4, 9, 3).seek(-1));
        }
    }

    @Test
    void cutsAndMaps() {
        for (DataStream stream : List.of(numbered(23), sequential(23))) {
            assertEquals(range(0, 5), ids(stream.take(5).read(2)));
            assertEquals(range(0, 23), ids(stream.take(99).read(2)));
            assertEquals(range(20, 23), ids(stream.skip(20).read(2)));
            assertEquals(range(10, 15), ids(stream.skip(10).take(5).read(4)));
            assertEquals(List.of(), ids(stream.skip(23).read(4)));
            DataStream.Split split = stream.splitEvery(5, 3);
            assertEquals(List.of(3, 8, 13, 18), ids(split.test().read(3)));
            assertEquals(
                    IntStream.range(0, 23).filter(i -> i % 5 != 3).boxed().toList(),
                    ids(split.train().read(3)));
            DataStream mapped = stream.mapInputs(row -> new float[] {row[0] + row[1]});
            assertEquals(1, mapped.inputSize(0));
            assertEquals(11f * 22, mapped.skip(22).read(1).next().floats(0)[0]);
        }
        assertEquals(OptionalLong.of(3), numbered(23).skip(20).count());
        assertEquals(OptionalLong.of(4), numbered(23).splitEvery(5, 3).test().count());
        assertEquals(OptionalLong.of(19), numbered(23).splitEvery(5, 3).train().count());
        assertEquals(OptionalLong.empty(), sequential(23).count());
        assertThrows(IllegalArgumentException.class, () -> numbered(2).take(-1));
        assertThrows(IllegalArgumentException.class, () -> numbered(2).skip(-1));
        assertThrows(IllegalArgumentException.class, () -> numbered(2).shuffle(0));
        assertThrows(IllegalArgumentException.class, () -> numbered(2).splitEvery(1, 0));
        assertThrows(IllegalArgumentException.class, () -> numbered(2).read(0));
        assertThrows(IllegalArgumentException.class, () -> DataStream.of(-1, DataStreamTest::part));
    }

    @Test
    void anEmptyStreamHasNoBatch() {
        for (DataStream stream : List.of(numbered(0), sequential(0), numbered(9).take(0))) {
            assertEquals(OptionalLong.of(0), stream.count());
            assertFalse(stream.read(4).hasNext());
            assertFalse(stream.shuffle(3).read(4, 1, 1).hasNext());
        }
    }

    @Test
    void namesSamplesByTheirPlaceInTheStream() {
        BatchReader reader = numbered(5000).shuffle(100).read(8, 1, 1);
        reader.seek(4000);
        Batch batch = reader.next();
        for (int i = 0; i < 8; i++) {
            assertEquals("sample " + (int) batch.floats(0)[2 * i], batch.describe(i));
        }
    }

    @Test
    void saysWhereAPartIsNotAsTheOthers() {
        DataStream wider =
                DataStream.of(2000, (from, count) -> from < 1024 ? part(from, count) : Dataset.of(new float[count][3]));
        BatchReader reader = wider.read(1024);
        reader.next();
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, reader::next);
        assertEquals(
                "samples from 1024 of the stream: expected 2 float values a sample to a class id a sample as in the"
                        + " first, found 3 float values a sample, no target",
                e.getMessage());
        DataStream shorter = DataStream.of(2000, (from, count) -> part(from, Math.min(count, 10)));
        UncheckedIOException ends =
                assertThrows(UncheckedIOException.class, () -> shorter.read(100).next());
        assertTrue(
                String.valueOf(ends.getMessage()).contains("samples 0 to 1023 of the stream: expected 1024"),
                ends.getMessage());
    }

    /** Parts that can be closed, and say so. */
    private static final class Closing implements Iterator<Dataset>, Closeable {
        private final List<String> log;
        private int next;

        Closing(List<String> log) {
            this.log = log;
            log.add("open");
        }

        @Override
        public boolean hasNext() {
            return next < 3;
        }

        @Override
        public Dataset next() {
            return part(next++, 1);
        }

        @Override
        public void close() throws IOException {
            log.add("close");
        }
    }

    @Test
    void closesWhatItOpens() {
        List<String> log = new ArrayList<>();
        DataStream stream = DataStream.inParts(() -> new Closing(log)).map(part -> part);
        assertEquals(2, stream.inputSize(0));
        assertEquals(List.of("open", "close"), log);
        assertEquals(range(0, 3), ids(stream.read(2)));
        assertEquals(List.of("open", "close", "open", "close"), log);
    }
}
