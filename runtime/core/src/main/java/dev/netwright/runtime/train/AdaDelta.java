package dev.netwright.runtime.train;

import java.util.List;
import java.util.Map;

/**
 * AdaDelta (Zeiler 2012, algorithm 1, with a learning rate as in PyTorch's Adadelta). With the gradient g (plus
 * {@code weightDecay * p}):
 *
 * <pre>
 * v = rho v + (1 - rho) g^2
 * d = sqrt(u + epsilon) / sqrt(v + epsilon) g
 * u = rho u + (1 - rho) d^2
 * p = p - r d
 * </pre>
 *
 * <p>Its slots are v and u.
 *
 * @param learningRate r, 0 or more; 1 in the paper
 * @param rho decay of the means, 0 to below 1
 * @param epsilon under both roots, more than 0
 * @param weightDecay factor of the L2 penalty's gradient, 0 or more
 */
public record AdaDelta(float learningRate, float rho, float epsilon, float weightDecay) implements ElementOptimizer {
    private static final List<String> SETTINGS = List.of("learningRate", "rho", "epsilon", "weightDecay");
    private static final List<String> SLOTS = List.of("square", "change");

    public AdaDelta {
        Settings.atLeastZero("learningRate", learningRate);
        Settings.belowOne("rho", rho);
        Settings.positive("epsilon", epsilon);
        Settings.atLeastZero("weightDecay", weightDecay);
    }

    /** With PyTorch's settings: rho 0.9, epsilon 1e-6, no weight decay; its rate is 1. */
    public static AdaDelta of(float learningRate) {
        return new AdaDelta(learningRate, 0.9f, 1e-6f, 0);
    }

    /** With another learning rate. */
    public AdaDelta withLearningRate(float changed) {
        return new AdaDelta(changed, rho, epsilon, weightDecay);
    }

    /** With another decay of the means. */
    public AdaDelta withRho(float changed) {
        return new AdaDelta(learningRate, changed, epsilon, weightDecay);
    }

    /** With another epsilon. */
    public AdaDelta withEpsilon(float changed) {
        return new AdaDelta(learningRate, rho, changed, weightDecay);
    }

    /** With an L2 penalty. */
    @Override
    public AdaDelta withWeightDecay(float changed) {
        return new AdaDelta(learningRate, rho, epsilon, changed);
    }

    @Override
    public String name() {
        return "AdaDelta";
    }

    @Override
    public Map<String, Double> settings() {
        return Settings.of(SETTINGS, learningRate, rho, epsilon, weightDecay);
    }

    @Override
    public List<String> slots() {
        return SLOTS;
    }

    @Override
    public void update(float[] p, float[] g, float[][] slots, int from, int to, long step, float rate) {
        float[] v = slots[0];
        float[] u = slots[1];
        float rest = 1 - rho;
        for (int i = from; i < to; i++) {
            float gradient = g[i] + weightDecay * p[i];
            float square = rho * v[i] + rest * gradient * gradient;
            float change = (float) Math.sqrt((u[i] + epsilon) / (square + epsilon)) * gradient;
            v[i] = square;
            u[i] = rho * u[i] + rest * change * change;
            p[i] -= rate * change;
        }
    }
}
