package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each optimizer, step by step, against the formulas of its paper in double. Differences are of the largest value that the
 * parameter has had: its rounding is what floats carry on.
 */
class OptimizerTest {
    private static final int SIZE = 37;
    private static final int STEPS = 60;

    private interface Rule {
        /** The new value of a parameter; s are its slots. */
        double step(double p, double g, double[] s, int t);
    }

    private record Case(Optimizer optimizer, Rule rule) {
        @Override
        public String toString() {
            return optimizer.toString();
        }
    }

    private static Rule sgd(double r, double mu, boolean nesterov, double decay) {
        return (p, g, s, t) -> {
            double gradient = g + decay * p;
            s[0] = mu * s[0] + gradient;
            return p - r * (nesterov ? gradient + mu * s[0] : s[0]);
        };
    }

    private static Rule adam(double r, double b1, double b2, double e, double penalty, double decay) {
        return (p, g, s, t) -> {
            double gradient = g + penalty * p;
            s[0] = b1 * s[0] + (1 - b1) * gradient;
            s[1] = b2 * s[1] + (1 - b2) * gradient * gradient;
            double mean = s[0] / (1 - Math.pow(b1, t));
            double square = s[1] / (1 - Math.pow(b2, t));
            return p - r * decay * p - r * mean / (Math.sqrt(square) + e);
        };
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(Sgd.of(0.1f), sgd(0.1f, 0, false, 0)),
                new Case(Sgd.of(0.1f).withWeightDecay(0.01f), sgd(0.1f, 0, false, 0.01f)),
                new Case(Sgd.of(0.05f).withMomentum(0.9f), sgd(0.05f, 0.9f, false, 0)),
                new Case(Sgd.of(0.05f).withNesterov(0.8f).withWeightDecay(0.1f), sgd(0.05f, 0.8f, true, 0.1f)),
                new Case(Adam.of(0.01f), adam(0.01f, 0.9f, 0.999f, 1e-8f, 0, 0)),
                new Case(
                        Adam.of(0.01f).withBetas(0.5f, 0.8f).withEpsilon(1e-3f).withWeightDecay(0.2f),
                        adam(0.01f, 0.5f, 0.8f, 1e-3f, 0.2f, 0)),
                new Case(AdamW.of(0.01f), adam(0.01f, 0.9f, 0.999f, 1e-8f, 0, 0.01f)),
                new Case(AdamW.of(0.01f).withWeightDecay(0.5f), adam(0.01f, 0.9f, 0.999f, 1e-8f, 0, 0.5f)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void followsItsFormula(Case each) {
        Random random = new Random(1);
        float[] p = new float[SIZE];
        double[] expected = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            p[i] = (float) random.nextGaussian();
            expected[i] = p[i];
        }
        float[][] slots = new float[each.optimizer().slots().size()][SIZE];
        double[][] state = new double[SIZE][2];
        float[] g = new float[SIZE];
        double[] largest = new double[SIZE];
        for (int t = 1; t <= STEPS; t++) {
            for (int i = 0; i < SIZE; i++) {
                g[i] = (float) (random.nextGaussian() * Math.pow(10, i % 7 - 4));
                expected[i] = each.rule().step(expected[i], g[i], state[i], t);
            }
            each.optimizer().update(p, g, slots, 0, 20, t, each.optimizer().learningRate());
            each.optimizer().update(p, g, slots, 20, SIZE, t, each.optimizer().learningRate());
            for (int i = 0; i < SIZE; i++) {
                largest[i] = Math.max(largest[i], Math.abs(expected[i]));
                assertEquals(expected[i], p[i], 2e-6 * Math.max(1, largest[i]), "step " + t + ", " + i);
            }
        }
    }

    /** Adam's first step is the learning rate, against the sign of the gradient, whatever its size (Kingma and Ba, section 2.1). */
    @Test
    void firstStepOfAdamIsTheLearningRate() {
        float[] p = {1, 1, 1};
        Adam.of(0.1f).update(p, new float[] {1e-3f, -50, 7}, new float[2][3], 0, 3, 1, 0.1f);
        assertArrayEquals(new float[] {0.9f, 1.1f, 0.9f}, p, 2e-6f);
    }

    @Test
    void leavesWhatIsOutsideItsRange() {
        float[] p = {1, 1, 1};
        float[][] slots = new float[2][3];
        Adam.of(0.1f).update(p, new float[] {1, 1, 1}, slots, 1, 2, 1, 0.1f);
        assertEquals(1, p[0]);
        assertEquals(1, p[2]);
        assertEquals(0, slots[0][0] + slots[0][2] + slots[1][0] + slots[1][2]);
    }

    @Test
    void refusesSettingsWithoutMeaning() {
        assertThrows(IllegalArgumentException.class, () -> Sgd.of(-1));
        assertThrows(IllegalArgumentException.class, () -> Sgd.of(Float.NaN));
        assertThrows(IllegalArgumentException.class, () -> Sgd.of(1).withMomentum(1));
        assertThrows(IllegalArgumentException.class, () -> Sgd.of(1).withNesterov(0));
        assertThrows(IllegalArgumentException.class, () -> Adam.of(1).withBetas(0.9f, 1));
        assertThrows(IllegalArgumentException.class, () -> Adam.of(1).withEpsilon(0));
        assertThrows(IllegalArgumentException.class, () -> AdamW.of(1).withWeightDecay(-1));
    }
}
