package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.LayerOf;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.engine.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each layer counts the steps that it took, as PyTorch's optimizers count those of each parameter. */
class FrozenLayersTest {
    private static final TestModel.Sizes IRIS = new TestModel.Sizes(4, 16, 3, Head.Activation.NONE, 0);

    private enum Layer implements LayerOf<TestModel> {
        HIDDEN,
        OUTPUT;

        @Override
        public String node() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static Trainer<TestModel> trainer(Optimizer optimizer) {
        return Trainer.of(TestModel.create(IRIS, 1), Loss.crossEntropy())
                .optimizer(optimizer)
                .batchSize(16)
                .seed(3);
    }

    static Stream<OptimizerTest.Case> counting() {
        return Stream.of(
                new OptimizerTest.Case(Adam.of(0.01f), OptimizerTest.adam(0.01f, 0.9f, 0.999f, 1e-8f, 0, 0)),
                new OptimizerTest.Case(
                        AdamW.of(0.01f).withWeightDecay(0.5f), OptimizerTest.adam(0.01f, 0.9f, 0.999f, 1e-8f, 0, 0.5f)),
                new OptimizerTest.Case(NAdam.of(0.01f), OptimizerTest.nadam(0.01f, 0.9f, 0.999f, 1e-8f, 0, 4e-3f)),
                new OptimizerTest.Case(
                        AdaGrad.of(0.1f).withRateDecay(0.1f).withInitial(0.3f),
                        OptimizerTest.adaGrad(0.1f, 0.1f, 0, 0.3f, 1e-10f)));
    }

    /**
     * The hidden layer is frozen in steps 1 to 40, the output layer in steps 46 to 60 and 71 to 75: each element follows the formula in
     * double with its own count.
     */
    @ParameterizedTest
    @MethodSource("counting")
    void eachLayerFollowsTheFormulaAtItsOwnStep(OptimizerTest.Case each) {
        Trainer<TestModel> trainer = trainer(each.optimizer()).freeze(Layer.HIDDEN);
        float[] p = trainer.model().parameterStore().values();
        double[] expected = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            expected[i] = p[i];
        }
        double[][] state = new double[p.length][3];
        int[] own = new int[2];
        Random random = new Random(2);
        for (int step = 1; step <= 90; step++) {
            boolean[] frozen = {step <= 40, step > 45 && step <= 60 || step > 70 && step <= 75};
            freeze(trainer, Layer.HIDDEN, frozen[0]);
            freeze(trainer, Layer.OUTPUT, frozen[1]);
            own[0] += frozen[0] ? 0 : 1;
            own[1] += frozen[1] ? 0 : 1;
            float[] x = new float[20];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            trainer.gradient(Batch.of(x, new int[] {0, 1, 2, 1, 2}));
            float[] g = new float[p.length];
            trainer.gradients()
                    .forEach(t -> System.arraycopy(t.toArray(), 0, g, t.spec().offset(), t.size()));
            trainer.update();
            for (int i = 0; i < p.length; i++) {
                int layer = i < IRIS.outputWeight() ? 0 : 1;
                if (!frozen[layer]) {
                    expected[i] = each.rule().step(expected[i], g[i], state[i], own[layer]);
                }
                assertEquals(expected[i], p[i], 4e-6 * Math.max(1, Math.abs(expected[i])), "step " + step + ", " + i);
            }
        }
        assertEquals(90, trainer.steps());
    }

    private static void freeze(Trainer<TestModel> trainer, Layer layer, boolean frozen) {
        if (frozen) {
            trainer.freeze(layer);
        } else {
            trainer.unfreeze(layer);
        }
    }

    private static void part(Trainer<TestModel> trainer, Dataset data, int part) {
        switch (part) {
            case 1 -> trainer.unfreeze(Layer.HIDDEN);
            case 2 -> trainer.freeze(Layer.OUTPUT);
            case 3 -> trainer.unfreeze(Layer.OUTPUT).freeze(Layer.HIDDEN);
            case 4 -> trainer.unfreeze(Layer.HIDDEN);
            default -> trainer.freeze(Layer.HIDDEN);
        }
        trainer.fit(data, part + 1);
    }

    @Test
    void resumesTheCountsBitForBit(@TempDir Path dir) throws IOException {
        Dataset data = TrainerTest.iris().train();
        for (String name : new String[] {"run.json", "run.safetensors"}) {
            Trainer<TestModel> straight = trainer(NAdam.of(0.01f));
            Trainer<TestModel> resumed = trainer(NAdam.of(0.01f));
            for (int part = 0; part < 5; part++) {
                part(straight, data, part);
                part(resumed, data, part);
                Path path = dir.resolve(part + name);
                resumed.save(path);
                boolean[] frozen = {part == 0 || part == 3, part == 2};
                resumed = trainer(NAdam.of(0.01f));
                freeze(resumed, Layer.HIDDEN, frozen[0]);
                freeze(resumed, Layer.OUTPUT, frozen[1]);
                resumed.restore(path);
                assertArrayEquals(
                        straight.model().parameterStore().values(),
                        resumed.model().parameterStore().values(),
                        name + " after part " + part);
            }
            assertEquals(straight.state().steps(), resumed.state().steps());
            assertTrue(straight.state().steps().containsKey("missed"));
        }
    }

    @Test
    void aTrialLeavesTheCounts() throws IOException {
        Dataset data = TrainerTest.iris().train();
        Trainer<TestModel> trainer = trainer(Adam.of(0.01f));
        part(trainer, data, 0);
        part(trainer, data, 1);
        var before = trainer.state().steps();
        LearningRateFinder.of().run(trainer, data);
        assertEquals(before, trainer.state().steps());
    }

    /** A file may say anything: counts of unknown layers, of more steps than there were, or none. */
    @Test
    void countsThatMakeNoSenseAreRefused() {
        Schema schema = TestModel.create(IRIS, 1).schema();
        FrozenLayers layers = FrozenLayers.NONE.freeze(Set.of("output"), 0);
        for (String wrong : new String[] {
            "hidden=0",
            "hidden=-3",
            "hidden=13",
            "hidden=",
            "hidden",
            "hiden=3",
            "hidden=3, hidden=4",
            "hidden=3,",
            "=3",
            "hidden=99999999999999999999"
        }) {
            assertTrue(layers.resume(wrong, 12, schema).isEmpty(), wrong);
        }
        assertEquals(12, layers.resume("", 12, schema).orElseThrow().taken().get("output"));
        FrozenLayers resumed = layers.resume("hidden=12, output=5", 12, schema).orElseThrow();
        assertEquals(12, resumed.missed("hidden"));
        assertEquals(7, resumed.taken().get("output"));
        assertEquals("hidden=12, output=6", resumed.describe(13));
    }
}
