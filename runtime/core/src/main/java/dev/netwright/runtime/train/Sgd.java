package dev.netwright.runtime.train;

import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent. With the gradient g (plus {@code weightDecay * p}), momentum mu and learning rate r:
 *
 * <pre>
 * v = mu v + g
 * p = p - r v               momentum (Polyak 1964)
 * p = p - r (g + mu v)      Nesterov's (Sutskever et al. 2013, in the form of PyTorch's SGD)
 * </pre>
 *
 * @param learningRate the learning rate, 0 or more
 * @param momentum mu, 0 to below 1; with 0 there is no slot
 * @param nesterov whether the step looks ahead; needs momentum
 * @param weightDecay factor of the L2 penalty's gradient, 0 or more
 */
public record Sgd(float learningRate, float momentum, boolean nesterov, float weightDecay) implements ElementOptimizer {
    private static final List<String> SETTINGS = List.of("learningRate", "momentum", "nesterov", "weightDecay");

    public Sgd {
        Settings.atLeastZero("learningRate", learningRate);
        Settings.belowOne("momentum", momentum);
        Settings.atLeastZero("weightDecay", weightDecay);
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("nesterov needs a momentum above 0");
        }
    }

    /** Plain gradient descent. */
    public static Sgd of(float learningRate) {
        return new Sgd(learningRate, 0, false, 0);
    }

    /** With another learning rate. */
    public Sgd withLearningRate(float changed) {
        return new Sgd(changed, momentum, nesterov, weightDecay);
    }

    /** With momentum. */
    public Sgd withMomentum(float changed) {
        return new Sgd(learningRate, changed, nesterov && changed > 0, weightDecay);
    }

    /** With Nesterov's momentum. */
    public Sgd withNesterov(float changed) {
        return new Sgd(learningRate, changed, true, weightDecay);
    }

    /** With an L2 penalty. */
    @Override
    public Sgd withWeightDecay(float changed) {
        return new Sgd(learningRate, momentum, nesterov, changed);
    }

    @Override
    public String name() {
        return "Sgd";
    }

    @Override
    public Map<String, Double> settings() {
        return Settings.of(SETTINGS, learningRate, momentum, nesterov ? 1 : 0, weightDecay);
    }

    @Override
    public List<String> slots() {
        return momentum == 0 ? List.of() : List.of("momentum");
    }

    @Override
    public void update(float[] p, float[] g, float[][] slots, int from, int to, long step, float rate) {
        if (momentum == 0) {
            for (int i = from; i < to; i++) {
                p[i] -= rate * (g[i] + weightDecay * p[i]);
            }
            return;
        }
        float[] v = slots[0];
        float ahead = nesterov ? momentum : 1;
        float now = nesterov ? 1 : 0;
        for (int i = from; i < to; i++) {
            float gradient = g[i] + weightDecay * p[i];
            float velocity = momentum * v[i] + gradient;
            v[i] = velocity;
            p[i] -= rate * (now * gradient + ahead * velocity);
        }
    }
}
