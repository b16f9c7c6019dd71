package dev.netwright.runtime.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * RMSProp (Tieleman and Hinton 2012, lecture 6.5; centered as in Graves 2013, section 4.2), in the form of PyTorch's RMSprop. With the
 * gradient g (plus {@code weightDecay * p}):
 *
 * <pre>
 * v = alpha v + (1 - alpha) g^2
 * u = g / (sqrt(v) + epsilon)                               plain
 * a = alpha a + (1 - alpha) g, u = g / (sqrt(v - a^2) + epsilon)      centered
 * b = momentum b + u, p = p - r b;  without momentum  p = p - r u
 * </pre>
 *
 * <p>Its slots are v, centered also a, with momentum also b.
 *
 * @param learningRate r, 0 or more
 * @param alpha decay of the means, 0 to below 1
 * @param epsilon keeps the divisor from 0, more than 0
 * @param weightDecay factor of the L2 penalty's gradient, 0 or more
 * @param momentum 0 to below 1
 * @param centered whether gradients are divided by their deviation and not by their root mean square
 */
public record RmsProp(
        float learningRate, float alpha, float epsilon, float weightDecay, float momentum, boolean centered)
        implements ElementOptimizer {
    private static final List<String> SETTINGS =
            List.of("learningRate", "alpha", "epsilon", "weightDecay", "momentum", "centered");

    public RmsProp {
        Settings.atLeastZero("learningRate", learningRate);
        Settings.belowOne("alpha", alpha);
        Settings.positive("epsilon", epsilon);
        Settings.atLeastZero("weightDecay", weightDecay);
        Settings.belowOne("momentum", momentum);
    }

    /** With PyTorch's settings: alpha 0.99, epsilon 1e-8, no weight decay, no momentum, not centered; its rate is 0.01. */
    public static RmsProp of(float learningRate) {
        return new RmsProp(learningRate, 0.99f, 1e-8f, 0, 0, false);
    }

    /** With another learning rate. */
    public RmsProp withLearningRate(float changed) {
        return new RmsProp(changed, alpha, epsilon, weightDecay, momentum, centered);
    }

    /** With another decay of the means. */
    public RmsProp withAlpha(float changed) {
        return new RmsProp(learningRate, changed, epsilon, weightDecay, momentum, centered);
    }

    /** With another epsilon. */
    public RmsProp withEpsilon(float changed) {
        return new RmsProp(learningRate, alpha, changed, weightDecay, momentum, centered);
    }

    /** With an L2 penalty. */
    @Override
    public RmsProp withWeightDecay(float changed) {
        return new RmsProp(learningRate, alpha, epsilon, changed, momentum, centered);
    }

    /** With momentum. */
    public RmsProp withMomentum(float changed) {
        return new RmsProp(learningRate, alpha, epsilon, weightDecay, changed, centered);
    }

    /** Centered or not. */
    public RmsProp withCentered(boolean changed) {
        return new RmsProp(learningRate, alpha, epsilon, weightDecay, momentum, changed);
    }

    @Override
    public String name() {
        return "RmsProp";
    }

    @Override
    public Map<String, Double> settings() {
        return Settings.of(SETTINGS, learningRate, alpha, epsilon, weightDecay, momentum, centered ? 1 : 0);
    }

    @Override
    public List<String> slots() {
        List<String> slots = new ArrayList<>(List.of("square"));
        if (centered) {
            slots.add("mean");
        }
        if (momentum > 0) {
            slots.add("momentum");
        }
        return slots;
    }

    @Override
    public void update(float[] p, float[] g, float[][] slots, int from, int to, long step, float rate) {
        float[] v = slots[0];
        float[] a = slots[centered ? 1 : 0];
        float[] b = slots[slots.length - 1];
        float rest = 1 - alpha;
        for (int i = from; i < to; i++) {
            float gradient = g[i] + weightDecay * p[i];
            float square = alpha * v[i] + rest * gradient * gradient;
            v[i] = square;
            if (centered) {
                float mean = alpha * a[i] + rest * gradient;
                a[i] = mean;
                square = Math.max(0, square - mean * mean); // a variance, but for rounding
            }
            float change = gradient / ((float) Math.sqrt(square) + epsilon);
            if (momentum > 0) {
                change += momentum * b[i];
                b[i] = change;
            }
            p[i] -= rate * change;
        }
    }
}
