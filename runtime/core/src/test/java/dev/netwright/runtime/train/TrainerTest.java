package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.TrainingState;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.Csv;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.data.Statistics;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
    private static final TestModel.Sizes IRIS = new TestModel.Sizes(4, 16, 3, Head.Activation.NONE, 0);

    /** Standardized by all of it; every fifth sample as test. */
    static Dataset.Split iris() throws IOException {
        Dataset all = Csv.resource(Dataset.class, "iris.csv")
                .skipLines(1)
                .noHeader()
                .label(4)
                .classes("setosa", "versicolor", "virginica")
                .read();
        Statistics s = all.statistics(0);
        return all.mapInputs(row -> {
                    for (int j = 0; j < row.length; j++) {
                        row[j] = (row[j] - s.mean()[j]) / s.deviation()[j];
                    }
                    return row;
                })
                .splitEvery(5, 0);
    }

    private static Trainer<TestModel> trainer(TestModel.Sizes sizes) {
        return Trainer.of(TestModel.create(sizes, 1), Loss.crossEntropy())
                .optimizer(Adam.of(1e-2f))
                .batchSize(16)
                .seed(3);
    }

    private static float[] parameters(Trainer<TestModel> trainer) {
        return trainer.model().parameterStore().values();
    }

    @ParameterizedTest
    @EnumSource(
            value = Head.Activation.class,
            names = {"NONE", "SOFTMAX"})
    void learnsIris(Head.Activation activation) throws IOException {
        Dataset.Split data = iris();
        Trainer<TestModel> trainer = trainer(new TestModel.Sizes(4, 16, 3, activation, 0));
        History history = trainer.fit(data.train(), data.test(), 60);
        Evaluation result = trainer.evaluate(data.test());
        assertTrue(result.accuracy() >= 0.95, result.toString());
        assertEquals(result.accuracy(), history.last().validationMetrics().get("accuracy"));
        assertEquals(result.loss(), history.last().validationLoss());
        assertTrue(history.last().loss() < 0.1, history.last().toString());
        assertEquals(60, history.epochs().size());
        assertEquals(60 * 8, trainer.steps());
        ConfusionMatrix confusion = result.confusion().orElseThrow();
        assertEquals(30, confusion.samples());
        assertEquals(result.accuracy(), confusion.accuracy(), 1e-12);
        assertEquals(10, confusion.actual(0));
        assertEquals(
                result.accuracy(),
                trainer.model().evaluate(data.test(), Metric.ACCURACY).accuracy());
    }

    /** Logits under a softmax are the same function of the parameters. */
    @Test
    void softmaxTrainsAsItsLogitsDo() throws IOException {
        Dataset.Split data = iris();
        Trainer<TestModel> logits = trainer(IRIS);
        Trainer<TestModel> softmax = trainer(new TestModel.Sizes(4, 16, 3, Head.Activation.SOFTMAX, 0));
        logits.fit(data.train(), data.test(), 3);
        softmax.fit(data.train(), data.test(), 3);
        assertArrayEquals(parameters(logits), parameters(softmax));
        assertEquals(
                logits.history().last().validationLoss(),
                softmax.history().last().validationLoss(),
                1e-6);
    }

    @Test
    void sameSeedSameBitsWithAnyNumberOfThreads() throws IOException {
        Dataset.Split data = iris();
        TestModel.Sizes wide = new TestModel.Sizes(4, 5000, 3, Head.Activation.NONE, 0.2f);
        List<float[]> results = new ArrayList<>();
        int threads = Workers.threads();
        try {
            for (int count : new int[] {1, 2, 3}) {
                Workers.threads(count);
                Trainer<TestModel> trainer = trainer(wide);
                trainer.fit(data.train(), 2);
                results.add(parameters(trainer));
            }
        } finally {
            Workers.threads(threads);
        }
        assertArrayEquals(results.get(0), results.get(1));
        assertArrayEquals(results.get(0), results.get(2));
        Trainer<TestModel> other = trainer(wide).seed(4);
        other.fit(data.train(), 2);
        assertFalse(java.util.Arrays.equals(results.get(0), parameters(other)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.safetensors", "run.json"})
    void resumedTrainingIsBitForBitTheSame(String file, @TempDir Path dir) throws IOException {
        Dataset.Split data = iris();
        Path path = dir.resolve(file);
        TestModel.Sizes sizes = new TestModel.Sizes(4, 16, 3, Head.Activation.NONE, 0.3f);
        Trainer<TestModel> straight = trainer(sizes);
        straight.fit(data.train(), data.test(), 9);

        Trainer<TestModel> first = trainer(sizes).afterEpoch(report -> {
            if (report.epoch() == 4) {
                throw new IOException("the power fails");
            }
        });
        assertThrows(UncheckedIOException.class, () -> first.fit(data.train(), data.test(), 9));
        first.save(path);

        Trainer<TestModel> second = Trainer.of(TestModel.create(sizes, 99), Loss.crossEntropy())
                .optimizer(Adam.of(1f))
                .batchSize(7)
                .shuffle(false)
                .seed(8)
                .restore(path);
        assertEquals(4, second.epoch());
        second.fit(data.train(), data.test(), 9);
        assertArrayEquals(parameters(straight), parameters(second));
        assertEquals(straight.state().history(), second.state().history());
        assertEquals(straight.steps(), second.steps());
        assertEquals(straight.state().bestLoss(), second.state().bestLoss());
        assertEquals(straight.state().bestAccuracy(), second.state().bestAccuracy());
        for (String slot : List.of("m", "v")) {
            assertArrayEquals(
                    straight.state().optimizer().slots().get(slot),
                    second.state().optimizer().slots().get(slot));
        }
    }

    @Test
    void aRestoreThatFailsChangesNothing(@TempDir Path dir) throws IOException {
        Dataset data = iris().train();
        Path model = dir.resolve("model.safetensors");
        TestModel.create(IRIS, 5).save(model);
        Trainer<TestModel> trainer = trainer(IRIS);
        trainer.fit(data, 2);
        float[] before = parameters(trainer).clone();
        Path momentum = dir.resolve("momentum.safetensors");
        Trainer<TestModel> other = Trainer.of(TestModel.create(IRIS, 5), Loss.crossEntropy())
                .optimizer(Sgd.of(0.1f).withMomentum(0.9f));
        other.fit(data, 1);
        other.save(momentum);
        TrainingStateException bare = assertThrows(TrainingStateException.class, () -> trainer.restore(model));
        assertTrue(
                String.valueOf(bare.getMessage()).contains("model.safetensors: cannot resume training"),
                bare.getMessage());
        assertThrows(TrainingStateException.class, () -> trainer.restore(momentum));
        assertThrows(CheckpointException.class, () -> trainer.restore(dir.resolve("none.json")));
        assertThrows(CheckpointException.class, () -> trainer.save(dir.resolve("model.onnx")));
        assertArrayEquals(before, parameters(trainer));
        assertEquals(2, trainer.epoch());
        Trainer<TestModel> undisturbed = trainer(IRIS);
        undisturbed.fit(data, 3);
        trainer.fit(data, 3);
        assertArrayEquals(parameters(undisturbed), parameters(trainer));
    }

    private static Stepper steps(Optimizer optimizer) {
        Stepper stepper = new Stepper(TestModel.create(IRIS, 1), List.of(Loss.crossEntropy()));
        stepper.optimizer(optimizer);
        return stepper;
    }

    @Test
    void refusesAStateThatDoesNotFit() throws IOException {
        TrainingState state = trainer(IRIS).state();
        Path path = Path.of("a.safetensors");
        String wrongOptimizer = String.valueOf(assertThrows(
                        TrainingStateException.class,
                        () -> TrainingStates.require(path, Optional.of(state), steps(Sgd.of(1)), 131))
                .getMessage());
        assertTrue(wrongOptimizer.contains("expected: Sgd with slots []"), wrongOptimizer);
        assertTrue(wrongOptimizer.contains("found:    Adam with slots [m, v]"), wrongOptimizer);
        String wrongSettings = String.valueOf(assertThrows(
                        TrainingStateException.class,
                        () -> TrainingStates.require(
                                path, Optional.of(state), steps(Adam.of(1).withBetas(0.8f, 0.999f)), 131))
                .getMessage());
        assertTrue(wrongSettings.contains("other settings of Adam"), wrongSettings);
        assertThrows(
                TrainingStateException.class,
                () -> TrainingStates.require(path, Optional.empty(), steps(Adam.of(1)), 131));
        assertThrows(
                TrainingStateException.class,
                () -> TrainingStates.require(path, Optional.of(state), steps(Adam.of(1)), 130));
        assertEquals(state, TrainingStates.require(path, Optional.of(state), steps(Adam.of(1)), 131));
    }

    @Test
    void gradientsAddUpUntilTheUpdate() throws IOException {
        Dataset data = iris().train();
        Batch a = data.batch(0, 10);
        Batch b = data.batch(10, 30);
        Batch c = data.batch(30, 60);
        Trainer<TestModel> trainer = trainer(IRIS).optimizer(Sgd.of(1));
        float[] start = parameters(trainer).clone();
        double[] expected = new double[start.length];
        for (Batch batch : List.of(a, b, c)) {
            Trainer<TestModel> alone = trainer(IRIS).optimizer(Sgd.of(1));
            alone.step(batch);
            for (int i = 0; i < start.length; i++) {
                expected[i] += parameters(alone)[i] - start[i];
            }
        }
        trainer.gradient(a);
        trainer.gradient(b);
        trainer.gradient(c);
        assertArrayEquals(start, parameters(trainer));
        assertThrows(IllegalStateException.class, () -> trainer.save(Path.of("x.safetensors")));
        assertThrows(IllegalStateException.class, () -> trainer.fit(data, 1));
        trainer.update();
        for (int i = 0; i < start.length; i++) {
            assertEquals(start[i] + expected[i], parameters(trainer)[i], 1e-6);
        }
        assertEquals(1, trainer.steps());
        assertThrows(IllegalStateException.class, trainer::update);
    }

    @Test
    void stepsTellTheModel() throws IOException {
        Trainer<TestModel> trainer = trainer(IRIS);
        int revision = trainer.model().parameterStore().revision();
        trainer.step(iris().train().batch(0, 4));
        assertTrue(trainer.model().parameterStore().revision() > revision);
    }

    @Test
    void fitIsTheLoopOfSteps() throws IOException {
        Dataset data = iris().train();
        Trainer<TestModel> fitted = trainer(IRIS);
        fitted.fit(data, 2);
        Trainer<TestModel> stepped = trainer(IRIS);
        for (int epoch = 1; epoch <= 2; epoch++) {
            for (Batch batch : data.batches(16, 3, epoch)) {
                stepped.step(batch);
            }
        }
        assertArrayEquals(parameters(fitted), parameters(stepped));
    }

    @Test
    void learnsYesAndNo() throws IOException {
        Dataset data = iris().train();
        int[] labels = new int[data.size()];
        float[][] rows = new float[data.size()][];
        for (int i = 0; i < labels.length; i++) {
            rows[i] = data.input(i);
            labels[i] = data.label(i) == 1 ? 1 : 0;
        }
        Dataset versicolor = Dataset.of(rows, labels);
        for (Head.Activation activation : List.of(Head.Activation.NONE, Head.Activation.SIGMOID)) {
            TestModel model = TestModel.create(new TestModel.Sizes(4, 16, 1, activation, 0), 1);
            Trainer<TestModel> trainer = Trainer.of(model, Loss.binaryCrossEntropy())
                    .optimizer(Adam.of(1e-2f))
                    .batchSize(16);
            trainer.fit(versicolor, 80);
            Evaluation result = trainer.evaluate(versicolor);
            assertTrue(result.accuracy() > 0.95, activation + ": " + result);
            assertEquals(result.accuracy(), result.confusion().orElseThrow().accuracy(), 1e-12);
        }
    }

    @Test
    void learnsNumbers() {
        float[][] x = new float[200][];
        float[][] y = new float[200][];
        for (int i = 0; i < x.length; i++) {
            float t = i / 100f - 1;
            x[i] = new float[] {t};
            y[i] = new float[] {(float) Math.sin(3 * t)};
        }
        Dataset data = Dataset.of(x, y);
        for (Loss loss : List.of(Loss.mse(), Loss.huber(0.5), Loss.mae())) {
            TestModel model = TestModel.create(new TestModel.Sizes(1, 16, 1, Head.Activation.NONE, 0), 1);
            Trainer<TestModel> trainer =
                    Trainer.of(model, loss).optimizer(Adam.of(1e-2f)).metrics();
            trainer.fit(data, 400);
            double error = Trainer.of(model, Loss.mse()).evaluate(data).loss();
            assertTrue(error < 2e-3, loss.name() + " " + error);
        }
    }

    @Test
    void stopsEarlyAndStaysStopped() throws IOException {
        Dataset.Split data = iris();
        Trainer<TestModel> trainer = trainer(IRIS).optimizer(Sgd.of(0)).earlyStopping(EarlyStopping.patience(3));
        assertEquals(4, trainer.fit(data.train(), data.test(), 50).epochs().size());
        assertEquals(4, trainer.fit(data.train(), data.test(), 50).epochs().size());
    }

    @Test
    void divergenceIsCaughtInItsStep() throws IOException {
        Dataset data = iris().train();
        Trainer<TestModel> trainer = trainer(IRIS);
        trainer.step(data.batch(0, 4));
        parameters(trainer)[70] = Float.NaN;
        DivergenceException parameter = assertThrows(DivergenceException.class, () -> trainer.step(data.batch(0, 4)));
        assertTrue(
                String.valueOf(parameter.getMessage()).contains("NaN in epoch 1, step 2")
                        && String.valueOf(parameter.getMessage()).contains("parameter hidden.bias holds NaN"),
                parameter.getMessage());
        Dataset poisoned = data.mapInputs(row -> row[0] == data.input(7)[0] ? new float[] {1, Float.NaN, 0, 0} : row);
        Trainer<TestModel> fresh = trainer(IRIS);
        float[] start = parameters(fresh).clone();
        IllegalArgumentException input =
                assertThrows(IllegalArgumentException.class, () -> fresh.step(poisoned.batch(7, 8)));
        assertTrue(
                String.valueOf(input.getMessage())
                        .contains("input 'features' of sample 7: expected numbers, found NaN at value 1"),
                input.getMessage());
        assertArrayEquals(start, parameters(fresh));
    }

    @Test
    void refusesDataThatDoesNotFit() throws IOException {
        Dataset data = iris().train();
        Trainer<TestModel> five = trainer(new TestModel.Sizes(5, 4, 3, Head.Activation.NONE, 0));
        assertEquals(
                "input 'features': expected 5 values a sample, [5], found data with 4",
                assertThrows(IllegalArgumentException.class, () -> five.fit(data, 1))
                        .getMessage());
        Trainer<TestModel> two = trainer(new TestModel.Sizes(4, 4, 2, Head.Activation.NONE, 0));
        assertEquals(
                "labels for 'output': expected 0 to 1 (2 classes), found data with 3 classes",
                assertThrows(IllegalArgumentException.class, () -> two.fit(data, 1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> trainer(IRIS).fit(data.take(0), 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> Trainer.of(TestModel.create(IRIS, 1), List.of(Loss.mse(), Loss.mse())));
        Trainer<TestModel> started = trainer(IRIS);
        started.step(data.batch(0, 2));
        assertThrows(IllegalStateException.class, () -> started.optimizer(Sgd.of(1)));
        assertThrows(IllegalArgumentException.class, () -> started.model().evaluate(data, Metric.LOSS));
    }
}
