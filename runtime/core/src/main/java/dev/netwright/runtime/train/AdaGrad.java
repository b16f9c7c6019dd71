package dev.netwright.runtime.train;

import java.util.List;
import java.util.Map;

/**
 * AdaGrad (Duchi, Hazan and Singer 2011, in its diagonal form), as PyTorch's Adagrad. With the gradient g (plus {@code weightDecay * p}) at
 * step t:
 *
 * <pre>
 * s = s + g^2
 * p = p - r / (1 + (t - 1) rateDecay) g / (sqrt(initial + s) + epsilon)
 * </pre>
 *
 * <p>Its slot is s.
 *
 * @param learningRate r, 0 or more
 * @param rateDecay how fast the rate falls with the steps, 0 or more
 * @param weightDecay factor of the L2 penalty's gradient, 0 or more
 * @param initial what the sum of squares starts with, 0 or more
 * @param epsilon keeps the divisor from 0, more than 0
 */
public record AdaGrad(float learningRate, float rateDecay, float weightDecay, float initial, float epsilon)
        implements ElementOptimizer {
    private static final List<String> SETTINGS =
            List.of("learningRate", "rateDecay", "weightDecay", "initial", "epsilon");
    private static final List<String> SLOTS = List.of("sum");

    public AdaGrad {
        Settings.atLeastZero("learningRate", learningRate);
        Settings.atLeastZero("rateDecay", rateDecay);
        Settings.atLeastZero("weightDecay", weightDecay);
        Settings.atLeastZero("initial", initial);
        Settings.positive("epsilon", epsilon);
    }

    /** With PyTorch's settings: no decay of rate or weights, a start at 0, epsilon 1e-10; its rate is 0.01. */
    public static AdaGrad of(float learningRate) {
        return new AdaGrad(learningRate, 0, 0, 0, 1e-10f);
    }

    /** With another learning rate. */
    public AdaGrad withLearningRate(float changed) {
        return new AdaGrad(changed, rateDecay, weightDecay, initial, epsilon);
    }

    /** With a rate that falls with the steps. */
    public AdaGrad withRateDecay(float changed) {
        return new AdaGrad(learningRate, changed, weightDecay, initial, epsilon);
    }

    /** With an L2 penalty. */
    @Override
    public AdaGrad withWeightDecay(float changed) {
        return new AdaGrad(learningRate, rateDecay, changed, initial, epsilon);
    }

    /** With another start of the sum of squares. */
    public AdaGrad withInitial(float changed) {
        return new AdaGrad(learningRate, rateDecay, weightDecay, changed, epsilon);
    }

    /** With another epsilon. */
    public AdaGrad withEpsilon(float changed) {
        return new AdaGrad(learningRate, rateDecay, weightDecay, initial, changed);
    }

    @Override
    public String name() {
        return "AdaGrad";
    }

    @Override
    public Map<String, Double> settings() {
        return Settings.of(SETTINGS, learningRate, rateDecay, weightDecay, initial, epsilon);
    }

    @Override
    public List<String> slots() {
        return SLOTS;
    }

    @Override
    public void update(float[] p, float[] g, float[][] slots, int from, int to, long step, float rate) {
        float[] s = slots[0];
        float decayed = (float) (rate / (1 + (step - 1) * (double) rateDecay));
        for (int i = from; i < to; i++) {
            float gradient = g[i] + weightDecay * p[i];
            float sum = s[i] + gradient * gradient;
            s[i] = sum;
            p[i] -= decayed * gradient / ((float) Math.sqrt(initial + sum) + epsilon);
        }
    }
}
