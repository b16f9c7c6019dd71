package dev.netwright.runtime.train;

import java.util.List;
import java.util.Map;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): {@code p = p - r weightDecay p} before the step of
 * {@link Adam}, whose gradient holds no penalty. Its slots are Adam's. Every parameter decays, biases too.
 *
 * @param learningRate r, 0 or more
 * @param beta1 decay of the mean of gradients, 0 to below 1
 * @param beta2 decay of the mean of squared gradients, 0 to below 1
 * @param epsilon keeps the divisor from 0, more than 0
 * @param weightDecay factor of the decay, taken off the parameters times the learning rate, 0 or more
 */
public record AdamW(float learningRate, float beta1, float beta2, float epsilon, float weightDecay)
        implements Optimizer {
    public AdamW {
        AdamStep.check(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    /** With the paper's settings: beta1 0.9, beta2 0.999, epsilon 1e-8, and a weight decay of 0.01. */
    public static AdamW of(float learningRate) {
        return new AdamW(learningRate, 0.9f, 0.999f, 1e-8f, 0.01f);
    }

    /** With another learning rate. */
    public AdamW withLearningRate(float changed) {
        return new AdamW(changed, beta1, beta2, epsilon, weightDecay);
    }

    /** With other decays of the means. */
    public AdamW withBetas(float changed1, float changed2) {
        return new AdamW(learningRate, changed1, changed2, epsilon, weightDecay);
    }

    /** With another epsilon. */
    public AdamW withEpsilon(float changed) {
        return new AdamW(learningRate, beta1, beta2, changed, weightDecay);
    }

    /** With another weight decay. */
    public AdamW withWeightDecay(float changed) {
        return new AdamW(learningRate, beta1, beta2, epsilon, changed);
    }

    @Override
    public String name() {
        return "AdamW";
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
        float shrink = 1 - rate * weightDecay;
        float penalty = 0;
        AdamStep.update(p, g, slots, from, to, step, rate, beta1, beta2, epsilon, penalty, shrink);
    }
}
