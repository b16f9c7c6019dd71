package dev.netwright.processor.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Checkpoint;
import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.TensorSpec;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.train.Adam;
import dev.netwright.runtime.train.EpochReport;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Progress;
import dev.netwright.runtime.train.Trainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Files of locked versions load into later ones: what is kept arrives bit for bit, what is new starts by its law. */
class MigrationTest {
    private static final String V1 = """
            @Network interface Net {
                @Input({2, 4, 4}) Tensor x();
                @Conv2D(value = 3, kernel = 3) @BatchNorm @ReLU Tensor stem();
                @Flatten Tensor flat();
                @Dense(6) Tensor both(Tensor flat);
                @Dense(5) Tensor old(Tensor both);
                @Dense(3) Tensor y(Tensor old);
            }
            """;
    private static final String V2 = """
            @Network(version = 2) @Removed("old") interface Net {
                @Input({2, 4, 4}) Tensor x();
                @Renamed(from = "stem") @Conv2D(value = 3, kernel = 3) @BatchNorm @GELU Tensor entry();
                @Flatten Tensor flat();
                @SplitFrom(node = "both", offset = 2) @Dense(4) Tensor right(Tensor flat);
                @SplitFrom(node = "both", offset = 0) @Dense(2) Tensor left(Tensor flat);
                @Concat Tensor joined(Tensor left, Tensor right);
                @Added(init = Initializer.CONSTANT, argument = 0.25) @LayerNorm Tensor norm(Tensor joined);
                @Resized(policy = Resize.KEEP) @Dense(4) Tensor y(Tensor norm);
            }
            """;
    private static final String V3 = """
            @Network(version = 3) interface Net {
                @Input({2, 4, 4}) Tensor x();
                @Conv2D(value = 3, kernel = 3) @BatchNorm @GELU Tensor entry();
                @Flatten Tensor flat();
                @MergedFrom({"left", "right"}) @Dense(6) Tensor body(Tensor flat);
                @LayerNorm Tensor norm(Tensor body);
                @Renamed(from = "y") @Dense(4) Tensor logits(Tensor norm);
            }
            """;

    private static Class<?> first;
    private static Class<?> second;
    private static Class<?> third;

    @BeforeAll
    static void lockAll() {
        Project project = new Project();
        first = Project.model(project.locked(V1));
        second = Project.model(project.locked(V2));
        third = Project.model(project.locked(V3));
    }

    /** A model of random weights and buffers. */
    static Model random(Class<?> type, long seed) {
        Model model = Project.create(type, seed);
        java.util.Random random = new java.util.Random(seed);
        for (float[] store :
                List.of(model.parameterStore().values(), model.bufferStore().values())) {
            for (int i = 0; i < store.length; i++) {
                store[i] = random.nextFloat() + 0.5f;
            }
        }
        return model;
    }

    static float[] values(Model model, String name) {
        TensorSpec spec = model.schema().find(name).orElseThrow();
        float[] store = spec.learned()
                ? model.parameterStore().values()
                : model.bufferStore().values();
        return Arrays.copyOfRange(store, spec.offset(), spec.offset() + spec.size());
    }

    private static float[] rows(float[] values, int width, int from, int to) {
        return Arrays.copyOfRange(values, from * width, to * width);
    }

    @TestFactory
    Stream<DynamicTest> everyFormat() {
        return Stream.of("json", "onnx", "safetensors", "json.gz", "safetensors.gz")
                .map(format -> DynamicTest.dynamicTest(format, () -> {
                    Path file = Files.createTempDirectory("old").resolve("old." + format);
                    Model old = random(first, 7);
                    old.save(file);
                    second(old, Project.load(second, file));
                    third(old, Project.load(third, file));
                    Model newer = random(second, 8);
                    newer.save(file);
                    Model loaded = Project.load(third, file);
                    assertArrayEquals(values(newer, "norm.scale"), values(loaded, "norm.scale"));
                    assertArrayEquals(
                            rows(values(newer, "left.weight"), 12, 0, 2),
                            rows(values(loaded, "body.weight"), 12, 0, 2));
                    Model own = random(third, 9);
                    own.save(file);
                    assertArrayEquals(
                            own.parameterStore().values(),
                            Project.load(third, file).parameterStore().values());
                }));
    }

    private static void second(Model old, Model now) {
        for (String name :
                List.of("weight", "bias", "batchNorm.scale", "batchNorm.runningMean", "batchNorm.runningVar")) {
            assertArrayEquals(values(old, "stem." + name), values(now, "entry." + name), name);
        }
        float[] both = values(old, "both.weight");
        assertArrayEquals(rows(both, 12, 0, 2), values(now, "left.weight"));
        assertArrayEquals(rows(both, 12, 2, 6), values(now, "right.weight"));
        assertArrayEquals(rows(values(old, "both.bias"), 1, 2, 6), values(now, "right.bias"));
        float[] quarters = new float[6];
        Arrays.fill(quarters, 0.25f);
        assertArrayEquals(quarters, values(now, "norm.scale"));
        resized(old, now, "y.weight");
    }

    /** [3, 5] became [4, 6]: the overlap is the old one's, the rest what the seed 0 gives. */
    private static void resized(Model old, Model now, String name) {
        float[] law = values(Project.create(second, 0), "y.weight");
        float[] was = values(old, "y.weight");
        float[] is = values(now, name);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 6; j++) {
                assertEquals(i < 3 && j < 5 ? was[i * 5 + j] : law[i * 6 + j], is[i * 6 + j], i + ", " + j);
            }
        }
    }

    private static void third(Model old, Model now) {
        assertArrayEquals(values(old, "both.weight"), values(now, "body.weight"));
        assertArrayEquals(values(old, "both.bias"), values(now, "body.bias"));
        assertArrayEquals(values(old, "stem.weight"), values(now, "entry.weight"));
        resized(old, now, "logits.weight");
    }

    @Test
    void layersOfAnOlderFile() throws Exception {
        Path file = Files.createTempDirectory("old").resolve("old.onnx");
        Model old = random(first, 7);
        old.save(file);
        Model now = random(second, 3);
        float[] left = values(now, "left.weight");
        Class<?> layer = second.getClassLoader().loadClass("p.NetModel$Layer");
        Object entry = Arrays.stream(layer.getEnumConstants())
                .filter(constant -> constant.toString().equals("ENTRY"))
                .findFirst()
                .orElseThrow();
        var restore = second.getDeclaredMethod("restore", Path.class, layer, layer.arrayType());
        restore.setAccessible(true);
        restore.invoke(now, file, entry, java.lang.reflect.Array.newInstance(layer, 0));
        assertArrayEquals(values(old, "stem.weight"), values(now, "entry.weight"));
        assertArrayEquals(left, values(now, "left.weight"));
    }

    @Test
    void optimizerSlotsGoWithTheirTensors() throws Exception {
        Path folder = Files.createTempDirectory("training");
        Dataset data = Dataset.of(new float[][] {new float[32], ramp(32)}, new float[][] {{1, 2, 3}, {0, 1, 0}});
        Model old = random(first, 7);
        for (String format : List.of("safetensors", "json")) {
            Path file = folder.resolve("old." + format);
            Path migrated = folder.resolve("new." + format);
            Trainer<Model> trainer =
                    Trainer.of(old, Loss.mse()).optimizer(Adam.of(1e-3f)).batchSize(2);
            trainer.fit(data, 2);
            trainer.save(file);
            List<String> words = new ArrayList<>();
            Trainer<Model> next = Trainer.of(random(second, 1), Loss.mse())
                    .optimizer(Adam.of(1e-3f))
                    .progress(listening(words));
            next.restore(file);
            assertEquals(2, next.epoch());
            assertEquals(
                    List.of(file
                            + ": migrated from version 1 to 2; the optimizer starts anew for norm.scale, norm.shift,"
                            + " y.weight, y.bias"),
                    words);
            next.save(migrated);
            Checkpoint before = Checkpoint.read(file);
            Checkpoint after = Checkpoint.read(migrated);
            for (String slot : List.of("m", "v")) {
                assertArrayEquals(slot(before, slot, "stem.weight"), slot(after, slot, "entry.weight"));
                assertArrayEquals(rows(slot(before, slot, "both.weight"), 12, 2, 6), slot(after, slot, "right.weight"));
                assertArrayEquals(new float[24], slot(after, slot, "y.weight"));
                assertTrue(sum(slot(after, slot, "entry.weight")) != 0, "something was learned");
            }
        }
    }

    private static float[] ramp(int length) {
        float[] ramp = new float[length];
        for (int i = 0; i < length; i++) {
            ramp[i] = i / 16f - 1;
        }
        return ramp;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += Math.abs(value);
        }
        return sum;
    }

    private static float[] slot(Checkpoint checkpoint, String slot, String name) throws CheckpointException {
        return checkpoint.find("optimizer/" + slot + "/" + name).orElseThrow().values();
    }

    private static Progress listening(List<String> words) {
        return new Progress() {
            @Override
            public void epochStarts(int epoch, int epochs, long samples) {}

            @Override
            public void batchDone(long samples, double loss) {}

            @Override
            public void epochEnds(EpochReport report) {}

            @Override
            public void warns(String message) {
                words.add(message);
            }
        };
    }

    @Test
    void aLaterVersionsFileIsRefused() throws Exception {
        Path file = Files.createTempDirectory("new").resolve("new.safetensors");
        random(third, 7).save(file);
        CheckpointException e =
                assertThrows(CheckpointException.SchemaMismatch.class, () -> Project.load(second, file));
        assertTrue(e.getMessage().contains("does not fit p.Net"), e.getMessage());
    }

    /** The same tensors, so only the version tells. */
    @Test
    void aLaterVersionOfTheSameTensorsIsRefused() throws Exception {
        Project project = new Project();
        String net =
                "@Network%s interface Net { @Input(4) Tensor x(); @Dense(4) %s Tensor a(); %s @Dense(4) Tensor b(); }";
        project.locked(net.formatted("", "@ReLU", ""));
        Class<?> two = Project.model(project.locked(net.formatted("(version = 2)", "@GELU", "")));
        Class<?> three = Project.model(project.locked(net.formatted("(version = 3)", "@Tanh", "")));
        Path file = Files.createTempDirectory("new").resolve("new.json");
        random(three, 7).save(file);
        CheckpointException e = assertThrows(CheckpointException.SchemaMismatch.class, () -> Project.load(two, file));
        assertTrue(e.getMessage().contains("a later version of the network saved this file"), e.getMessage());
    }

    /** The tensors are the same in both versions, and yet each is the other. */
    @Test
    void swappedNames() throws Exception {
        Project project = new Project();
        Class<?> one = Project.model(project.locked(
                "@Network interface Net { @Input(4) Tensor x(); @Dense(4) Tensor a(); @Dense(4) Tensor b(); }"));
        Class<?> two = Project.model(project.locked("@Network(version = 2) interface Net { @Input(4) Tensor x();"
                + " @Renamed(from = \"a\") @Dense(4) Tensor b(); @Renamed(from = \"b\") @Dense(4) Tensor a(); }"));
        for (String format : List.of("json", "onnx", "safetensors")) {
            Path file = Files.createTempDirectory("old").resolve("old." + format);
            Model old = random(one, 7);
            old.save(file);
            Model now = Project.load(two, file);
            assertArrayEquals(values(old, "a.weight"), values(now, "b.weight"));
            assertArrayEquals(values(old, "b.weight"), values(now, "a.weight"));
            Model own = random(two, 8);
            own.save(file);
            assertArrayEquals(values(own, "a.weight"), values(Project.load(two, file), "a.weight"));
        }
    }

    @Test
    void aDamagedOlderFileIsRefused() throws Exception {
        Path file = Files.createTempDirectory("old").resolve("old.safetensors");
        random(first, 7).save(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 3] ^= 8;
        Files.write(file, bytes);
        assertThrows(CheckpointException.Corrupt.class, () -> Project.load(third, file));
    }
}
