package dev.netwright.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoint;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Trainer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The convolutional examples: what they print, that training is deterministic, and that ONNX Runtime answers the same. */
class ConvolutionalTest {
    @TempDir
    Path folder;

    @Test
    void theInspectionTellsWhatFilesHold() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Inspect.run(folder, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String printed = bytes.toString(StandardCharsets.UTF_8);

        assertEquals(2_117_962, CifarModel.PARAMETERS);
        CifarModel saved = CifarModel.load(folder.resolve("cifar.safetensors"));
        for (String format : new String[] {"json", "onnx", "safetensors"}) {
            Path file = folder.resolve("cifar." + format);
            Checkpoint read = Checkpoint.read(file);
            assertTrue(printed.contains(read.toString()), printed);
            assertEquals(2_117_962, read.size());
            assertEquals(8, read.tensors().size());
            assertEquals("which way the stripes run", read.metadata().description());
            assertArrayEquals(
                    saved.conv2.weight.toArray(),
                    read.find("conv2.weight").orElseThrow().values());
            assertTrue(read.toString().contains("[64, 32, 3, 3]"), read::toString);
        }

        Dataset images = Inspect.stripes(7);
        float[] reference = Reference.predict(folder.resolve("cifar.onnx"), "image", images.inputs(0), 7, 3, 32, 32);
        assertTrue(Reference.difference(saved.predict(images.inputs(0)), reference) <= 1e-5);
    }

    @Test
    void aTrainedResidualNetworkIsTheSameEachTimeAndInOnnxRuntime() throws Exception {
        Dataset digits = DigitsData.read().take(200);
        ResNet8Model[] models = new ResNet8Model[2];
        for (int run = 0; run < 2; run++) {
            models[run] = ResNet8Model.create(3);
            Trainer.of(models[run], Loss.crossEntropy()).seed(3).batchSize(16).fit(digits, 2);
        }
        assertArrayEquals(
                models[0].parameterStore().values(), models[1].parameterStore().values());
        assertArrayEquals(
                models[0].bufferStore().values(), models[1].bufferStore().values());

        Path file = folder.resolve("resnet8.onnx");
        models[0].save(file);
        float[] reference = Reference.predict(file, "pixels", digits.inputs(0), 200, 1, 8, 8);
        assertTrue(Reference.difference(models[0].predict(digits.inputs(0)), reference) <= 1e-5);
    }
}
