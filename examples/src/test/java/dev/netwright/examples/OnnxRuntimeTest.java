package dev.netwright.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.Progress;
import dev.netwright.runtime.train.Trainer;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX Runtime answers as the examples' models do; those that other tests compare are not here. */
class OnnxRuntimeTest {
    @TempDir
    Path folder;

    static Stream<Arguments> models() throws Exception {
        Dataset.Split irises = IrisData.read().splitEvery(5, 0);
        IrisModel iris = IrisModel.create(1).standardize(irises.train());
        Trainer.of(iris, Loss.crossEntropy()).batchSize(16).fit(irises.train(), 20);

        BranchesModel branches = Gates.train(irises.train(), Progress.none());
        double accuracy = branches.evaluate(irises.test(), Metric.ACCURACY).accuracy();
        assertTrue(accuracy >= 0.95, () -> "Branches: " + accuracy);

        Dataset.Split read = DigitsData.read().splitEvery(5, 0);
        DigitsModel digits = DigitsModel.create(1);
        Trainer.of(digits, Loss.crossEntropy()).batchSize(32).fit(read.train(), 2);
        ReaderModel reader = ReaderModel.create(1);
        Trainer.of(reader, Loss.crossEntropy()).batchSize(32).fit(read.train(), 2);

        float[] images = new float[5 * 784];
        Random random = new Random(1);
        for (int i = 0; i < images.length; i++) {
            images[i] = random.nextInt(256);
        }
        return Stream.of(
                Arguments.of("Iris", iris, irises.test().inputs(0)),
                Arguments.of("Branches", branches, irises.test().inputs(0)),
                Arguments.of("Digits", digits, read.test().inputs(0)),
                Arguments.of("Reader", reader, read.test().inputs(0)),
                Arguments.of("ResNet28", ResNet28Model.create(1), images));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void answersTheSame(String name, Model model, float[] samples) throws Exception {
        Path file = folder.resolve(name + ".onnx");
        model.save(file);
        Schema.Port input = model.schema().inputs().get(0);
        int n = samples.length / input.size();
        assertEquals(n * input.size(), samples.length);
        long[] shape = LongStream.concat(
                        LongStream.of(n), input.shape().stream().mapToLong(Integer::longValue))
                .toArray();
        float[] reference = Reference.predict(file, input.name(), samples, shape);
        assertTrue(Reference.difference(model.infer(new Object[] {samples}, n)[0], reference) <= 1e-5);
    }
}
