package dev.netwright.runtime.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@link Adam} and {@link AdamW} share. */
final class AdamStep {
    static final List<String> SLOTS = List.of("m", "v");

    private AdamStep() {}

    static void check(float learningRate, float beta1, float beta2, float epsilon, float weightDecay) {
        Settings.atLeastZero("learningRate", learningRate);
        Settings.belowOne("beta1", beta1);
        Settings.belowOne("beta2", beta2);
        Settings.positive("epsilon", epsilon);
        Settings.atLeastZero("weightDecay", weightDecay);
    }

    static Map<String, Double> settings(
            float learningRate, float beta1, float beta2, float epsilon, float weightDecay) {
        Map<String, Double> settings = new LinkedHashMap<>();
        settings.put("learningRate", (double) learningRate);
        settings.put("beta1", (double) beta1);
        settings.put("beta2", (double) beta2);
        settings.put("epsilon", (double) epsilon);
        settings.put("weightDecay", (double) weightDecay);
        return settings;
    }

    /**
     * A step, in one pass over the five arrays. The corrections of the means' start at 0 are constants of the step, in double:
     * {@code r / (1 - beta1^t)} and {@code 1 / sqrt(1 - beta2^t)}.
     *
     * @param penalty factor of p added to the gradient
     * @param shrink factor of p before the step
     */
    static void update(
            float[] p,
            float[] g,
            float[][] slots,
            int from,
            int to,
            long step,
            float rate,
            float beta1,
            float beta2,
            float epsilon,
            float penalty,
            float shrink) {
        float[] m = slots[0];
        float[] v = slots[1];
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
