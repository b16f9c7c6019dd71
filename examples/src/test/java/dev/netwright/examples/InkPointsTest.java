package dev.netwright.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.Progress;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Digits as points, as many as each has: what training reaches, and that ONNX Runtime answers the same for any number. */
class InkPointsTest {
    @TempDir
    Path folder;

    @Test
    void readsHeldOutDigitsWhateverTheOrderOfTheirPoints() throws Exception {
        InkModel model = InkPoints.train(42, Progress.none());
        assertTrue(model.evaluate(InkPoints.data().test(), Metric.ACCURACY).accuracy() >= 0.93);

        float[] points = InkPoints.points(DigitsData.read().input(5));
        float[] turned = new float[points.length];
        for (int k = 0; k < points.length; k += 3) {
            System.arraycopy(points, k, turned, points.length - 3 - k, 3);
        }
        assertArrayEquals(model.predict(points), model.predict(turned));

        Path file = folder.resolve("ink.onnx");
        model.save(file);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString())) {
            for (int digit = 0; digit < 20; digit++) {
                points = InkPoints.points(DigitsData.read().input(digit));
                long count = points.length / 3;
                try (OnnxTensor x = OnnxTensor.createTensor(
                                environment, FloatBuffer.wrap(points), new long[] {1, count, 3});
                        OnnxTensor lengths = OnnxTensor.createTensor(
                                environment, LongBuffer.wrap(new long[] {count}), new long[] {1});
                        OrtSession.Result result = session.run(Map.of("points", x, "pointsLengths", lengths))) {
                    float[] reference = ((float[][]) result.get(0).getValue())[0];
                    assertEquals(10, reference.length);
                    assertTrue(Reference.difference(model.predict(points), reference) <= 1e-5);
                }
            }
        }
    }
}
