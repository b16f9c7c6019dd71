package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.netwright.processor.networks.CompiledNetworks.Compiled;
import dev.netwright.processor.testing.Resources;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Format;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.train.Adam;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Trainer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;

/** A network as people publish them, at its full size: ResNet-18 on images of 224×224. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ResNet18Test {
    private static final int PIXELS = 3 * 224 * 224;
    private static final int BATCH = 2;

    private static CompiledNetworks networks;
    private static Compiled resNet;
    private static Model model;
    private static double seconds;

    @BeforeAll
    static void compile() throws Exception {
        String source = Files.readString(Resources.module().resolve("src/test/resources/networks/ResNet18.java"));
        long before = System.nanoTime();
        networks = CompiledNetworks.compile(Map.of("ResNet18", source));
        seconds = (System.nanoTime() - before) / 1e9;
        resNet = networks.network("ResNet18");
        model = resNet.create(1);
    }

    @AfterAll
    static void close() {
        networks.close();
        model = null;
    }

    private static float[] images() {
        Random random = new Random(2);
        float[] images = new float[BATCH * PIXELS];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        return images;
    }

    @Test
    @Order(1)
    void hasThePublishedNumberOfParameters(TestReporter reporter) throws Exception {
        reporter.publishEntry("seconds to compile", String.valueOf(seconds));
        assertEquals(11_689_512, model.getClass().getField("PARAMETERS").getInt(null));
        assertEquals(11_689_512, model.parameterStore().values().length);
        assertEquals(9_600, model.bufferStore().values().length, "means and variances of 4,800 channels");
    }

    /** On real statistics: at their start BatchNorm would divide by nothing. */
    @Test
    @Order(2)
    void trains() {
        Trainer<Model> trainer = Trainer.of(model, Loss.crossEntropy()).optimizer(Adam.of(1e-4f));
        float[] statistics = model.bufferStore().values().clone();
        float[] parameters = model.parameterStore().values().clone();
        Batch batch = Batch.of(images(), new int[] {3, 977});
        double first = trainer.step(batch);
        double second = trainer.step(batch);
        assertEquals(Math.log(1000), first, 2);
        assertTrue(second < first, second + " after " + first);
        assertFalse(Arrays.equals(parameters, model.parameterStore().values()));
        for (int k = 0; k < statistics.length; k++) {
            assertNotEquals(statistics[k], model.bufferStore().values()[k], "statistic " + k);
        }
    }

    @Test
    @Order(3)
    void onnxRuntimeAnswersTheSame(TestReporter reporter) throws Exception {
        float[] images = images();
        float[] found = model.infer(new float[][] {images}, BATCH)[0];
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model.toBytes(Format.ONNX));
                OnnxTensor tensor = OnnxTensor.createTensor(
                        environment, FloatBuffer.wrap(images), new long[] {BATCH, 3, 224, 224});
                OrtSession.Result result = session.run(Map.of("image", tensor))) {
            float[] expected = new float[BATCH * 1000];
            ((OnnxTensor) result.get("logits").orElseThrow()).getFloatBuffer().get(expected);
            double difference = Numbers.difference(Numbers.doubles(expected), found);
            reporter.publishEntry("largest difference from ONNX Runtime", String.valueOf(difference));
            assertTrue(difference <= 1e-5, () -> "differs by " + difference);
        }
    }

    @Test
    @Order(4)
    void everyFormatKeepsWeightsAndStatistics() throws Exception {
        float[] image = Arrays.copyOf(images(), PIXELS);
        float[] expected = model.infer(new float[][] {image}, 1)[0];
        for (Format format : Format.values()) {
            Model again = resNet.load(model.toBytes(format), format);
            assertArrayEquals(model.bufferStore().values(), again.bufferStore().values(), format::toString);
            assertArrayEquals(
                    model.parameterStore().values(), again.parameterStore().values(), format::toString);
            assertArrayEquals(expected, again.infer(new float[][] {image}, 1)[0], format::toString);
        }
    }
}
