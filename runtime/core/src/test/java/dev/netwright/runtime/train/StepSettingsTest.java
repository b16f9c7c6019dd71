package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.LayerOf;
import dev.netwright.runtime.Parameters;
import dev.netwright.runtime.checkpoint.Role;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups, frozen layers, clipping, accumulation, divergence, gradients by name. */
class StepSettingsTest {
    private static final TestModel.Sizes IRIS = new TestModel.Sizes(4, 16, 3, Head.Activation.NONE, 0);

    private enum Layer implements LayerOf<TestModel> {
        HIDDEN,
        OUTPUT;

        @Override
        public String node() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static Trainer<TestModel> trainer(Optimizer optimizer) {
        return Trainer.of(TestModel.create(IRIS, 1), Loss.crossEntropy())
                .optimizer(optimizer)
                .batchSize(16)
                .seed(3);
    }

    private static float[] parameters(Trainer<TestModel> trainer) {
        return trainer.model().parameterStore().values();
    }

    private static Batch batch(int from, int to) throws IOException {
        return TrainerTest.iris().train().batch(from, to);
    }

    @Test
    void groupsHaveFactorsAndDecaysOfTheirOwn() throws IOException {
        Trainer<TestModel> trainer = trainer(AdamW.of(0.01f))
                .groups(
                        ParameterGroup.named("*.weight").withRateFactor(0.5f).withWeightDecay(0.3f),
                        ParameterGroup.roles(Role.BIAS).withWeightDecay(0),
                        ParameterGroup.layers(Layer.OUTPUT).withRateFactor(2));
        float[] start = parameters(trainer).clone();
        trainer.gradient(batch(0, 20));
        float[] gradient = new float[start.length];
        trainer.gradients()
                .forEach(
                        t -> System.arraycopy(t.toArray(), 0, gradient, t.spec().offset(), t.size()));
        trainer.update();
        double[] factors = {0.5, 1, 2, 2};
        double[] decays = {0.3f, 0, 0.3f, 0};
        var specs = trainer.model().schema().parameters();
        for (int k = 0; k < specs.size(); k++) {
            for (int i = specs.get(k).offset();
                    i < specs.get(k).offset() + specs.get(k).size();
                    i++) {
                double rate = 0.01f * factors[k];
                double expected =
                        start[i] - rate * decays[k] * start[i] - rate * gradient[i] / (Math.abs(gradient[i]) + 1e-8);
                assertEquals(
                        expected, parameters(trainer)[i], 2e-6, specs.get(k).name());
            }
        }
    }

    @Test
    void refusesGroupsWithoutMembersOrMeaning() {
        Trainer<TestModel> trainer = trainer(Adam.of(0.01f));
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> trainer.groups(ParameterGroup.named("hiden.*").withRateFactor(2)))
                .getMessage());
        assertTrue(message.contains("hiden.*") && message.contains("hidden.weight"), message);
        assertThrows(
                IllegalArgumentException.class, () -> ParameterGroup.named("*").withRateFactor(-1));
    }

    @Test
    void frozenLayersStayAsTheyAre() throws IOException {
        Dataset data = TrainerTest.iris().train();
        Trainer<TestModel> trainer = trainer(Adam.of(0.01f).withWeightDecay(0.1f));
        trainer.fit(data, 1);
        float[] p = parameters(trainer).clone();
        float[] m = trainer.state().optimizer().slots().get("m").clone();
        trainer.freeze(Layer.HIDDEN);
        trainer.fit(data, 3);
        int output = IRIS.outputWeight();
        float[] slot = trainer.state().optimizer().slots().get("m");
        assertArrayEquals(Arrays.copyOf(p, output), Arrays.copyOf(parameters(trainer), output));
        assertArrayEquals(Arrays.copyOf(m, output), Arrays.copyOf(slot, output));
        for (int i = output; i < p.length; i++) {
            assertNotEquals(p[i], parameters(trainer)[i]);
        }
        trainer.unfreeze(Layer.HIDDEN);
        trainer.fit(data, 4);
        assertNotEquals(p[0], parameters(trainer)[0]);
        LayerOf<TestModel> unknown = () -> "hiden";
        assertThrows(IllegalArgumentException.class, () -> trainer.freeze(unknown));
    }

    @Test
    void clipsByValueAndByNorm() throws IOException {
        Batch batch = batch(0, 20);
        Trainer<TestModel> plain = trainer(Sgd.of(1));
        float[] start = parameters(plain).clone();
        plain.step(batch);
        double squares = 0;
        double[] gradient = new double[start.length];
        for (int i = 0; i < start.length; i++) {
            gradient[i] = start[i] - parameters(plain)[i];
            squares += gradient[i] * gradient[i];
        }
        double norm = Math.sqrt(squares);
        assertTrue(norm > 0.2, "norm " + norm);
        Trainer<TestModel> byNorm = trainer(Sgd.of(1)).clip(Clipping.norm(0.1f));
        byNorm.step(batch);
        Trainer<TestModel> byValue = trainer(Sgd.of(1)).clip(Clipping.value(0.05f));
        byValue.step(batch);
        Trainer<TestModel> wide = trainer(Sgd.of(1)).clip(Clipping.norm(100));
        wide.step(batch);
        assertArrayEquals(parameters(plain), parameters(wide));
        for (int i = 0; i < start.length; i++) {
            assertEquals(start[i] - gradient[i] * 0.1 / (norm + 1e-6), parameters(byNorm)[i], 1e-6);
            double bound = Math.max(-0.05f, Math.min(0.05f, gradient[i]));
            assertEquals(start[i] - bound, parameters(byValue)[i], 1e-6);
        }
        assertThrows(IllegalArgumentException.class, () -> Clipping.norm(0));
    }

    @Test
    void clippedStepsHaveTheSameBitsWithAnyNumberOfThreads() throws IOException {
        TestModel.Sizes wide = new TestModel.Sizes(4, 60_000, 3, Head.Activation.NONE, 0);
        int threads = Workers.threads();
        List<float[]> results = new ArrayList<>();
        try {
            for (int count : new int[] {1, 2, 3}) {
                Workers.threads(count);
                Trainer<TestModel> trainer = Trainer.of(TestModel.create(wide, 1), Loss.crossEntropy())
                        .optimizer(RmsProp.of(1e-3f))
                        .clip(Clipping.norm(0.01f))
                        .accumulate(2)
                        .freeze(Layer.OUTPUT);
                for (int k = 0; k < 6; k++) {
                    trainer.step(batch(10 * k, 10 * k + 10));
                }
                results.add(parameters(trainer));
            }
        } finally {
            Workers.threads(threads);
        }
        assertArrayEquals(results.get(0), results.get(1));
        assertArrayEquals(results.get(0), results.get(2));
    }

    /** Unequal batches, and an incomplete group at the end of the epoch. */
    @Test
    void accumulatesAsOneLargerBatch() throws IOException {
        Dataset data = TrainerTest.iris().train().take(50);
        Trainer<TestModel> parts =
                trainer(Sgd.of(0.5f)).shuffle(false).batchSize(8).accumulate(3);
        Trainer<TestModel> whole = trainer(Sgd.of(0.5f)).shuffle(false).batchSize(24);
        parts.fit(data, 2);
        whole.fit(data, 2);
        assertEquals(6, whole.steps());
        assertEquals(whole.steps(), parts.steps());
        for (int i = 0; i < parameters(whole).length; i++) {
            assertEquals(parameters(whole)[i], parameters(parts)[i], 2e-6);
        }
        Trainer<TestModel> own = trainer(Sgd.of(0.5f)).accumulate(3);
        Trainer<TestModel> once = trainer(Sgd.of(0.5f));
        own.step(data.batch(0, 4));
        own.step(data.batch(4, 30));
        assertEquals(0, own.steps());
        own.update();
        once.step(data.batch(0, 30));
        for (int i = 0; i < parameters(once).length; i++) {
            assertEquals(parameters(once)[i], parameters(own)[i], 1e-6);
        }
    }

    @Test
    void gradientsAreReadableByName() throws IOException {
        Trainer<TestModel> trainer = trainer(Sgd.of(0.5f));
        assertThrows(IllegalStateException.class, trainer::gradients);
        float[] start = parameters(trainer).clone();
        trainer.gradient(batch(0, 9));
        Parameters gradients = trainer.gradients();
        assertEquals(List.of("hidden.weight", "hidden.bias", "output.weight", "output.bias"), gradients.names());
        float[] bias = gradients.get("output.bias").toArray();
        assertEquals(0, bias[0] + bias[1] + bias[2], 1e-6, "softmax's gradients cancel");
        assertThrows(IllegalArgumentException.class, () -> gradients.get("output.bais"));
        trainer.update();
        for (int i = 0; i < 3; i++) {
            int at = IRIS.outputBias() + i;
            assertEquals(start[at] - 0.5f * bias[i], parameters(trainer)[at]);
        }
    }

    /** A loss whose gradient is not finite while its value is. */
    static Loss spoiling(int[] count, int first, int last) {
        Loss loss = Loss.crossEntropy();
        return new Loss() {
            @Override
            public String name() {
                return loss.name();
            }

            @Override
            public double compute(
                    Scores scores,
                    Batch batch,
                    int output,
                    float @org.jspecify.annotations.Nullable [] gradient,
                    int at) {
                double value = loss.compute(scores, batch, output, gradient, at);
                if (gradient != null && ++count[0] >= first && count[0] <= last) {
                    gradient[at + 1] = Float.POSITIVE_INFINITY;
                }
                return value;
            }
        };
    }

    @Test
    void aGradientThatIsNotFiniteIsCaughtBeforeTheStep() throws IOException {
        Trainer<TestModel> trainer = Trainer.of(TestModel.create(IRIS, 1), spoiling(new int[1], 2, 2))
                .optimizer(Adam.of(0.01f));
        trainer.step(batch(0, 9));
        float[] p = parameters(trainer).clone();
        float[] m = trainer.state().optimizer().slots().get("m").clone();
        DivergenceException thrown = assertThrows(DivergenceException.class, () -> trainer.step(batch(0, 9)));
        String message = String.valueOf(thrown.getMessage());
        assertTrue(
                message.contains("step 2") && message.contains("the gradient of hidden.weight (layer 'hidden') holds"),
                message);
        assertEquals("hidden", thrown.layer().orElseThrow());
        assertArrayEquals(p, parameters(trainer));
        assertArrayEquals(m, trainer.state().optimizer().slots().get("m"));
        assertEquals(1, trainer.steps());
        trainer.step(batch(0, 9));
        assertEquals(2, trainer.steps());
    }

    @Test
    void stepsAreLeftOutUpToALimit() throws IOException {
        Dataset data = TrainerTest.iris().train();
        Trainer<TestModel> trainer = Trainer.of(TestModel.create(IRIS, 1), spoiling(new int[1], 3, 5))
                .optimizer(Adam.of(0.01f))
                .batchSize(16)
                .onDivergence(DivergencePolicy.skip(3));
        trainer.fit(data, 1);
        assertEquals(3, trainer.skippedSteps());
        assertEquals(5, trainer.steps());
        assertTrue(Double.isFinite(trainer.history().last().loss()));
        Trainer<TestModel> strict = Trainer.of(TestModel.create(IRIS, 1), spoiling(new int[1], 3, 5))
                .optimizer(Adam.of(0.01f))
                .batchSize(16)
                .onDivergence(DivergencePolicy.skip(2));
        assertThrows(DivergenceException.class, () -> strict.fit(data, 1));
        assertEquals(2, strict.skippedSteps());
        for (float value : parameters(strict)) {
            assertTrue(Float.isFinite(value));
        }
    }

    @Test
    void aLossThatIsNotFiniteLeavesItsGroupOut() throws IOException {
        Trainer<TestModel> trainer = trainer(Sgd.of(0.1f)).accumulate(2).onDivergence(DivergencePolicy.skip(1));
        float[] start = parameters(trainer).clone();
        Batch bad = Batch.of(new float[] {Float.POSITIVE_INFINITY, 0, Float.NEGATIVE_INFINITY, 1}, new int[] {1});
        trainer.step(batch(0, 9));
        assertTrue(Double.isNaN(trainer.step(bad)));
        assertArrayEquals(start, parameters(trainer));
        assertEquals(1, trainer.skippedSteps());
        trainer.step(batch(0, 9));
        trainer.step(batch(9, 20));
        assertEquals(1, trainer.steps());
        trainer.step(batch(0, 9));
        trainer.step(bad);
        trainer.step(batch(0, 9));
        assertThrows(DivergenceException.class, () -> trainer.step(bad));
    }

    @Test
    void thereIsNoGradientOfALossThatIsNotFinite() throws IOException {
        Trainer<TestModel> trainer = trainer(Sgd.of(0.1f)).onDivergence(DivergencePolicy.skip(1));
        Batch bad = Batch.of(new float[] {Float.POSITIVE_INFINITY, 0, Float.NEGATIVE_INFINITY, 1}, new int[] {1});
        trainer.gradient(batch(0, 9));
        assertTrue(trainer.gradients().get("output.bias").toArray()[0] != 0);
        trainer.gradient(bad);
        IllegalStateException e = assertThrows(IllegalStateException.class, trainer::gradients);
        assertTrue(e.getMessage().contains("not finite"), e.getMessage());
        trainer.update();
        assertEquals(0, trainer.steps());
        assertEquals(1, trainer.skippedSteps());
    }

    @Test
    void numbersThatAreNoneAreRefusedByTheSample() {
        Trainer<TestModel> trainer = Trainer.of(TestModel.create(IRIS, 1), Loss.mse());
        float[][] x = {{1, 2, 3, 4}, {1, 2, 3, 4}};
        float[][] y = {{1, 2, 3}, {1, 2, Float.NaN}};
        String target =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> trainer.fit(Dataset.of(x, y), 1))
                        .getMessage());
        assertTrue(target.contains("target for 'output' of sample 1: expected numbers, found NaN at value 2"), target);
        assertThrows(IllegalArgumentException.class, () -> trainer.evaluate(Dataset.of(x, y)));
        assertThrows(
                UnsupportedOperationException.class,
                () -> trainer.activations(Dataset.of(x, y).batch(0, 1)));
    }

    @Test
    void resumesWithTheSameSettingsAlone(@TempDir Path dir) throws IOException {
        Dataset data = TrainerTest.iris().train();
        ParameterGroup group = ParameterGroup.roles(Role.BIAS).withRateFactor(2);
        Path path = dir.resolve("run.json");
        Trainer<TestModel> straight = trainer(AdaDelta.of(1)).groups(group).freeze(Layer.OUTPUT);
        straight.fit(data, 4);
        Trainer<TestModel> first = trainer(AdaDelta.of(1)).groups(group).freeze(Layer.OUTPUT);
        first.fit(data, 2);
        first.save(path);
        Trainer<TestModel> second =
                trainer(AdaDelta.of(1)).groups(group).freeze(Layer.OUTPUT).restore(path);
        second.fit(data, 4);
        assertArrayEquals(parameters(straight), parameters(second));
        for (Trainer<TestModel> other : List.of(
                trainer(AdaDelta.of(1)).groups(group),
                trainer(AdaDelta.of(1)).freeze(Layer.OUTPUT),
                trainer(AdaDelta.of(1)).groups(group.withRateFactor(3)).freeze(Layer.OUTPUT),
                trainer(AdaDelta.of(1)).groups(group).freeze(Layer.OUTPUT).clip(Clipping.value(1)),
                trainer(AdaDelta.of(1)).groups(group).freeze(Layer.OUTPUT).accumulate(2),
                trainer(AdaGrad.of(1)).groups(group).freeze(Layer.OUTPUT))) {
            assertThrows(TrainingStateException.class, () -> other.restore(path));
        }
    }
}
