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

    interface Rule {
        /** The new value of a parameter; s are its slots. */
        double step(double p, double g, double[] s, int t);
    }

    record Case(ElementOptimizer optimizer, Rule rule) {
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

    static Rule adam(double r, double b1, double b2, double e, double penalty, double decay) {
        return (p, g, s, t) -> {
            double gradient = g + penalty * p;
            s[0] = b1 * s[0] + (1 - b1) * gradient;
            s[1] = b2 * s[1] + (1 - b2) * gradient * gradient;
            double mean = s[0] / (1 - Math.pow(b1, t));
            double square = s[1] / (1 - Math.pow(b2, t));
            return p - r * decay * p - r * mean / (Math.sqrt(square) + e);
        };
    }

    /** PyTorch's documentation of RMSprop. */
    private static Rule rmsProp(double r, double alpha, double e, double penalty, double mu, boolean centered) {
        return (p, g, s, t) -> {
            double gradient = g + penalty * p;
            s[0] = alpha * s[0] + (1 - alpha) * gradient * gradient;
            s[1] = alpha * s[1] + (1 - alpha) * gradient;
            double root = Math.sqrt(centered ? s[0] - s[1] * s[1] : s[0]);
            s[2] = mu * s[2] + gradient / (root + e);
            return p - r * s[2];
        };
    }

    /** PyTorch's documentation of Adagrad; the state sum starts at {@code initial}. */
    static Rule adaGrad(double r, double rateDecay, double penalty, double initial, double e) {
        return (p, g, s, t) -> {
            double gradient = g + penalty * p;
            s[0] = (t == 1 ? initial : s[0]) + gradient * gradient;
            return p - r / (1 + (t - 1) * rateDecay) * gradient / (Math.sqrt(s[0]) + e);
        };
    }

    /** Zeiler 2012, algorithm 1, its RMS written out; the step times the learning rate. */
    private static Rule adaDelta(double r, double rho, double e, double penalty) {
        return (p, g, s, t) -> {
            double gradient = g + penalty * p;
            s[0] = rho * s[0] + (1 - rho) * gradient * gradient;
            double change = -Math.sqrt(s[1] + e) / Math.sqrt(s[0] + e) * gradient;
            s[1] = rho * s[1] + (1 - rho) * change * change;
            return p + r * change;
        };
    }

    /** PyTorch's documentation of NAdam, the product of momenta as a product; it starts at 1. */
    static Rule nadam(double r, double b1, double b2, double e, double penalty, double psi) {
        return (p, g, s, t) -> {
            double gradient = g + penalty * p;
            double now = b1 * (1 - 0.5 * Math.pow(0.96, t * psi));
            double next = b1 * (1 - 0.5 * Math.pow(0.96, (t + 1) * psi));
            s[2] = (t == 1 ? 1 : s[2]) * now;
            s[0] = b1 * s[0] + (1 - b1) * gradient;
            s[1] = b2 * s[1] + (1 - b2) * gradient * gradient;
            double mean = next * s[0] / (1 - s[2] * next) + (1 - now) * gradient / (1 - s[2]);
            return p - r * mean / (Math.sqrt(s[1] / (1 - Math.pow(b2, t))) + e);
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
                new Case(AdamW.of(0.01f).withWeightDecay(0.5f), adam(0.01f, 0.9f, 0.999f, 1e-8f, 0, 0.5f)),
                new Case(RmsProp.of(0.01f), rmsProp(0.01f, 0.99f, 1e-8f, 0, 0, false)),
                new Case(
                        RmsProp.of(0.01f).withAlpha(0.9f).withEpsilon(1e-3f).withWeightDecay(0.1f),
                        rmsProp(0.01f, 0.9f, 1e-3f, 0.1f, 0, false)),
                new Case(RmsProp.of(0.01f).withMomentum(0.9f), rmsProp(0.01f, 0.99f, 1e-8f, 0, 0.9f, false)),
                new Case(
                        RmsProp.of(0.01f).withCentered(true).withAlpha(0.8f).withEpsilon(1e-2f),
                        rmsProp(0.01f, 0.8f, 1e-2f, 0, 0, true)),
                new Case(
                        RmsProp.of(0.01f)
                                .withCentered(true)
                                .withMomentum(0.5f)
                                .withEpsilon(1e-2f)
                                .withAlpha(0.9f),
                        rmsProp(0.01f, 0.9f, 1e-2f, 0, 0.5f, true)),
                new Case(AdaGrad.of(0.01f), adaGrad(0.01f, 0, 0, 0, 1e-10f)),
                new Case(
                        AdaGrad.of(0.1f)
                                .withRateDecay(0.01f)
                                .withWeightDecay(0.2f)
                                .withInitial(0.3f)
                                .withEpsilon(1e-3f),
                        adaGrad(0.1f, 0.01f, 0.2f, 0.3f, 1e-3f)),
                new Case(AdaDelta.of(1), adaDelta(1, 0.9f, 1e-6f, 0)),
                new Case(
                        AdaDelta.of(0.5f).withRho(0.8f).withEpsilon(1e-3f).withWeightDecay(0.1f),
                        adaDelta(0.5f, 0.8f, 1e-3f, 0.1f)),
                new Case(NAdam.of(2e-3f), nadam(2e-3f, 0.9f, 0.999f, 1e-8f, 0, 4e-3f)),
                new Case(
                        NAdam.of(0.01f)
                                .withBetas(0.5f, 0.8f)
                                .withEpsilon(1e-3f)
                                .withWeightDecay(0.2f)
                                .withMomentumDecay(0.1f),
                        nadam(0.01f, 0.5f, 0.8f, 1e-3f, 0.2f, 0.1f)),
                new Case(NAdam.of(0.01f).withMomentumDecay(0), nadam(0.01f, 0.9f, 0.999f, 1e-8f, 0, 0)));
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
        double[][] state = new double[SIZE][3];
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
        assertThrows(IllegalArgumentException.class, () -> RmsProp.of(1).withAlpha(1));
        assertThrows(IllegalArgumentException.class, () -> RmsProp.of(1).withMomentum(-1));
        assertThrows(IllegalArgumentException.class, () -> AdaGrad.of(1).withInitial(-1));
        assertThrows(IllegalArgumentException.class, () -> AdaDelta.of(1).withRho(1));
        assertThrows(IllegalArgumentException.class, () -> NAdam.of(1).withMomentumDecay(-1));
        assertThrows(IllegalArgumentException.class, () -> Lbfgs.of(0));
        assertThrows(IllegalArgumentException.class, () -> Lbfgs.of(1).withHistory(0));
    }
}
