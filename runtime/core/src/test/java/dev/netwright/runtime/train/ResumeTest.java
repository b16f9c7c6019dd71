package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.TrainingState;
import dev.netwright.runtime.data.BatchReader;
import dev.netwright.runtime.data.DataStream;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.data.Samples;
import dev.netwright.runtime.engine.Head;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that is stopped anywhere and goes on is the one that was not stopped, bit for bit. */
class ResumeTest {
    private static final int EPOCHS = 3;

    private static Trainer<TestModel> trainer(long modelSeed) {
        TestModel.Sizes sizes = new TestModel.Sizes(4, 12, 3, Head.Activation.NONE, 0.3f);
        return Trainer.of(TestModel.create(sizes, modelSeed), Loss.crossEntropy())
                .optimizer(Adam.of(1e-2f))
                .batchSize(16)
                .seed(5);
    }

    /** Saves after so many batches, and then throws. */
    private record PowerCut(Trainer<?> trainer, Path path, int[] left) implements Progress {
        @Override
        public void epochStarts(int epoch, int epochs, long samples) {}

        @Override
        public void batchDone(long samples, double loss) {
            if (--left[0] == 0) {
                try {
                    trainer.save(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                throw new IllegalStateException("the power fails");
            }
        }

        @Override
        public void epochEnds(EpochReport report) {}
    }

    private static void assertSame(Trainer<TestModel> expected, Trainer<TestModel> found, String message) {
        assertArrayEquals(
                expected.model().parameterStore().values(),
                found.model().parameterStore().values(),
                message);
        TrainingState a = expected.state();
        TrainingState b = found.state();
        assertEquals(a.history(), b.history(), message);
        assertEquals(a.position(), b.position(), message);
        assertEquals(a.step(), b.step(), message);
        for (String slot : a.optimizer().slots().keySet()) {
            assertArrayEquals(
                    a.optimizer().slots().get(slot), b.optimizer().slots().get(slot), message);
        }
    }

    /** 120 samples are 7 batches of 16 and one of 8: every stop within two epochs, and at their ends. */
    @ParameterizedTest
    @ValueSource(strings = {"run.safetensors", "run.json"})
    void resumesAfterAnyBatch(String file, @TempDir Path dir) throws IOException {
        Dataset.Split data = TrainerTest.iris();
        DataStream stream =
                DataStream.of(data.train().size(), (from, count) -> data.train().slice((int) from, (int) from + count));
        Path path = dir.resolve(file);
        for (Samples train : List.of(data.train(), stream, stream.shuffle(50))) {
            Trainer<TestModel> straight = trainer(1);
            straight.fit(train, data.test(), EPOCHS);
            for (int batches = 1; batches <= 17; batches++) {
                String message = train + ", stopped after " + batches + " batches";
                Trainer<TestModel> first = trainer(1);
                first.progress(new PowerCut(first, path, new int[] {batches}));
                assertThrows(IllegalStateException.class, () -> first.fit(train, data.test(), EPOCHS));
                Trainer<TestModel> second = trainer(77).seed(8).batchSize(3).restore(path);
                assertEquals((batches - 1) / 8, second.epoch(), message);
                assertEquals(Math.min(120, ((batches - 1) % 8 + 1) * 16), second.position(), message);
                assertSame(first, second, message);
                second.fit(train, data.test(), EPOCHS);
                assertSame(straight, second, message);
                first.progress(Progress.none()).fit(train, data.test(), EPOCHS);
                assertSame(straight, first, "the same trainer, " + message);
            }
        }
    }

    @Test
    void ownLoopsResumeToo(@TempDir Path dir) throws IOException {
        Dataset.Split data = TrainerTest.iris();
        Trainer<TestModel> straight = trainer(1);
        straight.fit(data.train(), data.test(), 2);
        Trainer<TestModel> loop = trainer(1);
        Path path = dir.resolve("run.safetensors");
        try (BatchReader batches = loop.batches(data.train())) {
            for (int i = 0; i < 3; i++) {
                loop.step(batches.next());
            }
        }
        loop.save(path);
        Trainer<TestModel> resumed = trainer(2).restore(path);
        assertEquals(48, resumed.position());
        while (resumed.epoch() < 2) {
            try (BatchReader batches = resumed.batches(data.train())) {
                while (batches.hasNext()) {
                    resumed.step(batches.next());
                }
            }
            assertEquals(120, resumed.position());
            resumed.endEpoch(data.test());
            assertEquals(0, resumed.position());
        }
        assertSame(straight, resumed, "own loop");
        assertThrows(IllegalStateException.class, resumed::endEpoch);
    }

    @Test
    void refusesDataThatEndsBeforeThePosition(@TempDir Path dir) throws IOException {
        Dataset data = TrainerTest.iris().train();
        Trainer<TestModel> first = trainer(1);
        Path path = dir.resolve("run.json");
        first.progress(new PowerCut(first, path, new int[] {4}));
        assertThrows(IllegalStateException.class, () -> first.fit(data, EPOCHS));
        Trainer<TestModel> second = trainer(1).restore(path);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> second.fit(data.take(30), EPOCHS));
        assertEquals(
                "epoch 1 was left at sample 64 of other data; position: expected 0 to 30 (samples of the data), found 64",
                e.getMessage());
        assertEquals(64, second.position());
        second.fit(data, EPOCHS);
        Trainer<TestModel> straight = trainer(1);
        straight.fit(data, EPOCHS);
        assertSame(straight, second, "after the refusal");
    }

    @Test
    void aStreamTrainsAsTheSameSamplesInMemory() throws IOException {
        Dataset data = TrainerTest.iris().train();
        Trainer<TestModel> memory = trainer(1).shuffle(false);
        memory.fit(data, data, EPOCHS);
        Trainer<TestModel> streamed = trainer(1);
        DataStream parts = DataStream.inParts(() -> IntStream.range(0, 12)
                .mapToObj(i -> data.slice(10 * i, 10 * i + 10))
                .iterator());
        streamed.fit(parts, parts, EPOCHS);
        assertArrayEquals(
                memory.model().parameterStore().values(),
                streamed.model().parameterStore().values());
        assertEquals(memory.state().history(), streamed.state().history());
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> trainer(1).fit(parts.take(0), 1));
        assertEquals("the data has no samples", e.getMessage());
        assertTrue(streamed.evaluate(parts).samples() == 120);
    }
}
