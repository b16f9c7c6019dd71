package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Head.Activation;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reference values were computed from the formulas in double with NumPy. */
class LossTest {
    private static final float[] LOGITS = {1.5f, -0.3f, 0.8f, 0.1f, 2.2f, -1.7f};
    private static final float[][] PROBABILITIES = {{0.2f, 0.5f, 0.3f, 0, 0.9f, 0.1f}};

    private static double value(Loss loss, float[] scores, int columns, Activation activation, Batch batch) {
        Scores all = new Scores("output", scores, 0, scores.length / columns, columns, 1, activation);
        return loss.compute(all, batch, 0, null, 0);
    }

    private static Batch labels(int... ids) {
        return Batch.of(new float[0][], ids, ids.length);
    }

    private static Batch targets(int n, float... values) {
        return Batch.of(new float[0][], new float[][] {values}, n);
    }

    @Test
    void knownValues() {
        assertEquals(1.7206722221578596, value(Loss.crossEntropy(), LOGITS, 3, Activation.NONE, labels(2, 0)), 1e-7);
        Batch probabilities = targets(2, PROBABILITIES[0]);
        assertEquals(1.0706722221578597, value(Loss.crossEntropy(), LOGITS, 3, Activation.NONE, probabilities), 1e-7);
        assertEquals(
                0.39330422842984875, value(Loss.kullbackLeibler(), LOGITS, 3, Activation.NONE, probabilities), 1e-7);
        float[] z = {2, -1, 0.5f};
        Batch yes = targets(3, 1, 0, 1);
        assertEquals(0.3047555609137674, value(Loss.binaryCrossEntropy(), z, 1, Activation.NONE, yes), 1e-7);
        assertEquals(
                0.3047555609137674, value(Loss.binaryCrossEntropy(), z, 1, Activation.NONE, labels(1, 0, 1)), 1e-7);
        float[] p = {0.8807971f, 0.26894143f, 0.62245935f};
        assertEquals(
                0.3047555609137674, value(Loss.binaryCrossEntropyOnProbabilities(), p, 1, Activation.NONE, yes), 1e-7);
        Batch two = targets(1, 0, 1);
        float[] y = {3, 0.5f};
        assertEquals((9 + 0.25) / 2, value(Loss.mse(), y, 2, Activation.NONE, two));
        assertEquals((3 + 0.5) / 2, value(Loss.mae(), y, 2, Activation.NONE, two));
        assertEquals((1 * (3 - 0.5) + 0.125) / 2, value(Loss.huber(1), y, 2, Activation.NONE, two));
    }

    @Test
    void staysExactFarOut() {
        float[] extreme = {1000, -1000, 0};
        assertEquals(2000, value(Loss.crossEntropy(), extreme, 3, Activation.NONE, labels(1)));
        assertEquals(0, value(Loss.crossEntropy(), extreme, 3, Activation.NONE, labels(0)));
        assertEquals(
                500, value(Loss.binaryCrossEntropy(), new float[] {-1000, -1000}, 1, Activation.NONE, labels(1, 0)));
        double rounded = value(Loss.crossEntropy(), new float[] {1, 0, 0}, 3, Activation.SOFTMAX, labels(1));
        assertEquals(-Math.log(Float.MIN_VALUE), rounded);
        assertEquals(
                100, value(Loss.binaryCrossEntropyOnProbabilities(), new float[] {0}, 1, Activation.NONE, labels(1)));
    }

    @Test
    void logitsProbabilitiesAndLogarithmsAgree() {
        float[] softmax = new float[6];
        float[] logarithms = new float[6];
        for (int row = 0; row < 2; row++) {
            double sum = 0;
            for (int j = 0; j < 3; j++) {
                sum += Math.exp(LOGITS[3 * row + j]);
            }
            for (int j = 0; j < 3; j++) {
                softmax[3 * row + j] = (float) (Math.exp(LOGITS[3 * row + j]) / sum);
                logarithms[3 * row + j] = (float) (LOGITS[3 * row + j] - Math.log(sum));
            }
        }
        for (Loss loss : new Loss[] {Loss.crossEntropy(), Loss.kullbackLeibler()}) {
            Batch batch = targets(2, PROBABILITIES[0]);
            double expected = value(loss, LOGITS, 3, Activation.NONE, batch);
            assertEquals(expected, value(loss, softmax, 3, Activation.SOFTMAX, batch), 1e-6);
            assertEquals(expected, value(loss, logarithms, 3, Activation.LOG_SOFTMAX, batch), 1e-6);
        }
    }

    static Stream<Arguments> gradients() {
        Batch ids = labels(2, 0, 1, 1);
        Batch yes = labels(0, 1, 1, 0);
        Batch simplex = targets(4, 0.2f, 0.5f, 0.3f, 0, 0.9f, 0.1f, 1, 0, 0, 0.25f, 0.25f, 0.5f);
        Batch bits = targets(4, 1, 0, 0.3f, 0, 1, 1, 0, 0, 1, 0.5f, 1, 0);
        Batch any = targets(4, 1, -2, 0.3f, 0, 1, 1, 5, 0, 1, 0.5f, -1, 0);
        return Stream.of(
                Arguments.of(Loss.crossEntropy(), Activation.NONE, ids, 3),
                Arguments.of(Loss.crossEntropy(), Activation.SOFTMAX, ids, 3),
                Arguments.of(Loss.crossEntropy(), Activation.LOG_SOFTMAX, ids, 3),
                Arguments.of(Loss.crossEntropy(), Activation.NONE, simplex, 3),
                Arguments.of(Loss.crossEntropy(), Activation.SOFTMAX, simplex, 3),
                Arguments.of(Loss.crossEntropy(), Activation.LOG_SOFTMAX, simplex, 3),
                Arguments.of(Loss.kullbackLeibler(), Activation.NONE, simplex, 3),
                Arguments.of(Loss.kullbackLeibler(), Activation.SOFTMAX, simplex, 3),
                Arguments.of(Loss.binaryCrossEntropy(), Activation.NONE, bits, 3),
                Arguments.of(Loss.binaryCrossEntropy(), Activation.NONE, yes, 1),
                Arguments.of(Loss.binaryCrossEntropy(), Activation.SIGMOID, bits, 3),
                Arguments.of(Loss.binaryCrossEntropyOnProbabilities(), Activation.NONE, bits, 3),
                Arguments.of(Loss.mse(), Activation.NONE, any, 3),
                Arguments.of(Loss.mae(), Activation.NONE, any, 3),
                Arguments.of(Loss.huber(0.7), Activation.NONE, any, 3));
    }

    /** Central differences; the step 2^-9 is exact in float, and its error is of order 4e-6 times the third derivative. */
    @ParameterizedTest
    @MethodSource("gradients")
    void gradientIsTheDerivative(Loss loss, Activation activation, Batch batch, int columns) {
        Random random = new Random(5);
        int rows = 4;
        int at = 3;
        float[] values = new float[at + rows * columns];
        boolean probabilities = activation == Activation.SOFTMAX
                || activation == Activation.SIGMOID
                || loss == Loss.binaryCrossEntropyOnProbabilities();
        for (int i = 0; i < values.length; i++) {
            float step = random.nextInt(200, 800) / 1024f;
            values[i] = probabilities ? step : 4 * step - 2;
        }
        Scores scores = new Scores("output", values, at, rows, columns, 1, activation);
        float[] gradient = new float[rows * columns + 2];
        gradient[0] = gradient[gradient.length - 1] = 42;
        loss.compute(scores, batch, 0, gradient, 1);
        float h = 0x1p-9f;
        for (int i = 0; i < rows * columns; i++) {
            float kept = values[at + i];
            values[at + i] = kept + h;
            double up = loss.compute(scores, batch, 0, null, 0);
            values[at + i] = kept - h;
            double down = loss.compute(scores, batch, 0, null, 0);
            values[at + i] = kept;
            double expected = (up - down) / (2 * h);
            assertEquals(expected, gradient[1 + i], 1e-4 * Math.max(1, Math.abs(expected)), loss.name() + " " + i);
        }
        assertEquals(42, gradient[0]);
        assertEquals(42, gradient[gradient.length - 1]);
    }

    private static String refusal(Loss loss, int columns, int rowsPerSample, Activation activation, Batch batch) {
        int rows = batch.size() * rowsPerSample;
        Scores scores = new Scores("out", new float[rows * columns], 0, rows, columns, rowsPerSample, activation);
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> loss.compute(scores, batch, 0, null, 0))
                        .getMessage());
    }

    @Test
    void saysWhichTargetDoesNotFit() {
        assertEquals(
                "label of sample 1 of the batch for 'out': expected 0 to 2 (3 classes), found 3",
                refusal(Loss.crossEntropy(), 3, 1, Activation.NONE, labels(0, 3)));
        Batch positions = Batch.of(new float[0][], new int[] {0, 0, 0, -1}, 2);
        assertEquals(
                "label of sample 1 of the batch, position 1 for 'out': expected 0 to 2 (3 classes), found -1",
                refusal(Loss.crossEntropy(), 3, 2, Activation.NONE, positions));
        assertEquals(
                "labels of 'out': expected 4 (2 samples of 2), found 3",
                refusal(Loss.crossEntropy(), 3, 2, Activation.NONE, Batch.of(new float[0][], new int[3], 2)));
        assertEquals(
                "targets of 'out' for mean squared error: expected float targets, found class ids",
                refusal(Loss.mse(), 3, 1, Activation.NONE, labels(0)));
        assertTrue(refusal(Loss.crossEntropy(), 3, 1, Activation.NONE, targets(1, 0.5f, 0.6f, 0))
                .contains("found the sum 1.1"));
        assertTrue(refusal(Loss.crossEntropy(), 3, 1, Activation.NONE, targets(1, Float.NaN, 0.6f, 0))
                .contains("expected a probability, found NaN"));
        assertTrue(
                refusal(Loss.crossEntropy(), 1, 1, Activation.NONE, labels(0)).contains("use binaryCrossEntropy()"));
        assertTrue(refusal(Loss.binaryCrossEntropy(), 1, 1, Activation.NONE, labels(2))
                .contains("expected 0 to 1 (2 classes), found 2"));
        assertTrue(refusal(Loss.binaryCrossEntropy(), 1, 1, Activation.NONE, targets(1, 1.5f))
                .contains("expected 0 to 1, found 1.5"));
        assertThrows(IllegalArgumentException.class, () -> Loss.huber(0));
    }
}
