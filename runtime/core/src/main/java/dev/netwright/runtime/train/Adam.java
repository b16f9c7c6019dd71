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
 * <p>Its slots are m and v. For a decay of the weights themselves use {@link AdamW}.
 *
 * @param learningRate r, 0 or more
 * @param beta1 decay of the mean of gradients, 0 to below 1
 * @param beta2 decay of the mean of squared gradients, 0 to below 1
 * @param epsilon keeps the divisor from 0, more than 0
 * @param weightDecay factor of the L2 penalty's gradient, 0 or more
 */
public record Adam(float learningRate, float beta1, float beta2, float epsilon, float weightDecay)
        implements Optimizer {
    public Adam {
        AdamStep.check(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    /** With the paper's settings: beta1 0.9, beta2 0.999, epsilon 1e-8, and no weight decay. */
    public static Adam of(float learningRate) {
        return new Adam(learningRate, 0.9f, 0.999f, 1e-8f, 0);
    }

    /** With another learning rate. */
    public Adam withLearningRate(float changed) {
        return new Adam(changed, beta1, beta2, epsilon, weightDecay);
    }

    /** With other decays of the means. */
    public Adam withBetas(float changed1, float changed2) {
        return new Adam(learningRate, changed1, changed2, epsilon, weightDecay);
    }

    /** With another epsilon. */
    public Adam withEpsilon(float changed) {
        return new Adam(learningRate, beta1, beta2, changed, weightDecay);
    }

    /** With an L2 penalty. */
    public Adam withWeightDecay(float changed) {
        return new Adam(learningRate, beta1, beta2, epsilon, changed);
    }

    @Override
    public String name() {
        return "Adam";
    }

    @Override
    public Map<String, Double> settings() {
        return AdamStep.settings(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    @Override
    public List<String> slots() {
        return AdamStep.SLOTS;
    }

    @Override
    public void update(float[] p, float[] g, float[][] slots, int from, int to, long step, float rate) {
        float shrink = 1;
        float penalty = weightDecay;
        AdamStep.update(p, g, slots, from, to, step, rate, beta1, beta2, epsilon, penalty, shrink);
    }
}
