package dev.netwright.runtime.train;

import java.util.List;
import java.util.Map;

/**
 * NAdam, Adam with Nesterov's momentum (Dozat 2016, algorithm 8, with the momentum schedule of its section 3, as in PyTorch's NAdam).
 * With the gradient g (plus {@code weightDecay * p}) at step t:
 *
 * <pre>
 * mu(t) = beta1 (1 - 0.96^(t momentumDecay) / 2)              M(t) = mu(1) mu(2) … mu(t)
 * m = beta1 m + (1 - beta1) g                                 v = beta2 v + (1 - beta2) g^2
 * p = p - r ((1 - mu(t)) / (1 - M(t)) g + mu(t+1) / (1 - M(t+1)) m) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * <p>Its slots are m and v.
 *
 * @param learningRate r, 0 or more
 * @param beta1 decay of the mean of gradients, 0 to below 1
 * @param beta2 decay of the mean of squared gradients, 0 to below 1
 * @param epsilon keeps the divisor from 0, more than 0
 * @param weightDecay factor of the L2 penalty's gradient, 0 or more
 * @param momentumDecay how fast the momentum grows to beta1, 0 or more
 */
public record NAdam(float learningRate, float beta1, float beta2, float epsilon, float weightDecay, float momentumDecay)
        implements ElementOptimizer {
    private static final List<String> SETTINGS =
            List.of("learningRate", "beta1", "beta2", "epsilon", "weightDecay", "momentumDecay");
    private static final List<String> SLOTS = List.of("m", "v");
    private static final double BASE = 0.96;

    /** Terms of a series whose k-th is below 2^-k: as many as a double has bits. */
    private static final int TERMS = 53;

    public NAdam {
        Settings.atLeastZero("learningRate", learningRate);
        Settings.belowOne("beta1", beta1);
        Settings.belowOne("beta2", beta2);
        Settings.positive("epsilon", epsilon);
        Settings.atLeastZero("weightDecay", weightDecay);
        Settings.atLeastZero("momentumDecay", momentumDecay);
    }

    /** With PyTorch's settings: beta1 0.9, beta2 0.999, epsilon 1e-8, no weight decay, momentum decay 0.004; its rate is 0.002. */
    public static NAdam of(float learningRate) {
        return new NAdam(learningRate, 0.9f, 0.999f, 1e-8f, 0, 4e-3f);
    }

    /** With another learning rate. */
    public NAdam withLearningRate(float changed) {
        return new NAdam(changed, beta1, beta2, epsilon, weightDecay, momentumDecay);
    }

    /** With other decays of the means. */
    public NAdam withBetas(float changed1, float changed2) {
        return new NAdam(learningRate, changed1, changed2, epsilon, weightDecay, momentumDecay);
    }

    /** With another epsilon. */
    public NAdam withEpsilon(float changed) {
        return new NAdam(learningRate, beta1, beta2, changed, weightDecay, momentumDecay);
    }

    /** With an L2 penalty. */
    @Override
    public NAdam withWeightDecay(float changed) {
        return new NAdam(learningRate, beta1, beta2, epsilon, changed, momentumDecay);
    }

    /** With another momentum decay. */
    public NAdam withMomentumDecay(float changed) {
        return new NAdam(learningRate, beta1, beta2, epsilon, weightDecay, changed);
    }

    @Override
    public String name() {
        return "NAdam";
    }

    @Override
    public Map<String, Double> settings() {
        return Settings.of(SETTINGS, learningRate, beta1, beta2, epsilon, weightDecay, momentumDecay);
    }

    @Override
    public List<String> slots() {
        return SLOTS;
    }

    private double momentum(long step) {
        return beta1 * (1 - 0.5 * Math.pow(BASE, step * (double) momentumDecay));
    }

    /**
     * M(t) as a function of t alone, so that a resumed training needs no state for it: with q = 0.96^momentumDecay,
     * {@code log M(t) = t log beta1 + sum over j = 1…t of log(1 - q^j / 2)}, and by the series of the logarithm and that of powers
     * {@code sum over j of log(1 - q^j / 2) = - sum over k of q^k (1 - q^(k t)) / (1 - q^k) / (k 2^k)}.
     */
    private double momentumProduct(long step) {
        double logQ = momentumDecay * Math.log(BASE);
        double sum = 0;
        for (int k = TERMS; k >= 1; k--) {
            double powers = logQ == 0 ? step : Math.exp(k * logQ) * Math.expm1(k * logQ * step) / Math.expm1(k * logQ);
            sum -= powers / (k * Math.pow(2, k));
        }
        return Math.pow(beta1, (double) step) * Math.exp(sum);
    }

    @Override
    public void update(float[] p, float[] g, float[][] slots, int from, int to, long step, float rate) {
        float[] m = slots[0];
        float[] v = slots[1];
        double next = momentum(step + 1);
        double product = momentumProduct(step);
        float ofGradient = (float) (rate * (1 - momentum(step)) / (1 - product));
        float ofMean = (float) (rate * next / (1 - product * next));
        float correction = (float) (1 / Math.sqrt(1 - Math.pow(beta2, (double) step)));
        float rest1 = 1 - beta1;
        float rest2 = 1 - beta2;
        for (int i = from; i < to; i++) {
            float gradient = g[i] + weightDecay * p[i];
            float mean = beta1 * m[i] + rest1 * gradient;
            float square = beta2 * v[i] + rest2 * gradient * gradient;
            m[i] = mean;
            v[i] = square;
            p[i] -= (ofGradient * gradient + ofMean * mean) / ((float) Math.sqrt(square) * correction + epsilon);
        }
    }
}
