package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.CheckpointEntry;
import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.CheckpointManager;
import dev.netwright.runtime.checkpoint.OnSaveFailure;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.engine.Head;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fits that fail, saves that fail, and saves on another thread. */
class AutosaveTest {
    private static final TestModel.Sizes SIZES = new TestModel.Sizes(4, 12, 3, Head.Activation.NONE, 0.3f);

    @TempDir
    private Path temporary;

    private Path dir = Path.of("");
    private Dataset data = Dataset.of(new float[1][1]);
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        dir = temporary.resolve("checkpoints");
        data = TrainerTest.iris().train();
    }

    private Trainer<TestModel> trainer() {
        return Trainer.of(TestModel.create(SIZES, 1), Loss.crossEntropy())
                .optimizer(Adam.of(1e-2f))
                .batchSize(30)
                .seed(5)
                .progress(CheckpointManagerTest.warnings(warnings));
    }

    private CheckpointManager manager() {
        return CheckpointManager.in(dir).everyEpochs(1).files("e{epoch}.safetensors");
    }

    private static float[] weights(Trainer<TestModel> trainer) {
        return trainer.model().parameterStore().values();
    }

    private static Trainer<TestModel> spoiltAfter(Trainer<TestModel> trainer, int epoch) {
        return trainer.afterEpoch(report -> {
            if (report.epoch() == epoch) {
                weights(trainer)[3] = Float.NaN;
            }
        });
    }

    @Test
    void aModelWithNaNReplacesNothing() throws IOException {
        CheckpointManager manager = manager().keepLast(1).keepBest(Metric.LOSS);
        Trainer<TestModel> trainer = spoiltAfter(trainer().checkpoints(manager), 3);
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> trainer.fit(data, 5));
        assertInstanceOf(CheckpointException.NotFinite.class, e.getCause());
        assertTrue(String.valueOf(e.getMessage()).contains("tensor:   hidden.weight"), e.getMessage());
        assertEquals(1, manager.failures().size());
        CheckpointManager after = CheckpointManager.in(dir);
        assertEquals(
                List.of(2), after.entries().stream().map(CheckpointEntry::epoch).toList());
        assertEquals(after.latest(), after.best());
        assertEquals(List.of(), after.verify());
        Trainer<TestModel> resumed = trainer().resumeOrStart(dir);
        assertEquals(2, resumed.epoch());
        assertTrue(resumed.fit(data, 5).last().loss() > 0);
    }

    @Test
    void aFailedSaveNeedNotStopTraining() throws IOException {
        CheckpointManager manager = manager().onSaveFailure(OnSaveFailure.WARN);
        Trainer<TestModel> trainer = trainer().checkpoints(manager).afterEpoch(report -> {
            if (report.epoch() == 2) {
                delete();
            } else if (report.epoch() == 4) {
                Files.createDirectory(dir);
            }
        });
        assertEquals(5, trainer.fit(data, 5).epochs().size());
        assertEquals(2, manager.failures().size());
        assertInstanceOf(CheckpointException.Write.class, manager.failures().get(0));
        assertEquals(2, warnings.size());
        assertTrue(warnings.get(0).startsWith("checkpoint not saved: "), warnings.get(0));
        assertEquals(
                List.of(4, 5),
                CheckpointManager.in(dir).entries().stream()
                        .map(CheckpointEntry::epoch)
                        .toList());
        Trainer<TestModel> straight = trainer();
        straight.fit(data, 5);
        assertArrayEquals(weights(straight), weights(trainer));
    }

    /** The list alone cannot be written for a while: nothing is deleted meanwhile, and then it holds everything. */
    @Test
    void aListThatCannotBeWrittenForgetsNothing() throws IOException {
        CheckpointManager manager = manager().keepLast(3).onSaveFailure(OnSaveFailure.WARN);
        Path list = dir.resolve("checkpoints.json");
        Trainer<TestModel> trainer = trainer().checkpoints(manager).afterEpoch(report -> {
            if (report.epoch() == 3) {
                Files.delete(list);
                Files.createDirectory(list);
            } else if (report.epoch() == 6) {
                try (Stream<Path> files = Files.list(dir)) {
                    long checkpoints = files.filter(file -> file.toString().endsWith(".safetensors"))
                            .count();
                    assertEquals(5, checkpoints, "none is deleted without a list");
                }
                Files.delete(list);
            }
        });
        trainer.fit(data, 7);
        assertEquals(3, manager.failures().size());
        assertEquals(
                List.of(5, 6, 7),
                CheckpointManager.in(dir).entries().stream()
                        .map(CheckpointEntry::epoch)
                        .toList());
        try (Stream<Path> files = Files.list(dir)) {
            assertEquals(5, files.count(), "three checkpoints, the list, the lock");
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(dir);
    }

    @Test
    void aFailedSaveStopsTrainingByDefault() throws IOException {
        CheckpointManager manager = manager();
        Trainer<TestModel> trainer = trainer().checkpoints(manager).afterEpoch(report -> delete());
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> trainer.fit(data, 5));
        assertInstanceOf(CheckpointException.Write.class, e.getCause());
        assertEquals(1, trainer.epoch());
        assertEquals(1, manager.failures().size());
    }

    /** Whatever is thrown, training goes on from the very step, bit for bit. */
    @Test
    void aFitThatFailsSavesWhereItIs() throws IOException {
        Trainer<TestModel> straight = trainer();
        straight.fit(data, 4);
        IllegalStateException failure = new IllegalStateException("of the program's own");
        int[] left = {6};
        Trainer<TestModel> first = trainer().checkpoints(manager()).progress(new Progress() {
            @Override
            public void epochStarts(int epoch, int epochs, long samples) {}

            @Override
            public void batchDone(long samples, double loss) {
                if (--left[0] == 0) {
                    throw failure;
                }
            }

            @Override
            public void epochEnds(EpochReport report) {}
        });
        assertSame(failure, assertThrows(IllegalStateException.class, () -> first.fit(data, 4)));
        assertEquals(0, failure.getSuppressed().length);
        Trainer<TestModel> second = trainer().checkpoints(manager()).resumeOrStart();
        assertEquals(6, second.steps());
        assertEquals(60, second.position());
        second.fit(data, 4);
        ResumeEverywhereTest.assertSame(straight, second, "after the failure");
    }

    @Test
    void nothingIsSavedWhereThatIsNotWanted() throws IOException {
        CheckpointManager manager = manager().saveWhenInterrupted(false);
        Trainer<TestModel> trainer = trainer().checkpoints(manager).afterEpoch(report -> {
            throw new IOException("no room for reports");
        });
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> trainer.fit(data, 2));
        assertEquals("no room for reports", String.valueOf(e.getCause().getMessage()));
        assertEquals(List.of(), manager.entries());
    }

    /** In the background, while training goes on, the same files come to be. */
    @Test
    void asynchronousSavesAreOfOneStep() throws IOException {
        CheckpointManager now = CheckpointManager.in(temporary.resolve("now")).everySteps(1);
        trainer().checkpoints(now).fit(data, 3);
        CheckpointManager later =
                CheckpointManager.in(temporary.resolve("later")).everySteps(1).asynchronous();
        trainer().checkpoints(later).fit(data, 3);
        List<CheckpointEntry> expected = now.entries();
        List<CheckpointEntry> found = later.entries();
        assertEquals(13, found.size());
        for (int i = 0; i < found.size(); i++) {
            Trainer<TestModel> a = trainer().restore(expected.get(i).path());
            Trainer<TestModel> b = trainer().restore(found.get(i).path());
            ResumeEverywhereTest.assertSame(a, b, "checkpoint " + i);
        }
    }

    @Test
    void aFailureInTheBackgroundShowsAtTheNextSave() throws IOException {
        CheckpointManager stops = manager().asynchronous();
        Trainer<TestModel> stopped = spoiltAfter(trainer().checkpoints(stops), 2);
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> stopped.fit(data, 2));
        assertInstanceOf(CheckpointException.NotFinite.class, e.getCause());
        CheckpointManager warns = CheckpointManager.in(temporary.resolve("warns"))
                .everyEpochs(1)
                .asynchronous()
                .onSaveFailure(OnSaveFailure.WARN);
        Trainer<TestModel> warned = trainer().checkpoints(warns);
        float[] kept = new float[1];
        warned.afterEpoch(report -> {
            if (report.epoch() == 2) {
                kept[0] = weights(warned)[3];
                weights(warned)[3] = Float.POSITIVE_INFINITY;
            }
        });
        assertThrows(DivergenceException.class, () -> warned.fit(data, 3));
        weights(warned)[3] = kept[0];
        assertEquals(1, warns.entries().size());
        assertTrue(warns.failures().size() >= 1);
    }

    /** Gradient descent on a quadratic function grows without bounds at this rate, and falls at a lower one. */
    @Test
    void goesBackAndOnWithALowerRate() throws IOException {
        Dataset numbers = Dataset.of(
                IntStream.range(0, data.size()).mapToObj(data::input).toArray(float[][]::new),
                IntStream.range(0, data.size())
                        .mapToObj(i -> new float[] {data.input(i)[0]})
                        .toArray(float[][]::new));
        TestModel.Sizes sizes = new TestModel.Sizes(4, 12, 1, Head.Activation.NONE, 0);
        Trainer<TestModel> trainer = Trainer.of(TestModel.create(sizes, 1), Loss.mse())
                .optimizer(Sgd.of(0.5f))
                .batchSize(30)
                .progress(CheckpointManagerTest.warnings(warnings))
                .checkpoints(manager());
        DivergenceException e = assertThrows(DivergenceException.class, () -> trainer.fit(numbers, 60));
        assertTrue(trainer.epoch() >= 1, e.getMessage());
        trainer.onDivergence(DivergencePolicy.rollback(40).withFactor(0.75f));
        History history = trainer.fit(numbers, 60);
        assertEquals(60, history.epochs().size());
        assertEquals(trainer.rollbacks(), warnings.size());
        assertTrue(trainer.rollbacks() >= 2, "went back several times");
        assertTrue(warnings.get(0).contains("; back to epoch "), warnings.toString());
        assertEquals(0.5 * Math.pow(0.75, trainer.rollbacks()), trainer.learningRate(), 1e-6);
        assertTrue(history.last().loss() < history.epochs().get(0).loss());
    }

    @Test
    void goesBackNoMoreThanItMay() throws IOException {
        Trainer<TestModel> trainer = trainer().checkpoints(manager()).onDivergence(DivergencePolicy.rollback(3));
        spoiltAfter(trainer, 3);
        trainer.checkpoints(manager().onSaveFailure(OnSaveFailure.WARN));
        DivergenceException e = assertThrows(DivergenceException.class, () -> trainer.fit(data, 5));
        assertTrue(String.valueOf(e.getMessage()).contains("epoch 4"), e.getMessage());
        assertEquals(3, trainer.rollbacks());
        Trainer<TestModel> none = trainer().onDivergence(DivergencePolicy.rollback(1));
        weights(none)[0] = Float.NaN;
        assertThrows(DivergenceException.class, () -> none.fit(data, 1), "no manager, nothing to go back to");
        assertThrows(IllegalArgumentException.class, () -> DivergencePolicy.rollback(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> DivergencePolicy.rollback(1).withFactor(1));
    }
}
