package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.networks.CompiledNetworks.Compiled;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.Planner;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Checkpoint;
import dev.netwright.runtime.checkpoint.Format;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.Trainable;
import dev.netwright.runtime.engine.Workers;
import dev.netwright.runtime.train.DivergenceException;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Sgd;
import dev.netwright.runtime.train.Trainer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Normalizations as published: BatchNorm's batch and running statistics against a reference in double, values around a large mean, what
 * a batch of one value a channel does, and the statistics in every format.
 */
class NormalizationTest {
    private static final String[] BODIES = {
        "Features", "@Input(6) Tensor x(); @BatchNorm(momentum = 0.3f, epsilon = 1e-3f) Tensor y();",
        "Signal", "@Input({3, 300}) Tensor x(); @BatchNorm Tensor y();",
        "Image", "@Input({4, 5, 6}) Tensor x(); @BatchNorm Tensor y();",
        "Large", "@Input({3, 96, 96}) Tensor x(); @BatchNorm Tensor y();",
        "Layer", "@Input({3, 640}) Tensor x(); @LayerNorm Tensor y();",
        "Group", "@Input({6, 16, 20}) Tensor x(); @GroupNorm(groups = 2) Tensor y();",
        "Instance", "@Input({5, 16, 20}) Tensor x(); @InstanceNorm Tensor y();",
        "Block", "@Input(5) Tensor x(); @Dense(7) @BatchNorm @ReLU Tensor stem(); @Dense(3) Tensor y();",
        "Rows", "@Input({4, 20}) Tensor x(); @Dense(16) @LayerNorm @ReLU Tensor y();",
    };

    private static CompiledNetworks networks;

    @TempDir
    Path folder;

    @BeforeAll
    static void compile() {
        Map<String, String> sources = new LinkedHashMap<>();
        for (int k = 0; k < BODIES.length; k += 2) {
            String source = "package nets;\nimport dev.netwright.annotations.*;\n@Network public interface %s { %s }\n";
            sources.put(BODIES[k], source.formatted(BODIES[k], BODIES[k + 1]));
        }
        networks = CompiledNetworks.compile(sources);
    }

    @AfterAll
    static void close() {
        networks.close();
    }

    private static Model model(String name) {
        return networks.network(name).create(3);
    }

    private static float[] samples(Random random, int length, double mean) {
        float[] values = new float[length];
        for (int k = 0; k < length; k++) {
            values[k] = (float) (mean + random.nextGaussian());
        }
        return values;
    }

    private static float[] trained(Trainable trainable, float[] x, int n) {
        trainable.forward(new float[][] {x}, n, 1, 1);
        Head head = trainable.heads().get(0);
        int at = head.value().at(n);
        return Arrays.copyOfRange(trainable.workspace(), at, at + n * head.size());
    }

    /** What PyTorch's documentation of BatchNorm says, in double; running statistics as the last arguments. */
    private static double[] reference(
            float[] x, int n, int channels, double epsilon, double momentum, double[] means, double[] variances) {
        int positions = x.length / n / channels;
        int m = n * positions;
        double[] y = new double[x.length];
        for (int c = 0; c < channels; c++) {
            double mean = 0;
            double variance = 0;
            for (int i = 0; i < m; i++) {
                mean += x[at(i, c, channels, positions)] / (double) m;
            }
            for (int i = 0; i < m; i++) {
                double difference = x[at(i, c, channels, positions)] - mean;
                variance += difference * difference / m;
            }
            for (int i = 0; i < m; i++) {
                int at = at(i, c, channels, positions);
                y[at] = (x[at] - mean) / Math.sqrt(variance + epsilon);
            }
            means[c] = (1 - momentum) * means[c] + momentum * mean;
            variances[c] = (1 - momentum) * variances[c] + momentum * variance * m / (m - 1);
        }
        return y;
    }

    private static int at(int i, int channel, int channels, int positions) {
        return (i / positions * channels + channel) * positions + i % positions;
    }

    private static void near(double[] expected, float[] found, double most) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int k = 0; k < expected.length; k++) {
            assertEquals(expected[k], found[k], most * largest, "[" + k + "]");
        }
    }

    private static float[] buffer(Model model, String name) {
        return model.parameters().get(name).toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "Features, 6, 1, 0.3, 1e-3, 0", "Features, 6, 1, 0.3, 1e-3, 10000", "Signal, 3, 300, 0.1, 1e-5, 0",
        "Signal, 3, 300, 0.1, 1e-5, 10000", "Image, 4, 30, 0.1, 1e-5, -300", "Large, 3, 9216, 0.1, 1e-5, 10000"
    })
    void batchStatisticsAreTheseOfThePublishedFormula(
            String name, int channels, int positions, double momentum, double epsilon, double mean) {
        Model model = model(name);
        Trainable trainable = model.trainable();
        Random random = new Random(5);
        double[] means = new double[channels];
        double[] variances = new double[channels];
        Arrays.fill(variances, 1);
        for (int step = 0; step < 6; step++) {
            int n = 2 + random.nextInt(7);
            float[] x = samples(random, n * channels * positions, mean);
            double[] y = reference(x, n, channels, epsilon, momentum, means, variances);
            near(y, trained(trainable, x, n), 1e-5);
            near(means, buffer(model, "y.runningMean"), 1e-6);
            near(variances, buffer(model, "y.runningVar"), 1e-5);
            model.bufferStore().changed();
            double[] inferred = new double[x.length];
            for (int k = 0; k < x.length; k++) {
                int c = k / positions % channels;
                // What the float buffers hold: beside a large mean their last bit is seen.
                inferred[k] = (x[k] - (double) buffer(model, "y.runningMean")[c])
                        / Math.sqrt(buffer(model, "y.runningVar")[c] + epsilon);
            }
            near(inferred, model.infer(new float[][] {x}, n)[0], 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"Layer, 3", "Group, 2", "Instance, 5"})
    void largeMeansDoNotDrownTheDeviation(String name, int groups) {
        for (double mean : new double[] {0, 1e4, -1e6}) {
            float[] x = samples(
                    new Random(7), 4 * model(name).schema().inputs().get(0).size(), mean);
            // Each group of each sample is a channel of one batch of one.
            double[] scratch = new double[4 * groups];
            double[] expected = reference(x, 1, 4 * groups, 1e-5, 0, scratch, scratch);
            near(expected, model(name).infer(new float[][] {x}, 4)[0], 1e-5);
            near(expected, trained(model(name).trainable(), x, 4), 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"Image", "Large", "Layer", "Group", "Instance"})
    void equalValuesGiveTheShift(String name) {
        Model model = model(name);
        float[] x = new float[3 * model.schema().inputs().get(0).size()];
        Arrays.fill(x, 123456.78f);
        for (float y : trained(model.trainable(), x, 3)) {
            assertEquals(0, y, 1e-3f);
        }
    }

    @Test
    void oneValueAChannelIsRefusedBeforeAnythingChanges() {
        Model model = model("Block");
        Trainer<Model> trainer = Trainer.of(model, Loss.crossEntropy()).batchSize(4);
        Dataset data = Dataset.of(new float[9][5], new int[9]);
        float[] parameters = model.parameterStore().values().clone();
        float[] buffers = model.bufferStore().values().clone();
        IllegalArgumentException fit = assertThrows(IllegalArgumentException.class, () -> trainer.fit(data, 2));
        assertTrue(fit.getMessage().startsWith("9 samples in batches of 4 leave a last one of 1; 'stem' (@BatchNorm)"));
        for (Batch batch : data.batches(1)) {
            IllegalArgumentException step = assertThrows(IllegalArgumentException.class, () -> trainer.step(batch));
            assertTrue(step.getMessage().contains("'stem' (@BatchNorm): expected more than one value per channel"));
        }
        assertArrayEquals(parameters, model.parameterStore().values());
        assertArrayEquals(buffers, model.bufferStore().values());
        assertEquals(0, trainer.steps());
        assertEquals(3, model.infer(new float[][] {new float[5]}, 1)[0].length);
        trained(model("Image").trainable(), new float[120], 1); // 30 values a channel
    }

    @Test
    void oneSampleIsPredictedAsInABatch() {
        Model model = model("Block");
        Trainer<Model> trainer = Trainer.of(model, Loss.crossEntropy());
        Random random = new Random(5);
        float[] two = new float[10];
        for (int k = 0; k < two.length; k++) {
            two[k] = random.nextFloat() - 0.5f;
        }
        trainer.step(Dataset.of(new float[][] {Arrays.copyOf(two, 5), new float[5]}, new int[2])
                .batch(0, 2));
        float[] both = model.infer(new float[][] {two}, 2)[0];
        float[] alone = model.infer(new float[][] {Arrays.copyOf(two, 5)}, 1)[0];
        assertArrayEquals(Arrays.copyOf(both, 3), alone);
        assertTrue(Float.isFinite(alone[0]) && alone[0] != alone[1]);
    }

    @Test
    void aStepThatFailsLeavesTheStatistics() {
        Model model = model("Block");
        Trainer<Model> trainer = Trainer.of(model, Loss.crossEntropy()).optimizer(Sgd.of(0.1f));
        float[] buffers = model.bufferStore().values().clone();
        Arrays.fill(model.parameterStore().values(), 1e38f); // too large for a sum of five
        model.parameterStore().changed();
        float[][] rows = {{1, 2, 3, 4, 5}, {5, 4, 3, 2, 1}, {1, 0, 0, 0, 0}};
        for (Batch batch : Dataset.of(rows, new int[] {0, 1, 2}).batches(3)) {
            assertThrows(DivergenceException.class, () -> trainer.step(batch));
        }
        assertArrayEquals(buffers, model.bufferStore().values());
    }

    private static Model trainedBlock() {
        Model model = model("Block");
        Random random = new Random(9);
        float[][] rows = new float[32][];
        int[] labels = new int[32];
        for (int k = 0; k < 32; k++) {
            rows[k] = samples(random, 5, 2);
            labels[k] = k % 3;
        }
        Trainer.of(model, Loss.crossEntropy()).batchSize(8).fit(Dataset.of(rows, labels), 3);
        return model;
    }

    @Test
    void trainingMovesWhatPredictionReads() {
        Model fresh = model("Block");
        Model model = trainedBlock();
        assertFalse(
                Arrays.equals(fresh.bufferStore().values(), model.bufferStore().values()));
        float[] x = {1, 2, 3, 4, 5};
        float[] before = model.infer(new float[][] {x}, 1)[0];
        Trainer<Model> trainer = Trainer.of(model, Loss.crossEntropy()).optimizer(Sgd.of(0));
        for (Batch batch : Dataset.of(new float[][] {{9, 1, 1, 1, 1}, {1, 9, 1, 1, 1}}, new int[] {0, 1})
                .batches(2)) {
            trainer.gradient(batch);
        }
        assertFalse(Arrays.equals(before, model.infer(new float[][] {x}, 1)[0]), "the statistics of the last batch");
    }

    /** Squares of deviations beyond 1.8e19 are no floats: the running variance would be infinite, though the loss is not. */
    @Test
    void aVarianceThatOverflowsIsCaughtInItsStep() {
        Model model = trainedBlock();
        float[] statistics = model.bufferStore().values().clone();
        float[] parameters = model.parameterStore().values().clone();
        Trainer<Model> trainer = Trainer.of(model, Loss.crossEntropy());
        Batch batch = Dataset.of(new float[][] {{1e20f, 1, 1, 1, 1}, {-1e20f, 1, 1, 1, 1}}, new int[] {0, 1})
                .batches(2)
                .iterator()
                .next();
        DivergenceException thrown = assertThrows(DivergenceException.class, () -> trainer.step(batch));
        assertEquals("stem", thrown.layer().orElseThrow());
        assertTrue(
                thrown.getMessage().contains("buffer stem.batchNorm.runningVar (layer 'stem') would hold Infinity"),
                thrown.getMessage());
        assertArrayEquals(statistics, model.bufferStore().values());
        assertArrayEquals(parameters, model.parameterStore().values());
    }

    @Test
    void statisticsSurviveEveryFormat() throws Exception {
        Model model = trainedBlock();
        Compiled block = networks.network("Block");
        float[] x = samples(new Random(1), 10, 0);
        float[] expected = model.infer(new float[][] {x}, 2)[0];
        for (Format format : Format.values()) {
            Model again = block.load(model.toBytes(format), format);
            assertArrayEquals(model.bufferStore().values(), again.bufferStore().values());
            assertArrayEquals(expected, again.infer(new float[][] {x}, 2)[0]);
            Path path = folder.resolve("block." + format.name().toLowerCase(java.util.Locale.ROOT));
            model.save(path);
            Checkpoint read = Checkpoint.read(path);
            assertArrayEquals(
                    buffer(model, "stem.batchNorm.runningVar"),
                    read.find("stem.batchNorm.runningVar").orElseThrow().values());
            assertArrayEquals(
                    buffer(model, "stem.batchNorm.runningMean"),
                    read.find("stem.batchNorm.runningMean").orElseThrow().values());
            Model restored = block.create(99);
            restored.getClass().getMethod("restore", Path.class).invoke(restored, path);
            assertArrayEquals(
                    model.bufferStore().values(), restored.bufferStore().values());
        }
        Model copy = (Model) model.getClass().getMethod("copy").invoke(model);
        assertArrayEquals(model.bufferStore().values(), copy.bufferStore().values());
    }

    @ParameterizedTest
    @CsvSource({"Signal", "Large", "Layer", "Group", "Instance"})
    void theBitsDoNotDependOnThreads(String name) {
        int threads = Workers.threads();
        float[][] values = new float[2][];
        float[][] gradients = new float[2][];
        float[][] buffers = new float[2][];
        try {
            for (int run = 0; run < 2; run++) {
                Workers.threads(run == 0 ? 1 : 4);
                Model model = model(name);
                Trainable trainable = model.trainable();
                int n = 9;
                float[] x = samples(
                        new Random(4), n * model.schema().inputs().get(0).size(), 3);
                values[run] = trained(trainable, x, n);
                Head head = trainable.heads().get(0);
                float[] given = samples(new Random(6), n * head.size(), 0);
                System.arraycopy(
                        given, 0, trainable.workspace(), head.gradient().at(n), given.length);
                trainable.backward(new boolean[1]);
                gradients[run] = trainable.gradients().clone();
                buffers[run] = model.bufferStore().values().clone();
            }
        } finally {
            Workers.threads(threads);
        }
        assertArrayEquals(values[0], values[1]);
        assertArrayEquals(gradients[0], gradients[1]);
        assertArrayEquals(buffers[0], buffers[1]);
    }

    /** Inference: one pass over the values; of BatchNorm, with a small one over the channels before it. Training: few. */
    @ParameterizedTest
    @CsvSource({"Rows, 1, 1", "Image, 2, 3", "Layer, 1, 1", "Group, 1, 1", "Block, 3, 5"})
    void runsInFewPasses(String name, int inference, int training) {
        Plan predicts = Planner.inference(networks.network(name).graph());
        Plan trains = Planner.training(networks.network(name).graph());
        assertEquals(
                inference,
                predicts.forward().size(),
                String.valueOf(predicts.forward().stream()
                        .map(stage -> stage.steps().size())
                        .toList()));
        assertEquals(
                training,
                trains.forward().size(),
                String.valueOf(trains.forward().stream()
                        .map(stage -> stage.steps().size())
                        .toList()));
    }
}
