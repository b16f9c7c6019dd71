package dev.netwright.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Format;
import dev.netwright.runtime.checkpoint.Metadata;
import dev.netwright.runtime.checkpoint.Precision;
import dev.netwright.runtime.checkpoint.SaveOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's files: how large they are, that they load back, and that ONNX Runtime answers the same. */
class DemoFilesTest {
    private static final Metadata METADATA = Metadata.EMPTY
            .version("1.0")
            .description("handwritten digits")
            .tags("demo", "mlp")
            .accuracy(0.97)
            .loss(0.1)
            .with("team", "vision");

    @TempDir
    Path folder;

    private final DemoModel model = DemoModel.create(7);

    @Test
    void theDemoHasItsParameters() {
        assertEquals(109_386, DemoModel.PARAMETERS);
        assertEquals(109_386, model.parameterStore().values().length);
    }

    @Test
    void filesAreSmall() throws Exception {
        SaveOptions described = SaveOptions.DEFAULT.metadata(METADATA);
        assertTrue(size("demo.onnx", described) <= 440_000);
        assertTrue(size("demo.safetensors", described) <= 440_000);
        assertTrue(size("demo.json", described) <= 1_450_000);
        assertTrue(size("bare.onnx", SaveOptions.DEFAULT.bare()) <= 438_300);
        assertTrue(size("bare.safetensors", SaveOptions.DEFAULT.bare()) <= 438_300);
        assertTrue(size("half.onnx", SaveOptions.DEFAULT.precision(Precision.HALF)) <= 221_000);
    }

    @Test
    void everyFormatLoadsBackBitForBit() throws Exception {
        for (String name : new String[] {"demo.json", "demo.onnx", "demo.safetensors"}) {
            Path file = folder.resolve(name);
            model.save(file);
            assertArrayEquals(
                    model.parameterStore().values(),
                    DemoModel.load(file).parameterStore().values());
        }
    }

    @Test
    void streamsChannelsAndBytesHoldTheSame() throws Exception {
        SaveOptions dated = SaveOptions.DEFAULT.metadata(Metadata.EMPTY.createdAt(Instant.EPOCH));
        for (Format format : Format.values()) {
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            model.write(stream, format, dated);
            ByteArrayOutputStream channel = new ByteArrayOutputStream();
            model.write(Channels.newChannel(channel), format, dated);
            assertArrayEquals(stream.toByteArray(), channel.toByteArray());
            assertArrayEquals(
                    model.parameterStore().values(),
                    DemoModel.load(model.toBytes(format), format)
                            .parameterStore()
                            .values());
            assertArrayEquals(
                    model.parameterStore().values(),
                    DemoModel.load(new ByteArrayInputStream(channel.toByteArray()), format)
                            .parameterStore()
                            .values());
        }
    }

    @Test
    void onnxRuntimeAnswersTheSame() throws Exception {
        Path file = folder.resolve("demo.onnx");
        for (SaveOptions options : new SaveOptions[] {SaveOptions.DEFAULT, SaveOptions.DEFAULT.bare()}) {
            model.save(file, options);
            for (int n : new int[] {1, 3, 32}) {
                float[] images = images(n);
                float[] reference = Reference.predict(file, "image", images, n, 1, 28, 28);
                assertTrue(Reference.difference(model.predict(images), reference) <= 1e-5);
            }
        }
    }

    @Test
    void halfPrecisionAnswersNearly() throws Exception {
        Path file = folder.resolve("half.onnx");
        model.save(file, SaveOptions.DEFAULT.precision(Precision.HALF));
        float[] images = images(8);
        float[] reference = Reference.predict(file, "image", images, 8, 1, 28, 28);
        // A half has 11 significant bits; what loads back are the rounded weights, so that the model then agrees
        // closely.
        assertTrue(Reference.difference(model.predict(images), reference) <= 5e-3);
        assertTrue(Reference.difference(DemoModel.load(file).predict(images), reference) <= 1e-5);
    }

    private long size(String name, SaveOptions options) throws Exception {
        Path file = folder.resolve(name);
        model.save(file, options);
        return Files.size(file);
    }

    private static float[] images(int n) {
        Random random = new Random(n);
        float[] images = new float[n * 784];
        for (int i = 0; i < images.length; i++) {
            images[i] = random.nextFloat();
        }
        return images;
    }
}
