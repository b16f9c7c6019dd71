package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.CheckpointEntry;
import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.CheckpointManager;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.engine.Head;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a manager saves, keeps, finds and refuses.
 *
 * <p>Above 400 lines: all cases share one fixture, a directory and a small training, and read as one account of what the list does.
 */
class CheckpointManagerTest {
    private static final TestModel.Sizes SIZES = new TestModel.Sizes(4, 12, 3, Head.Activation.NONE, 0.3f);
    private static final String BY_EPOCH = "e{epoch:02d}.safetensors";

    @TempDir
    private Path temporary;

    private Path dir = Path.of("");
    private Dataset.Split data = new Dataset.Split(null, null);

    @BeforeEach
    void prepare() throws IOException {
        dir = temporary.resolve("checkpoints");
        data = TrainerTest.iris();
    }

    private static Trainer<TestModel> trainer() {
        return Trainer.of(TestModel.create(SIZES, 1), Loss.crossEntropy())
                .optimizer(Adam.of(1e-2f))
                .batchSize(30)
                .seed(5);
    }

    private CheckpointManager manager() {
        return CheckpointManager.in(dir).files(BY_EPOCH).everyEpochs(1);
    }

    private void fit(CheckpointManager manager, int epochs) throws IOException {
        trainer().checkpoints(manager).resumeOrStart().fit(data.train(), data.test(), epochs);
    }

    /** Checkpoints without their extension. */
    private String files() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(dir)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals("checkpoints.json") && !name.equals(".netwright-lock"))
                    .forEach(name -> names.add(name.replace(".safetensors", "")));
        }
        return String.join(" ", names);
    }

    private static List<String> names(List<CheckpointEntry> entries) {
        return entries.stream().map(CheckpointEntry::file).toList();
    }

    private static String file(Path path) {
        return String.valueOf(path.getFileName());
    }

    @Test
    void savesEverySoManyEpochsAndAtTheEnd() throws IOException {
        fit(manager().everyEpochs(3), 8);
        assertEquals("e03 e06 e08", files());
        fit(manager().everyEpochs(3), 8);
        assertEquals("e03 e06 e08", files(), "nothing new to save");
    }

    @Test
    void savesEverySoManySteps() throws IOException {
        fit(CheckpointManager.in(dir).everySteps(3).files("s{step}.safetensors"), 2);
        assertEquals("s3 s6 s8", files(), "4 steps an epoch");
        List<CheckpointEntry> entries = CheckpointManager.in(dir).entries();
        assertEquals(90, entries.get(0).position());
        assertEquals(60, entries.get(1).position());
        assertEquals(0, entries.get(2).position());
        assertTrue(entries.get(1).figures().isEmpty());
        assertTrue(entries.get(2).figures().containsKey("val_loss"));
    }

    @Test
    void savesWhenTimeIsUp() throws IOException {
        fit(CheckpointManager.in(dir).everyMinutes(1e-9).files("s{step}.safetensors"), 1);
        assertEquals("s1 s2 s3 s4 s4-2", files(), "within the epoch and at its end step 4 is another state");
        fit(CheckpointManager.in(dir).everyMinutes(1e6).files("s{step}.safetensors"), 2);
        assertEquals("s1 s2 s3 s4 s4-2 s8", files());
    }

    @Test
    void keepsTheLastEverySomeAndTheBest() throws IOException {
        fit(manager().keepLast(2).keepEvery(4), 11);
        assertEquals("e04 e08 e10 e11", files());
    }

    @Test
    void keepsTheBestByOneMetric() throws IOException {
        // At an absurd rate the loss rises, so that the best is not the last.
        CheckpointManager manager = manager().keepBest(2, Metric.LOSS);
        Trainer<TestModel> trainer = trainer().checkpoints(manager);
        trainer.afterEpoch(report -> trainer.learningRate(report.epoch() < 4 ? 1e-2f : 50));
        History history = trainer.fit(data.train(), data.test(), 8);
        List<Integer> order = new ArrayList<>(history.epochs().stream()
                .sorted(java.util.Comparator.comparingDouble(EpochReport::validationLoss))
                .map(EpochReport::epoch)
                .toList());
        int best = order.get(0);
        assertFalse(best == 8, "the last is the best: the test shows nothing");
        TreeSet<String> expected = new TreeSet<>();
        for (int epoch : List.of(best, order.get(1), 8)) {
            expected.add(String.format("e%02d", epoch));
        }
        assertEquals(String.join(" ", expected), files());
        String name = String.format("e%02d.safetensors", best);
        assertEquals(name, file(manager.best().orElseThrow()));
        assertEquals(name, file(CheckpointManager.in(dir).best().orElseThrow()), "known without the metric");
        assertEquals("e08.safetensors", file(manager.latest().orElseThrow()));
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> manager.keepBest(Metric.ACCURACY));
        assertEquals(
                "keepBest: the best is already that by loss, not by accuracy; there is one metric", e.getMessage());
    }

    @Test
    void nothingIsForgottenAfterARestart() throws IOException {
        fit(manager().keepLast(2).keepBest(Metric.ACCURACY), 3);
        CheckpointManager.in(dir).name("deployed", dir.resolve("e02.safetensors"));
        List<CheckpointEntry> before = CheckpointManager.in(dir).entries();
        fit(manager().keepLast(1).keepBest(Metric.ACCURACY), 9);
        CheckpointManager after = CheckpointManager.in(dir);
        assertEquals("e02.safetensors", file(after.named("deployed").orElseThrow()));
        assertEquals("e09.safetensors", file(after.named("latest").orElseThrow()));
        assertTrue(names(after.entries()).contains("e02.safetensors"));
        for (CheckpointEntry entry : after.entries()) {
            assertTrue(Files.exists(entry.path()));
            before.stream()
                    .filter(old -> old.file().equals(entry.file()))
                    .forEach(old -> assertEquals(old, entry, "figures, steps and times stay"));
        }
        assertEquals(List.of(), after.verify());
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> after.name("other", dir.resolve("e77.json")));
        assertTrue(String.valueOf(e.getMessage()).contains("holds no checkpoint 'e77.json'; it has ["));
        assertThrows(IllegalArgumentException.class, () -> after.name("best", dir.resolve("e02.safetensors")));
        assertThrows(IllegalArgumentException.class, () -> after.name("a/b", dir.resolve("e02.safetensors")));
    }

    /** Between the rename of a checkpoint and that of the list a process may die; and a list may be deleted. */
    @Test
    void findsWhatTheListDoesNotHold() throws IOException {
        fit(manager(), 3);
        byte[] list = Files.readAllBytes(dir.resolve("checkpoints.json"));
        List<CheckpointEntry> three = CheckpointManager.in(dir).entries();
        fit(manager(), 4);
        Files.write(dir.resolve("checkpoints.json"), list);
        List<CheckpointEntry> four = manager().entries();
        assertEquals(three, four.subList(0, 3));
        assertEquals(4, four.get(3).epoch());
        assertEquals("e04.safetensors", file(manager().latest().orElseThrow()));
        Files.delete(dir.resolve("checkpoints.json"));
        Files.writeString(dir.resolve("notes.json"), "{}");
        assertEquals(
                List.of("e01.safetensors", "e02.safetensors", "e03.safetensors", "e04.safetensors"),
                names(CheckpointManager.in(dir).entries()));
        trainer().restore(dir.resolve("e04.safetensors")).save(dir.resolve("mine.safetensors"));
        fit(manager().keepLast(1), 5);
        assertEquals("e01 e02 e03 e04 e05 mine notes.json", files(), "what is found without a list is never deleted");
        fit(manager().keepLast(1), 7);
        assertEquals("e01 e02 e03 e04 e07 mine notes.json", files(), "nor later");
    }

    /** A copy whose name fits stays, is not gone on from, and takes nobody's place; as long as its original is there it is no checkpoint more. */
    @Test
    void aCopyOfTheUsersOwnStays() throws IOException {
        fit(manager().keepLast(2), 3);
        Files.copy(dir.resolve("e03.safetensors"), dir.resolve("e77.safetensors"));
        assertEquals(
                List.of("e02.safetensors", "e03.safetensors"), names(manager().entries()));
        fit(manager().keepLast(2), 5);
        assertEquals("e04 e05 e77", files());
        List<String> three = List.of("e77.safetensors", "e04.safetensors", "e05.safetensors");
        assertEquals(three, names(manager().entries()), "its original is gone");
        assertEquals("e05.safetensors", file(manager().latest().orElseThrow()));
        assertEquals(5, trainer().resumeOrStart(dir).epoch());
        fit(manager().keepLast(2), 6);
        assertEquals("e05 e06 e77", files());
        assertEquals("e06.safetensors", file(manager().latest().orElseThrow()));
    }

    /** Training went back and on from there when the process died before the list was written: that is the latest, though no further than another. */
    @Test
    void whatTheListMissesAfterGoingBackIsTheLatest() throws IOException {
        fit(manager(), 4);
        Path start = dir.resolve("e02.safetensors");
        byte[] list = new byte[0];
        for (int epochs : List.of(3, 4)) {
            list = Files.readAllBytes(dir.resolve("checkpoints.json"));
            Trainer<TestModel> back = trainer().checkpoints(manager());
            back = epochs == 3 ? back.restore(start) : back.resumeOrStart();
            back.learningRate(5e-3f);
            back.fit(data.train(), data.test(), epochs);
        }
        Files.write(dir.resolve("checkpoints.json"), list);
        assertEquals("e01 e02 e03 e03-2 e04 e04-2", files());
        assertEquals("e04-2.safetensors", file(manager().latest().orElseThrow()));
        assertEquals(6, manager().entries().size());
    }

    /** Its digest is right and it names files of this directory: what to delete it cannot say alone. */
    @Test
    void aListFromAnywhereDeletesNothingButCheckpoints() throws IOException {
        fit(manager(), 3);
        Files.writeString(dir.resolve("thesis.tex"), "years");
        Files.writeString(dir.resolve("results.json"), "{}");
        trainer().model().save(dir.resolve("weights.safetensors"));
        Model other = new RunningStatisticsTest.Following(TestModel.create(SIZES, 1));
        Trainer.of(other, Loss.crossEntropy()).save(dir.resolve("other.safetensors"));
        List<String> mine = List.of("thesis.tex", "results.json", "weights.safetensors", "other.safetensors");
        StringBuilder entries = new StringBuilder();
        for (String file : mine) {
            entries.append("{\"file\": \"").append(file).append("\"}, ");
        }
        String deleting = "\"deleting\": [\"" + String.join("\", \"", mine) + "\", \"e01.safetensors\"]";
        String listed = "{\"file\": \"e02.safetensors\", \"epoch\": 2}, {\"file\": \"e03.safetensors\", \"epoch\": 3}";
        int epochs = 4;
        for (String expected : List.of("e04", "e04 e05")) {
            Files.writeString(
                    dir.resolve("checkpoints.json"),
                    digested("{\"netwright_checkpoints\": \"1.0\", \"network\": \"test.Net\", \"checkpoints\": ["
                            + (epochs == 4 ? entries + listed : "") + "], " + deleting));
            fit(manager().keepLast(1), epochs++);
            assertEquals(expected + " other results.json thesis.tex weights", files());
        }
    }

    private static String digested(String body) {
        java.util.zip.CRC32C sum = new java.util.zip.CRC32C();
        sum.update(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return body + String.format(",\n  \"crc32c\": \"%08x\"\n}\n", sum.getValue());
    }

    /** Going back, names come again that were deleted before. */
    @Test
    void aNameThatComesAgainIsNotDeleted() throws IOException {
        CheckpointManager manager = manager().keepLast(2);
        fit(manager, 3);
        manager.name("start", dir.resolve("e02.safetensors"));
        fit(manager, 6);
        assertEquals("e02 e05 e06", files());
        for (int round = 0; round < 4; round++) {
            Trainer<TestModel> back = trainer().checkpoints(manager);
            back.restore(manager.named("start").orElseThrow()).fit(data.train(), data.test(), 6);
            List<CheckpointEntry> entries = manager.entries();
            assertEquals(
                    List.of(2, 5, 6),
                    entries.stream().map(CheckpointEntry::epoch).toList());
            assertEquals(6, trainer().resumeOrStart(dir).epoch());
            assertEquals(List.of(), manager.verify());
        }
        assertEquals(3, files().split(" ").length, files());
    }

    @Test
    void aDamagedListIsRefused() throws IOException {
        fit(manager(), 2);
        Path list = dir.resolve("checkpoints.json");
        byte[] bytes = Files.readAllBytes(list);
        for (int bit = 0; bit < 8 * bytes.length; bit += 5) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(list, flipped);
            CheckpointException e = assertThrows(
                    CheckpointException.class, () -> CheckpointManager.in(dir).entries());
            assertTrue(String.valueOf(e.getMessage()).contains("checkpoints.json"));
        }
        for (int length = 0; length < bytes.length; length += 7) {
            Files.write(list, java.util.Arrays.copyOf(bytes, length));
            assertThrows(
                    CheckpointException.Corrupt.class,
                    () -> CheckpointManager.in(dir).latest());
        }
    }

    @Test
    void walksBackOverDamagedFiles() throws IOException {
        fit(manager(), 5);
        Files.delete(dir.resolve("e05.safetensors"));
        byte[] whole = Files.readAllBytes(dir.resolve("e04.safetensors"));
        Files.write(dir.resolve("e04.safetensors"), java.util.Arrays.copyOf(whole, whole.length - 1));
        CheckpointManager.Valid found = manager().latestValid();
        assertEquals("e03.safetensors", file(found.checkpoint().orElseThrow()));
        assertEquals(2, found.damaged().size());
        assertInstanceOf(CheckpointException.NotFound.class, found.damaged().get(0));
        assertInstanceOf(CheckpointException.Truncated.class, found.damaged().get(1));
        assertEquals(2, manager().verify().size());
        List<String> warnings = new ArrayList<>();
        Trainer<TestModel> resumed = trainer().progress(warnings(warnings)).resumeOrStart(dir);
        assertEquals(3, resumed.epoch());
        assertEquals(2, warnings.size());
        assertTrue(warnings.get(1).startsWith("checkpoint passed over: ")
                && warnings.get(1).contains("e04"));
        for (String name : List.of("e03", "e02", "e01")) {
            Files.write(dir.resolve(name + ".safetensors"), new byte[3]);
        }
        assertTrue(manager().latestValid().checkpoint().isEmpty());
        Trainer<TestModel> fresh = trainer();
        CheckpointException e = assertThrows(CheckpointException.class, () -> fresh.resumeOrStart(dir));
        assertEquals(4, e.getSuppressed().length, "all are told, and training does not start anew by itself");
        assertEquals(0, fresh.epoch());
    }

    static Progress warnings(List<String> into) {
        return new Progress() {
            @Override
            public void epochStarts(int epoch, int epochs, long samples) {}

            @Override
            public void batchDone(long samples, double loss) {}

            @Override
            public void epochEnds(EpochReport report) {}

            @Override
            public void warns(String message) {
                into.add(message);
            }
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "e{epoch:04d} | an extension at its end: .safetensors or .json, found none",
                "e{epoch}.onnx | an extension of a format that holds training state: .safetensors or .json, found .onnx",
                "e{epoch}.txt | an extension of a format that holds training state: .safetensors or .json, found .txt",
                "e{epock}.json | {epoch}, {step}, {metric}, {network} or {time}, found {epock}",
                "e{epoch:4x}.json | a format as {epoch:04d}, {step:08d} or {metric:.4f}, found {epoch:4x}",
                "e{time:04d}.json | a format as {epoch:04d}, {step:08d} or {metric:.4f}, found {time:04d}",
                "e{epoch.json | placeholders as {epoch} or {epoch:04d}, found a single {",
                "a/e{epoch}.json | a name of a file without a directory, found '/'",
                "a\\e{epoch}.json | a name of a file without a directory, found '\\'",
                ".e{epoch}.json | a name that does not begin with a dot, found .e{epoch}.json",
                "model.json | {epoch} or {step}, found names that are not unique",
                "{time}.json | {epoch} or {step}, found names that are not unique",
                "{epoch}-{metric:.3f}.json | keepBest(…), which says what {metric} is, found none"
            })
    void refusesPatternsBeforeTraining(String pattern, String message) {
        Trainer<TestModel> trainer = trainer();
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> {
            trainer.checkpoints(CheckpointManager.in(dir).everyEpochs(1).files(pattern));
            trainer.fit(data.train(), 1);
        });
        assertEquals("file pattern '" + pattern + "': expected " + message, e.getMessage());
        assertEquals(0, trainer.steps());
        assertFalse(Files.exists(dir));
    }

    /** The network's own name may be too long for a file, in the bytes that a file system counts. */
    @Test
    void refusesNamesThatAreTooLongBeforeTraining() {
        CheckpointManager manager = CheckpointManager.in(dir).everySteps(1).files("{network}-{step}.safetensors");
        for (String name : List.of("N".repeat(250), "\u00dc".repeat(100))) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> manager.open("com.example." + name));
            assertTrue(
                    String.valueOf(e.getMessage())
                            .endsWith("expected a name of a file of at most 180 bytes in UTF-8, found "
                                    + (name.length() == 250 ? 282 : 232) + " bytes"),
                    e.getMessage());
        }
        assertFalse(Files.exists(dir));
        assertThrows(
                IllegalArgumentException.class,
                () -> CheckpointManager.in(dir).files("\u00dc".repeat(90) + "{step}.json"));
    }

    @Test
    void namesFilesByThePattern() throws IOException {
        CheckpointManager manager = CheckpointManager.in(dir).everyEpochs(2).keepBest(Metric.ACCURACY);
        fit(manager.files("{network}-{epoch:03d}-{step}-{metric:.2f}-{time}.json"), 2);
        assertTrue(files().matches("Net-002-8-[01]\\.\\d\\d-\\d{8}-\\d{6}\\.json"), files());
        assertThrows(
                IllegalArgumentException.class,
                () -> fit(CheckpointManager.in(dir).everySteps(1).files(BY_EPOCH), 3),
                "an epoch has several steps");
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> fit(CheckpointManager.in(dir).everySteps(1).keepBest(Metric.LOSS), 3));
        assertEquals(
                "keepBest: only checkpoints at the end of an epoch have a loss; add everyEpochs(…)", e.getMessage());
    }

    @Test
    void compressedFilesAreCheckpointsToo() throws IOException {
        for (String compressed : List.of(".gz", ".zst")) {
            dir = temporary.resolve("as" + compressed);
            CheckpointManager manager = CheckpointManager.in(dir).everyEpochs(1).keepLast(2);
            fit(manager.files("e{epoch}.safetensors" + compressed), 3);
            fit(CheckpointManager.in(dir).everyEpochs(1).files("e{epoch}.json" + compressed), 5);
            assertEquals("checkpoints.json", file(dir.resolve("checkpoints.json")));
            assertEquals(
                    "e2" + compressed + " e3" + compressed + " e4.json" + compressed + " e5.json" + compressed,
                    files());
            assertEquals(List.of(), manager.verify());
            Path latest = manager.latestValid().checkpoint().orElseThrow();
            byte[] bytes = Files.readAllBytes(latest);
            bytes[bytes.length / 2] ^= 4;
            Files.write(latest, bytes);
            assertEquals(1, manager.verify().size());
            assertEquals(4, trainer().resumeOrStart(dir).epoch());
        }
    }

    /** Every bit of a checkpoint's values counts: one that flipped on the disk is noticed, and passed over. */
    @Test
    void aFlippedBitIsPassedOver() throws IOException {
        fit(manager(), 2);
        Path latest = manager().latest().orElseThrow();
        byte[] bytes = Files.readAllBytes(latest);
        for (int at = bytes.length - 1; at > 0; at -= 311) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 16;
            Files.write(latest, flipped);
            assertEquals(1, manager().latestValid().damaged().size(), "byte " + at);
            assertEquals(1, trainer().resumeOrStart(dir).epoch());
        }
    }

    @Test
    void refusesADirectoryOfAnotherTraining() throws IOException {
        fit(manager(), 2);
        IllegalStateException e = assertThrows(
                IllegalStateException.class,
                () -> trainer().checkpoints(manager()).fit(data.train(), 3));
        assertTrue(String.valueOf(e.getMessage()).contains("call trainer.resumeOrStart()"), e.getMessage());
        assertEquals("e01 e02", files());
        Trainer<TestModel> busy = trainer().checkpoints(manager()).resumeOrStart();
        List<Throwable> refused = new ArrayList<>();
        busy.afterEpoch(report -> {
            try {
                trainer().checkpoints(manager()).resumeOrStart().fit(data.train(), 9);
            } catch (java.io.UncheckedIOException other) {
                refused.add(String.valueOf(other.getCause()).contains("Busy") ? other : new AssertionError(other));
            }
        });
        busy.fit(data.train(), data.test(), 3);
        assertEquals(1, refused.size());
        assertTrue(
                String.valueOf(refused.get(0).getMessage())
                        .contains("locked by this process, "
                                + ProcessHandle.current().pid()),
                refused.get(0).getMessage());
        assertEquals("e01 e02 e03", files());
    }

    @Test
    void ownLoopsSaveToo() throws IOException {
        Trainer<TestModel> loop = trainer();
        assertThrows(IllegalStateException.class, loop::checkpoint);
        loop.checkpoints(CheckpointManager.in(dir));
        try (var batches = loop.batches(data.train())) {
            loop.step(batches.next());
            loop.checkpoint();
            loop.gradient(batches.next());
            assertThrows(IllegalStateException.class, loop::checkpoint);
        }
        Trainer<TestModel> resumed =
                trainer().checkpoints(CheckpointManager.in(dir)).resumeOrStart();
        assertEquals(30, resumed.position());
        resumed.afterEpoch(report -> resumed.checkpoint());
        resumed.fit(data.train(), data.test(), 2);
        Trainer<TestModel> straight = trainer();
        straight.fit(data.train(), data.test(), 2);
        ResumeEverywhereTest.assertSame(straight, resumed, "own loop");
        assertEquals("epoch-0000-step-00000001 epoch-0001-step-00000004 epoch-0002-step-00000008", files());
        assertArrayEquals(
                straight.model().parameterStore().values(),
                trainer().resumeOrStart(dir).model().parameterStore().values());
    }
}
