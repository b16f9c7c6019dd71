package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoints;
import dev.netwright.runtime.checkpoint.SaveOptions;
import dev.netwright.runtime.checkpoint.TrainingState;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.engine.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers that are none, at a random step, and data at the edges: refused in that step, by name, with everything else as it was. */
class BadNumbersTest {
    private static final TestModel.Sizes SIZES = new TestModel.Sizes(4, 12, 3, Head.Activation.NONE, 0.3f);
    private static final int STEPS = 20;
    private static final int ROUNDS = 10;

    private static Trainer<TestModel> trainer() {
        return Trainer.of(TestModel.create(SIZES, 1), Loss.crossEntropy())
                .optimizer(Adam.of(1e-2f))
                .batchSize(30);
    }

    /** What goes wrong at a step, and what the message then says. */
    private enum Injection {
        INPUT_NAN("expected numbers, found NaN at value 2"),
        INPUT_INFINITE("holds -Infinity|holds Infinity|holds NaN|is Infinity|is NaN"),
        LABEL("expected 0 to 2 (3 classes), found 3"),
        LABEL_NEGATIVE("expected 0 to 2 (3 classes), found -1"),
        WEIGHT_NAN("parameter hidden.weight holds NaN"),
        WEIGHT_INFINITE("parameter output.weight holds Infinity"),
        LOSS_NAN("the loss is NaN"),
        LOSS_INFINITE("the loss is Infinity"),
        GRADIENT("the gradient of hidden.weight (layer 'hidden') holds");

        private final String message;

        Injection(String message) {
            this.message = message;
        }
    }

    /** Cross-entropy that is something else at a step. */
    private static Loss wrongAt(int step, double value) {
        int[] calls = {0};
        return new Loss() {
            @Override
            public String name() {
                return "wrong";
            }

            @Override
            public double compute(
                    Scores scores,
                    Batch batch,
                    int output,
                    float @org.jspecify.annotations.Nullable [] gradient,
                    int at) {
                double loss = Loss.crossEntropy().compute(scores, batch, output, gradient, at);
                return ++calls[0] == step ? value : loss;
            }
        };
    }

    private static Loss loss(Injection injection, int step) {
        return switch (injection) {
            case LOSS_NAN -> wrongAt(step, Double.NaN);
            case LOSS_INFINITE -> wrongAt(step, Double.POSITIVE_INFINITY);
            case GRADIENT -> StepSettingsTest.spoiling(new int[1], step, step);
            default -> Loss.crossEntropy();
        };
    }

    @ParameterizedTest
    @EnumSource
    void isFoundInItsStep(Injection injection) throws IOException {
        Dataset data = TrainerTest.iris().train();
        Random random = new Random(injection.ordinal());
        for (int round = 0; round < ROUNDS; round++) {
            int wrong = 1 + random.nextInt(STEPS);
            Trainer<TestModel> trainer = Trainer.of(TestModel.create(SIZES, round), loss(injection, wrong))
                    .optimizer(Adam.of(1e-2f));
            for (int step = 1; step < wrong; step++) {
                trainer.step(data.batch(5 * step, 5 * step + 5));
            }
            Batch batch = data.batch(0, 5);
            float[] inputs = (float[]) batch.inputs()[0];
            float[] weights = trainer.model().parameterStore().values();
            switch (injection) {
                case INPUT_NAN -> inputs[4 * 3 + 2] = Float.NaN;
                case INPUT_INFINITE ->
                    inputs[random.nextInt(20)] =
                            random.nextBoolean() ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
                case LABEL -> batch.labels(0).orElseThrow()[3] = 3;
                case LABEL_NEGATIVE -> batch.labels(0).orElseThrow()[3] = -1;
                case WEIGHT_NAN -> weights[random.nextInt(SIZES.hiddenBias())] = Float.NaN;
                case WEIGHT_INFINITE -> weights[SIZES.outputWeight() + random.nextInt(12)] = Float.POSITIVE_INFINITY;
                default -> {}
            }
            float[] before = weights.clone();
            float[] slot = trainer.state().optimizer().slots().get("m").clone();
            RuntimeException e = assertThrows(RuntimeException.class, () -> trainer.step(batch));
            boolean data1 = injection.name().startsWith("LABEL") || injection == Injection.INPUT_NAN;
            assertEquals(data1 ? IllegalArgumentException.class : DivergenceException.class, e.getClass());
            String text = String.valueOf(e.getMessage());
            assertTrue(Stream.of(injection.message.split("\\|")).anyMatch(text::contains), text);
            assertTrue(data1 || text.contains("in epoch 1, step " + wrong + ", at learning rate "), text);
            assertArrayEquals(before, weights);
            assertArrayEquals(slot, trainer.state().optimizer().slots().get("m"));
            assertEquals(wrong - 1, trainer.steps());
        }
    }

    /** In a later epoch, where the update comes at its end, and in an optimizer that moves on its own. */
    @Test
    void saysInWhichEpochAndStep() throws IOException {
        Dataset data = TrainerTest.iris().train();
        Trainer<TestModel> trainer = Trainer.of(TestModel.create(SIZES, 1), StepSettingsTest.spoiling(new int[1], 8, 8))
                .batchSize(30)
                .accumulate(8);
        String text = assertThrows(DivergenceException.class, () -> trainer.fit(data, 3))
                .getMessage();
        assertTrue(text.startsWith("the gradient is not finite in epoch 2, step 2, at learning rate "), text);
        Trainer<TestModel> moving = Trainer.of(TestModel.create(SIZES, 1), Loss.mse())
                .optimizer(Lbfgs.of(1e30f).withIterations(20).withLineSearch(false));
        Batch batch = Batch.of(new Object[] {new float[] {2, 1, 2, 3}}, new float[][] {{1, 0, 2}}, 1);
        text = assertThrows(DivergenceException.class, () -> moving.step(batch)).getMessage();
        assertTrue(text.contains("in epoch 1, step 1, at learning rate "), text);
    }

    /** What a policy has borne is counted on by the next program. */
    @Test
    void stepsLeftOutInARowOutliveTheProgram(@TempDir Path dir) throws IOException {
        Batch batch = TrainerTest.iris().train().batch(0, 5);
        for (String name : List.of("a.json", "a.safetensors")) {
            Path file = dir.resolve(name);
            Trainer<TestModel> first = spoilt(2);
            first.step(batch);
            first.step(batch);
            first.save(file);
            assertEquals("2", first.state().steps().get("skipped"));
            Trainer<TestModel> second = spoilt(1).restore(file);
            assertThrows(DivergenceException.class, () -> second.step(batch), "the third in a row");
            first.step(batch);
            assertFalse(first.state().steps().containsKey("skipped"), "a step was taken");
            first.save(file);
            assertTrue(Double.isFinite(spoilt(2).restore(file).step(batch)), "a first one may be left out again");
        }
    }

    private static Trainer<TestModel> spoilt(int steps) {
        return Trainer.of(TestModel.create(SIZES, 1), StepSettingsTest.spoiling(new int[1], 1, steps))
                .onDivergence(DivergencePolicy.skip(2));
    }

    @Test
    void countsThatAreNoneAreRefused(@TempDir Path dir) throws IOException {
        Trainer<TestModel> trainer = trainer();
        TrainingState s = trainer.state();
        for (String name : List.of("skipped", "rollbacks")) {
            for (String count : List.of("", "-1", "1e3", "99999999999")) {
                Path file = dir.resolve("a.json");
                TrainingState bad = new TrainingState(
                        s.epoch(),
                        s.step(),
                        s.learningRate(),
                        s.bestLoss(),
                        s.bestAccuracy(),
                        s.seed(),
                        s.history(),
                        s.batchSize(),
                        s.shuffle(),
                        s.position(),
                        Map.of(name, count),
                        s.optimizer());
                Checkpoints.save(file, TrainingStates.contents(trainer.model(), bad), SaveOptions.DEFAULT);
                TrainingStateException e = assertThrows(
                        TrainingStateException.class, () -> trainer().restore(file));
                assertTrue(e.getMessage().contains("the count of '" + name + "'"), e.getMessage());
            }
        }
    }

    private static float[][] rows(int n, float value) {
        return Stream.generate(() -> new float[] {value, 1, 2, 3}).limit(n).toArray(float[][]::new);
    }

    /** What is refused, and how. */
    static Stream<Arguments> refused() throws IOException {
        Dataset iris = TrainerTest.iris().train();
        Dataset ten = Dataset.of(rows(2, 1), new int[] {0, 3});
        return Stream.of(
                Arguments.of(
                        "labels for 'output': expected 0 to 2 (3 classes), found data with 4 classes",
                        (Supplier<?>) () -> trainer().fit(ten, 1)),
                Arguments.of(
                        "the data has no samples", (Supplier<?>) () -> trainer().fit(iris.take(0), 1)),
                Arguments.of(
                        "the data has no samples", (Supplier<?>) () -> trainer().fit(iris, iris.take(0), 1)),
                Arguments.of("batch size: expected 1 or more, found 0", (Supplier<?>)
                        () -> trainer().batchSize(0)),
                Arguments.of("batch size: expected 1 or more, found -3", (Supplier<?>)
                        () -> trainer().batchSize(-3)),
                Arguments.of(
                        "a batch without samples", (Supplier<?>) () -> trainer().step(iris.batch(3, 3))),
                Arguments.of("outputs of test.Net: expected 1 targets, found data with 0", (Supplier<?>)
                        () -> trainer().fit(Dataset.of(rows(2, 1)), 1)),
                Arguments.of("targets of 'output' [3]: expected 3 values a sample, found data with 2", (Supplier<?>)
                        () -> trainer().fit(Dataset.of(rows(2, 1), new float[2][2]), 1)),
                Arguments.of("input 'features': expected 4 values a sample, [4], found data with 1", (Supplier<?>)
                        () -> trainer().fit(Dataset.of(new float[2][1], new int[2]), 1)),
                Arguments.of("inputs of test.Net: expected 1, found data with 2", (Supplier<?>)
                        () -> trainer().fit(iris.withInput(new float[120][1]), 1)),
                Arguments.of("labels for 2 samples: expected 2 or a multiple, found 3", (Supplier<?>)
                        () -> Dataset.of(rows(2, 1), new int[3])),
                Arguments.of("label of sample 1: expected 0 or more, found -1", (Supplier<?>)
                        () -> Dataset.of(rows(2, 1), new int[] {0, -1})),
                Arguments.of(
                        "input 0, sample 1: expected finite numbers, found Infinity at value 0; repair the data or leave the"
                                + " sample out",
                        (Supplier<?>) () -> Dataset.of(new float[][] {{1}, {Float.POSITIVE_INFINITY}})
                                .statistics(0)));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String message, Supplier<?> what) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, what::get).getMessage());
    }

    private static void unchanged(Trainer<TestModel> trainer, Runnable refused, String message) {
        float[] parameters = trainer.model().parameterStore().values().clone();
        float[] slot = trainer.state().optimizer().slots().get("m").clone();
        long steps = trainer.steps();
        int epoch = trainer.epoch();
        long position = trainer.position();
        RuntimeException e = assertThrows(IllegalArgumentException.class, refused::run);
        assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
        assertArrayEquals(parameters, trainer.model().parameterStore().values());
        assertArrayEquals(slot, trainer.state().optimizer().slots().get("m"));
        assertEquals(steps, trainer.steps());
        assertEquals(epoch, trainer.epoch());
        assertEquals(position, trainer.position());
    }

    @Test
    void anEmptyDataSetIsRefusedAndChangesNothing() throws IOException {
        Dataset iris = TrainerTest.iris().train();
        Trainer<TestModel> trainer = trainer();
        trainer.fit(iris, 2);
        unchanged(trainer, () -> trainer.fit(iris.take(0), 3), "the data has no samples");
        unchanged(trainer, () -> trainer.fit(Dataset.of(new float[0][4], new int[0]), 3), "the data has no samples");
        unchanged(trainer, () -> trainer.fit(iris, iris.take(0), 3), "the data has no samples");
    }

    @Test
    void aLabelBeyondTheClassesIsRefusedAndChangesNothing() throws IOException {
        Dataset iris = TrainerTest.iris().train();
        Trainer<TestModel> trainer = trainer();
        trainer.fit(iris, 2);
        Dataset beyond = Dataset.of(rows(3, 1), new int[] {0, 3, 1});
        String checked = "labels for 'output': expected 0 to 2 (3 classes), found data with 4 classes";
        unchanged(trainer, () -> trainer.fit(beyond, 3), checked);
        unchanged(trainer, () -> trainer.fit(iris, beyond, 3), checked);
        // A batch made by hand, or changed on its way, is checked by the loss.
        unchanged(trainer, () -> trainer.step(beyond.batch(0, 3)), "expected 0 to 2 (3 classes), found 3");
        Batch batch = iris.batch(0, 8);
        batch.labels(0).orElseThrow()[7] = Integer.MAX_VALUE;
        unchanged(trainer, () -> trainer.step(batch), "expected 0 to 2 (3 classes), found 2147483647");
        unchanged(trainer, () -> trainer.gradient(batch), "expected 0 to 2 (3 classes), found 2147483647");
        trainer.step(iris.batch(0, 8));
    }

    /** NaN among what is to validate with, in an input or a target, is found before the model moves. */
    @Test
    void validationIsLookedThroughBeforeTraining() throws IOException {
        Dataset iris = TrainerTest.iris().train();
        float[][] inputs = rows(300, 1);
        inputs[280][2] = Float.NaN;
        float[][] targets = new float[300][3];
        targets[299][1] = Float.NaN;
        Object[][] cases = {
            {Loss.crossEntropy(), iris, Dataset.of(inputs, new int[300]), "input 'features' of sample 280: ", 2},
            {
                Loss.mse(),
                Dataset.of(rows(6, 1), new float[6][3]),
                Dataset.of(rows(300, 1), targets),
                "target for 'output' of sample 299: ",
                1
            }
        };
        for (Object[] one : cases) {
            TestModel model = TestModel.create(SIZES, 1);
            float[] before = model.parameterStore().values().clone();
            Trainer<TestModel> trainer = Trainer.of(model, (Loss) one[0]).batchSize(30);
            String message = assertThrows(
                            IllegalArgumentException.class, () -> trainer.fit((Dataset) one[1], (Dataset) one[2], 1))
                    .getMessage();
            assertEquals(
                    one[3] + "expected numbers, found NaN at value " + one[4]
                            + "; repair the data or leave the sample out",
                    message);
            assertArrayEquals(before, model.parameterStore().values());
            assertEquals(0, trainer.steps());
        }
    }

    /** What is at the edge and right: one sample, one class, columns that are all equal, batches larger than the data. */
    @Test
    void degenerateDataTrains() throws IOException {
        for (int n : new int[] {1, 2, 31}) {
            for (int batch : new int[] {1, 30, 1_000}) {
                Trainer<TestModel> trainer = trainer().batchSize(batch);
                EpochReport report =
                        trainer.fit(Dataset.of(rows(n, 7), new int[n]), 3).last();
                assertTrue(Double.isFinite(report.loss()), n + " samples in batches of " + batch);
                assertEquals(3L * ((n + batch - 1) / batch), trainer.steps(), "the last batch has what is left");
            }
        }
        float[] deviation = Dataset.of(rows(5, 7)).statistics(0).deviation();
        assertArrayEquals(new float[] {1, 1, 1, 1}, deviation, "no division by zero");
        Trainer<TestModel> nothing = trainer();
        assertDoesNotThrow(() -> nothing.fit(TrainerTest.iris().train(), 0));
        assertEquals(0, nothing.steps());
        Dataset huge = Dataset.of(rows(4, 3e38f), new int[] {0, 1, 2, 0});
        assertTrue(Double.isFinite(trainer().fit(huge, 2).last().loss()), "tanh bears it");
    }
}
