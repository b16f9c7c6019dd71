package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.networks.CompiledNetworks.Compiled;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.Predictor;
import dev.netwright.runtime.checkpoint.Checkpoint;
import dev.netwright.runtime.checkpoint.Format;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.engine.Workers;
import dev.netwright.runtime.train.Activations;
import dev.netwright.runtime.train.Adam;
import dev.netwright.runtime.train.DivergenceException;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Trainer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a generated model promises as a whole: training that resumes, predictions from many threads, nothing allocated. */
class GeneratedModelTest {
    /** Vectors are objects until C2 has compiled the kernels that hold them. */
    private static final int ATTEMPTS = 2000;

    private static final String WIDE = """
            package nets;
            import dev.netwright.annotations.*;
            @Network public interface Wide {
                @Input(40) Tensor values();
                @Standardize Tensor scaled();
                @Dense(1536) @PReLU @Dropout(0.3f) Tensor hidden();
                @Dense(300) @GELU Tensor narrow();
                @Dense(4) @Softmax Tensor output();
            }
            """;

    /** Asking for it allocates, so it is asked for once. */
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static CompiledNetworks networks;
    private static Compiled wide;

    @TempDir
    Path folder;

    @BeforeAll
    static void compile() {
        networks = CompiledNetworks.compile(Map.of("Wide", WIDE));
        wide = networks.network("Wide");
    }

    @AfterAll
    static void close() {
        networks.close();
    }

    private static Dataset data(int samples) {
        Random random = new Random(3);
        float[][] rows = new float[samples][40];
        int[] labels = new int[samples];
        for (int i = 0; i < samples; i++) {
            labels[i] = i % 4;
            for (int j = 0; j < 40; j++) {
                rows[i][j] = 5 * random.nextFloat() + (j % 4 == labels[i] ? 3 : 0);
            }
        }
        return Dataset.of(rows, labels);
    }

    private static Trainer<Model> trainer(long seed) {
        return Trainer.of(wide.create(seed), Loss.crossEntropy())
                .optimizer(Adam.of(1e-3f))
                .batchSize(24)
                .seed(11);
    }

    @Test
    void showsActivationsAndNamesTheLayerThatDiverges() {
        Trainer<Model> trainer = trainer(5);
        Batch batch = data(6).batch(0, 6);
        float[] before = trainer.model().bufferStore().values().clone();
        Activations shown = trainer.activations(batch);
        assertEquals(List.of("values", "scaled", "hidden", "narrow", "output"), shown.names());
        assertArrayEquals(batch.floats(0), shown.get("values"));
        assertEquals(List.of(300), shown.shape("narrow"));
        int dropped = 0;
        for (float value : shown.get("hidden")) {
            dropped += value == 0 ? 1 : 0;
        }
        assertEquals(0.3, dropped / (6.0 * 1536), 0.05, "as in training, with dropout");
        assertArrayEquals(shown.get("hidden"), trainer.activations(batch).get("hidden"));
        assertArrayEquals(Arrays.copyOfRange(shown.get("output"), 8, 12), shown.get("output", 2));
        assertThrows(IllegalArgumentException.class, () -> shown.get("hiden"));
        assertArrayEquals(before, trainer.model().bufferStore().values());

        trainer.model().parameters().get("narrow.weight").fill(3e38f);
        DivergenceException diverged = assertThrows(DivergenceException.class, () -> trainer.step(batch));
        assertEquals("narrow", diverged.layer().orElseThrow());
        assertTrue(
                diverged.getMessage().contains("the first activation that is not is 'narrow' of sample 0"),
                diverged::getMessage);
    }

    private static void standardize(Model model, Dataset data) {
        data.statistics(0)
                .into(model.parameters().get("scaled.mean"), model.parameters().get("scaled.deviation"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.safetensors", "run.json"})
    void resumesBitForBitOnAnyNumberOfThreads(String file) throws Exception {
        Dataset data = data(100);
        Path path = folder.resolve(file);
        int threads = Workers.threads();
        try {
            Workers.threads(1);
            Trainer<Model> straight = trainer(1);
            standardize(straight.model(), data);
            straight.fit(data, data, 4);
            Workers.threads(3);
            Trainer<Model> first = trainer(1);
            standardize(first.model(), data);
            first.fit(data, data, 2);
            first.save(path);
            Workers.threads(2);
            Trainer<Model> second = Trainer.of(wide.create(2), Loss.crossEntropy())
                    .optimizer(Adam.of(1))
                    .restore(path);
            second.fit(data, data, 4);
            assertArrayEquals(
                    straight.model().parameterStore().values(),
                    second.model().parameterStore().values());
            assertArrayEquals(
                    straight.model().bufferStore().values(),
                    second.model().bufferStore().values());
            assertEquals(4, second.history().epochs().size());
            assertTrue(second.model().evaluate(data).accuracy() > 0.9);
        } finally {
            Workers.threads(threads);
        }
        assertTrue(Checkpoint.read(path).training().isPresent());
    }

    @Test
    void predictsFromManyThreadsAtOnce() throws Exception {
        Model model = wide.create(4);
        int samples = 300;
        float[] x = random(40 * samples);
        float[] expected = model.infer(new float[][] {x}, samples)[0];
        Model shared = wide.load(model.toBytes(Format.SAFETENSORS), Format.SAFETENSORS);
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            List<Future<Integer>> wrong = new ArrayList<>();
            for (int t = 0; t < 16; t++) {
                Random random = new Random(t);
                wrong.add(pool.submit(() -> {
                    int differences = 0;
                    for (int k = 0; k < 25; k++) {
                        int from = random.nextInt(samples);
                        int n = 1 + random.nextInt(Math.min(20, samples - from));
                        float[] part = Arrays.copyOfRange(x, 40 * from, 40 * (from + n));
                        float[] y = shared.infer(new float[][] {part}, n)[0];
                        differences += Arrays.equals(y, 0, 4 * n, expected, 4 * from, 4 * (from + n)) ? 0 : 1;
                    }
                    return differences;
                }));
            }
            for (Future<Integer> each : wrong) {
                assertEquals(0, each.get());
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aPredictorAllocatesNothing() {
        Model model = wide.create(4);
        Predictor predictor = model.predictor(8);
        float[] x = random(40 * 8);
        float[] y = new float[4 * 8];
        predictor.predict(x, 0, 8, y, 0);
        assertArrayEquals(model.infer(new float[][] {x}, 8)[0], y);
        long bytes = Long.MAX_VALUE;
        for (int attempt = 0; bytes > 0 && attempt < ATTEMPTS; attempt++) {
            long before = allocated();
            for (int k = 0; k < 50; k++) {
                predictor.predict(x, 0, 1 + k % 8, y, 0);
            }
            bytes = Math.min(bytes, allocated() - before);
        }
        assertEquals(0, bytes);
    }

    /** What a step allocates does not grow with the network or the batch. */
    @Test
    void aTrainingStepAllocatesNextToNothing() {
        Trainer<Model> trainer = trainer(5);
        Batch batch = data(64).batch(0, 64);
        trainer.step(batch);
        long bytes = Long.MAX_VALUE;
        for (int attempt = 0; bytes >= 10_000 && attempt < ATTEMPTS; attempt++) {
            long before = allocated();
            for (int k = 0; k < 4; k++) {
                trainer.step(batch);
            }
            bytes = Math.min(bytes, (allocated() - before) / 4);
        }
        assertTrue(bytes < 10_000, bytes + " bytes a step");
    }

    @Test
    void statisticsMustFitTheBuffers() {
        Model model = wide.create(6);
        Dataset narrow = Dataset.of(new float[3][39], new int[3]);
        float[] before = model.bufferStore().values().clone();
        assertThrows(IllegalArgumentException.class, () -> standardize(model, narrow));
        assertArrayEquals(before, model.bufferStore().values());
        float[] untrained = model.infer(new float[][] {random(40)}, 1)[0];
        standardize(model, data(50));
        assertNotEquals(untrained[0], model.infer(new float[][] {random(40)}, 1)[0][0]);
    }

    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    private static float[] random(int length) {
        Random random = new Random(length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
