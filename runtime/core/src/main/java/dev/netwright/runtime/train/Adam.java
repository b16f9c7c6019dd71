package dev.netwright.runtime.train;

import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015, algorithm 1). With the gradient g (plus {@code weightDecay * p}) at step t:
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g              v = beta2 v + (1 - beta2) g^2
 * p = p - r (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * <p>Its slots are m and v. Decoupled, it is {@link AdamW}.
 *
 * @param learningRate r, 0 or more
 * @param beta1 decay of the mean of gradients, 0 to below 1
 * @param beta2 decay of the mean of squared gradients, 0 to below 1
 * @param epsilon keeps the divisor from 0, more than 0
 * @param weightDecay factor of the L2 penalty's gradient; decoupled, of the parameters' decay; 0 or more
 * @param decoupled whether the decay is taken off the parameters, times the learning rate, and not added to the gradient
 */
public record Adam(float learningRate, float beta1, float beta2, float epsilon, float weightDecay, boolean decoupled)
        implements ElementOptimizer {
    private static final List<String> SETTINGS = List.of("learningRate", "beta1", "beta2", "epsilon", "weightDecay");
    private static final List<String> SLOTS = List.of("m", "v");

    public Adam {
        Settings.atLeastZero("learningRate", learningRate);
        Settings.belowOne("beta1", beta1);
        Settings.belowOne("beta2", beta2);
        Settings.positive("epsilon", epsilon);
        Settings.atLeastZero("weightDecay", weightDecay);
    }

    /** With the paper's settings: beta1 0.9, beta2 0.999, epsilon 1e-8, and no weight decay. */
    public static Adam of(float learningRate) {
        return new Adam(learningRate, 0.9f, 0.999f, 1e-8f, 0, false);
    }

    /** With another learning rate. */
    public Adam withLearningRate(float changed) {
        return new Adam(changed, beta1, beta2, epsilon, weightDecay, decoupled);
    }

    /** With other decays of the means. */
    public Adam withBetas(float changed1, float changed2) {
        return new Adam(learningRate, changed1, changed2, epsilon, weightDecay, decoupled);
    }

    /** With another epsilon. */
    public Adam withEpsilon(float changed) {
        return new Adam(learningRate, beta1, beta2, changed, weightDecay, decoupled);
    }

    /** With another weight decay, of the same kind. */
    @Override
    public Adam withWeightDecay(float changed) {
        return new Adam(learningRate, beta1, beta2, epsilon, changed, decoupled);
    }

    @Override
    public String name() {
        return decoupled ? "AdamW" : "Adam";
    }

    @Override
    public Map<String, Double> settings() {
        return Settings.of(SETTINGS, learningRate, beta1, beta2, epsilon, weightDecay);
    }

    @Override
    public List<String> slots() {
        return SLOTS;
    }

    /** In one pass; the corrections of the means' start at 0 are constants of the step: r / (1 - beta1^t) and 1 / sqrt(1 - beta2^t). */
    @Override
    public void update(float[] p, float[] g, float[][] slots, int from, int to, long step, float rate) {
        float[] m = slots[0];
        float[] v = slots[1];
        float penalty = decoupled ? 0 : weightDecay;
        float shrink = decoupled ? 1 - rate * weightDecay : 1;
        float stepSize = (float) (rate / (1 - Math.pow(beta1, (double) step)));
        float correction = (float) (1 / Math.sqrt(1 - Math.pow(beta2, (double) step)));
        float rest1 = 1 - beta1;
        float rest2 = 1 - beta2;
        for (int i = from; i < to; i++) {
            float value = p[i];
            float gradient = g[i] + penalty * value;
            float mean = beta1 * m[i] + rest1 * gradient;
            float square = beta2 * v[i] + rest2 * gradient * gradient;
            m[i] = mean;
            v[i] = square;
            p[i] = shrink * value - stepSize * mean / ((float) Math.sqrt(square) * correction + epsilon);
        }
    }
}
