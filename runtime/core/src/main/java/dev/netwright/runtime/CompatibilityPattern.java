package dev.netwright.runtime;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.checkpoint.TensorSpec;
import dev.netwright.runtime.engine.Padding;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of compatibility tests: weights and inputs that are the same on every machine, since they take nothing but sums, products and square
 * roots, and that repeat after {@value #PERIOD} elements. After the first {@value #DENSE} of a tensor most weights are 0: gzip makes a thousandth of
 * zeros, and of what repeats at a distance a two-hundredth.
 */
final class CompatibilityPattern {
    /** Samples that are predicted. */
    static final int SAMPLES = 4;

    /** A prime, so that rows of a tensor differ. */
    private static final int PERIOD = 251;

    private static final int DENSE = 1 << 16;

    /** Of so many elements, some at the beginning are not 0. */
    private static final int SPARSE = 4 * PERIOD;

    private static final int SOME = 40;

    private CompatibilityPattern() {}

    /** Element {@code i} of the {@code k}-th pattern, from -1 to 1. */
    private static float at(long i, int k) {
        long factor = 97L + k / PERIOD;
        return 2f * ((i * factor + k * 31L) % PERIOD) / (PERIOD - 1) - 1;
    }

    /** Fills a tensor, the {@code k}-th of its schema, with values that a tensor of its role may have. */
    static void fill(float[] store, TensorSpec spec, int k) {
        float fanIn = spec.shape().isEmpty()
                ? 1
                : Math.max(1, spec.size() / spec.shape().get(0));
        for (int i = 0; i < spec.size(); i++) {
            float p = i >= DENSE && i % SPARSE >= SOME ? 0 : at(i, k);
            store[spec.offset() + i] = switch (spec.role()) {
                case WEIGHT -> p * 2 / (float) Math.sqrt(fanIn);
                case BIAS, MEAN -> p / 4;
                case SLOPE -> 0.25f + p / 8;
                case SCALE, VARIANCE, DEVIATION -> 1 + p / 2;
            };
        }
    }

    /** What is predicted: for each input, {@link #SAMPLES} samples. */
    static Object[] inputs(Schema schema) {
        Object[] inputs = new Object[schema.inputs().size()];
        for (int k = 0; k < inputs.length; k++) {
            Schema.Port port = schema.inputs().get(k);
            int most = schema.inputs().stream()
                    .filter(input -> input.lengths().equals(port.name()))
                    .mapToInt(Schema.Port::most)
                    .findFirst()
                    .orElse(0);
            inputs[k] = most > 0 ? lengths(most) : values(port, k);
        }
        return inputs;
    }

    /** From one position to the most. */
    private static int[] lengths(int most) {
        int[] lengths = new int[SAMPLES];
        for (int s = 0; s < SAMPLES; s++) {
            lengths[s] = 1 + (int) ((most - 1L) * s / (SAMPLES - 1));
        }
        return lengths;
    }

    private static Object values(Schema.Port port, int k) {
        int size = Math.multiplyExact(SAMPLES, port.size());
        int bound = port.ids() > 0 ? port.ids() : 5;
        switch (port.type()) {
            case "int32" -> {
                int[] values = new int[size];
                for (int i = 0; i < size; i++) {
                    values[i] = (int) ((i * 37L + k) % bound);
                }
                return values;
            }
            case "int64" -> {
                long[] values = new long[size];
                for (int i = 0; i < size; i++) {
                    values[i] = (i * 37L + k) % bound;
                }
                return values;
            }
            case "bool" -> {
                boolean[] values = new boolean[size];
                for (int i = 0; i < size; i++) {
                    values[i] = (i + k) % 3 != 0;
                }
                return values;
            }
            default -> {
                float[] values = new float[size];
                for (int i = 0; i < size; i++) {
                    values[i] = at(i, k + 7);
                }
                return values;
            }
        }
    }

    /** What a model predicts for {@link #inputs}: of each output, without what lies beyond a length. */
    static List<float[]> predictions(Model model) {
        Schema schema = model.schema();
        Object[] inputs = inputs(schema);
        float[][] outputs = model.infer(inputs, SAMPLES);
        List<float[]> predictions = new ArrayList<>();
        for (int k = 0; k < outputs.length; k++) {
            Schema.Port port = schema.outputs().get(k);
            float[] output = outputs[k];
            for (int j = 0; j < inputs.length; j++) {
                if (schema.inputs().get(j).name().equals(port.lengths())) {
                    output = Padding.packed(port, output, (int[]) inputs[j]);
                }
            }
            predictions.add(output);
        }
        return predictions;
    }
}
