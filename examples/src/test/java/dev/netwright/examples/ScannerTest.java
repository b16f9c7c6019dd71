package dev.netwright.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.netwright.runtime.Classification;
import dev.netwright.runtime.checkpoint.Checkpoint;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.data.Target;
import dev.netwright.runtime.train.Evaluation;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.Trainer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two inputs and two outputs from declaration to file, through the generated records. */
class ScannerTest {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static ScanModel model;
    private static Dataset test;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() throws Exception {
        model = Scanner.train(new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8"));
        test = Scanner.data().test();
    }

    private static ScanModel.Inputs inputs(Dataset data) {
        return new ScanModel.Inputs(data.inputs(0), data.inputs(1));
    }

    @Test
    void learnsBothOutputs() {
        Evaluation result = model.evaluate(test);
        assertTrue(result.value(Metric.of("digit", Metric.ACCURACY)) >= 0.95, result::toString);
        assertEquals(result.value(Metric.of("digit", Metric.ACCURACY)), result.accuracy());
        assertTrue(result.confusion("digit").isPresent());
        assertTrue(result.confusion("ink").isEmpty());
        double[] errors = Scanner.inkErrors(model, test);
        assertTrue(errors[0] < errors[1] / 2, errors[0] + " of " + errors[1]);
    }

    @Test
    void theExposureIsWhatTellsTheInk() {
        float[] said = model.predict(inputs(test)).ink();
        Dataset dark = test.mapInputs(1, exposure -> new float[] {60});
        float[] blind = model.predict(inputs(dark)).ink();
        double with = 0;
        double without = 0;
        for (int i = 0; i < said.length; i++) {
            with += Math.abs(said[i] - test.target(1, i)[0]);
            without += Math.abs(blind[i] - test.target(1, i)[0]);
        }
        assertTrue(with < without / 2, with + " of " + without);
    }

    @Test
    void standardizesEachInputByItsOwnStatistics() throws Exception {
        Dataset train = Scanner.data().train();
        assertArrayEquals(train.statistics(1).mean(), model.light.mean.toArray());
        assertArrayEquals(train.statistics(1).deviation(), model.light.deviation.toArray());
    }

    @Test
    void namesWhatItClassifies() {
        ScanModel.Inputs all = inputs(test);
        float[] probabilities = model.predict(all).digit();
        List<Classification> answers = model.classifyAllDigit(all);
        assertEquals(test.size(), answers.size());
        for (int i = 0; i < answers.size(); i++) {
            Classification answer = answers.get(i);
            assertEquals(probabilities[10 * i + answer.id()], answer.probability());
            assertEquals(model.schema().outputs().get(0).classes().get(answer.id()), answer.label());
            for (int k = 0; k < 10; k++) {
                assertTrue(probabilities[10 * i + k] <= answer.probability());
            }
        }
        ScanModel.Inputs one = new ScanModel.Inputs(test.input(0, 3), test.input(1, 3));
        assertEquals(answers.get(3), model.classifyDigit(one));
        assertThrows(IllegalArgumentException.class, () -> model.classifyDigit(all));
    }

    @Test
    void reportsEveryOutputByName() throws Exception {
        Dataset.Split scans = Scanner.data();
        Trainer<ScanModel> trainer = Trainer.of(
                ScanModel.create(1),
                new ScanModel.Losses(Loss.crossEntropy(), Loss.mse().times(0.5)));
        trainer.fit(scans.train().take(200), scans.test().take(50), 1);
        Map<String, Double> metrics = trainer.history().last().validationMetrics();
        assertEquals(List.of("digit.loss", "ink.loss", "digit.accuracy"), List.copyOf(metrics.keySet()));
        assertEquals(
                trainer.history().last().validationLoss(), metrics.get("digit.loss") + metrics.get("ink.loss"), 1e-9);
        assertTrue(trainer.history().last().summary().contains("digit.accuracy"));
        double halved = metrics.get("ink.loss");
        Evaluation whole = Trainer.of(trainer.model(), new ScanModel.Losses(Loss.crossEntropy(), Loss.mse()))
                .evaluate(scans.test().take(50));
        assertEquals(whole.values().get("ink.loss"), 2 * halved, 1e-6 * halved);
        assertThrows(IllegalArgumentException.class, () -> trainer.metrics(Metric.of("colour", Metric.ACCURACY)));
        assertThrows(IllegalArgumentException.class, () -> model.evaluate(scans.test(), Metric.ACCURACY));
    }

    @Test
    void aPredictorTakesTheRecordsAndAllocatesNothing() {
        ScanModel.RecordPredictor predictor = model.predictor(16);
        ScanModel.Inputs all = inputs(test);
        ScanModel.Outputs expected = model.predict(all);
        ScanModel.Outputs out = new ScanModel.Outputs(new float[10 * test.size()], new float[test.size()]);
        for (int at = 0; at < test.size(); at += 16) {
            predictor.predict(all, at, Math.min(16, test.size() - at), out, at);
        }
        assertArrayEquals(expected.digit(), out.digit());
        assertArrayEquals(expected.ink(), out.ink());
        long bytes = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int k = 0; k < 50; k++) {
                predictor.predict(all, k, 1 + k % 16, out, k);
            }
            bytes = Math.min(bytes, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, bytes);
        assertThrows(IndexOutOfBoundsException.class, () -> predictor.predict(all, test.size() - 1, 2, out, 0));
        assertThrows(IllegalStateException.class, () -> predictor.predict(new float[64], 0, 1, new float[10], 0));
    }

    @Test
    void everyFormatKeepsWeightsAndNames() throws Exception {
        ScanModel.Outputs expected = model.predict(inputs(test));
        for (String file : new String[] {"scan.onnx", "scan.json", "scan.safetensors"}) {
            Path path = folder.resolve(file);
            model.save(path);
            ScanModel.Outputs again = ScanModel.load(path).predict(inputs(test));
            assertArrayEquals(expected.digit(), again.digit());
            assertArrayEquals(expected.ink(), again.ink());
            assertEquals(
                    Map.of("digit", model.schema().outputs().get(0).classes()),
                    Checkpoint.read(path).metadata().classes());
        }
    }

    @Test
    void onnxRuntimeTakesAndGivesAllByName() throws Exception {
        Path path = folder.resolve("scan.onnx");
        model.save(path);
        ScanModel.Outputs expected = model.predict(inputs(test));
        int n = test.size();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(path.toString());
                OnnxTensor pixels =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(test.inputs(0)), new long[] {n, 64});
                OnnxTensor exposure =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(test.inputs(1)), new long[] {n, 1})) {
            assertEquals(Set.of("pixels", "exposure"), session.getInputNames());
            assertEquals(Set.of("digit", "ink"), session.getOutputNames());
            assertTrue(session.getMetadata()
                    .getCustomMetadata()
                    .get("netwright.classes")
                    .contains("\"digit\""));
            try (OrtSession.Result result = session.run(Map.of("exposure", exposure, "pixels", pixels))) {
                assertTrue(Reference.difference(expected.digit(), floats(result, "digit")) <= 1e-5);
                assertTrue(Reference.difference(expected.ink(), floats(result, "ink")) <= 1e-5);
            }
        }
    }

    private static float[] floats(OrtSession.Result result, String name) {
        FloatBuffer values = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
        float[] array = new float[values.remaining()];
        values.get(array);
        return array;
    }

    @Test
    void whatDoesNotFitIsNamed() {
        ScanModel.Inputs two = new ScanModel.Inputs(new float[128], new float[2]);
        Target ink = Target.values(1, 2);
        refused("input 'exposure' [1]", () -> model.predict(new ScanModel.Inputs(new float[128], new float[3])));
        refused(
                "input 'exposure' [1]",
                () -> ScanModel.dataset(
                        new ScanModel.Inputs(new float[128], new float[3]), new ScanModel.Targets(ink, ink)));
        refused("target of 'digit' [10]", () -> ScanModel.dataset(two, new ScanModel.Targets(ink, ink)));
        refused(
                "target of 'ink' [1]",
                () -> ScanModel.dataset(two, new ScanModel.Targets(Target.labels(1, 2), Target.values(1))));
        refused(
                "expected 0 to 9, found 10",
                () -> ScanModel.dataset(two, new ScanModel.Targets(Target.labels(1, 10), ink)));
        Dataset swapped = ScanModel.dataset(
                two,
                new ScanModel.Targets(
                        Target.labels(
                                new int[] {1, 2},
                                List.of(
                                        "one", "zero", "two", "three", "four", "five", "six", "seven", "eight",
                                        "nine")),
                        ink));
        refused("classes of 'digit'", () -> model.evaluate(swapped));
        Batch batch = ScanModel.batch(two, new ScanModel.Targets(Target.labels(1, 2), ink));
        assertEquals(2, batch.size());
        refused("expected 0 or more", () -> Loss.mse().times(-1));
    }

    private static void refused(String message, org.junit.jupiter.api.function.Executable call) {
        IllegalArgumentException problem = assertThrows(IllegalArgumentException.class, call);
        assertTrue(String.valueOf(problem.getMessage()).contains(message), problem.getMessage());
    }
}
