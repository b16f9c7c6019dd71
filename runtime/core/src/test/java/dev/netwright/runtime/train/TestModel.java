package dev.netwright.runtime.train;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Role;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.checkpoint.TensorSpec;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.InferencePlan;
import dev.netwright.runtime.engine.PanelCache;
import dev.netwright.runtime.engine.Philox;
import dev.netwright.runtime.engine.Span;
import dev.netwright.runtime.engine.Trainable;
import dev.netwright.runtime.tensor.FloatStore;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A network written by hand with plain loops: inputs, a hidden layer with tanh and in training dropout, outputs, and maybe a final
 * activation.
 */
final class TestModel extends Model {
    /** Sizes of a network. */
    record Sizes(int inputs, int hidden, int outputs, Head.Activation activation, float dropout) {
        int hiddenBias() {
            return hidden * inputs;
        }

        int outputWeight() {
            return hiddenBias() + hidden;
        }

        int outputBias() {
            return outputWeight() + outputs * hidden;
        }
    }

    private final Sizes sizes;

    private TestModel(Sizes sizes, Schema schema, FloatStore parameters) {
        super(schema, parameters, new FloatStore(0));
        this.sizes = sizes;
    }

    static TestModel create(Sizes s, long seed) {
        List<TensorSpec> specs = List.of(
                new TensorSpec("hidden.weight", "hidden", List.of(s.hidden, s.inputs), Role.WEIGHT, true, 0),
                new TensorSpec("hidden.bias", "hidden", List.of(s.hidden), Role.BIAS, true, s.hiddenBias()),
                new TensorSpec(
                        "output.weight", "output", List.of(s.outputs, s.hidden), Role.WEIGHT, true, s.outputWeight()),
                new TensorSpec("output.bias", "output", List.of(s.outputs), Role.BIAS, true, s.outputBias()));
        Schema schema = new Schema(
                "test.Net",
                1,
                specs,
                List.of(),
                List.of(new Schema.Port("features", "float32", List.of(s.inputs))),
                List.of(new Schema.Port("output", "float32", List.of(s.outputs))),
                () -> "{}",
                () -> "".getBytes(StandardCharsets.UTF_8));
        FloatStore store = new FloatStore(schema.parameterCount());
        Initializers.fill(store, specs.get(0), Initializers.xavierUniform(), seed);
        Initializers.fill(store, specs.get(2), Initializers.xavierUniform(), seed);
        return new TestModel(s, schema, store);
    }

    @Override
    protected InferencePlan inferencePlan(PanelCache weights) {
        return new InferencePlan(parameterStore(), bufferStore(), weights, 1, 1, 0, sizes.hidden, 0) {
            @Override
            protected void forwardPass() {
                run(0, n, 8, 1_000_000L);
            }

            @Override
            protected void tile(int stage, int from, int to) {
                for (int i = from; i < to; i++) {
                    hidden(sizes, p, in[0], inAt[0] + i * sizes.inputs, w, i * sizes.hidden);
                    int at = outAt[0] + i * sizes.outputs;
                    logits(sizes, p, w, i * sizes.hidden, out[0], at);
                    activate(sizes, out[0], at, out[0], at);
                }
            }
        };
    }

    private static void hidden(Sizes s, float[] p, float[] x, int xAt, float[] h, int hAt) {
        for (int j = 0; j < s.hidden; j++) {
            float sum = p[s.hiddenBias() + j];
            for (int k = 0; k < s.inputs; k++) {
                sum += p[j * s.inputs + k] * x[xAt + k];
            }
            h[hAt + j] = (float) Math.tanh(sum);
        }
    }

    private static void logits(Sizes s, float[] p, float[] h, int hAt, float[] z, int zAt) {
        for (int c = 0; c < s.outputs; c++) {
            float sum = p[s.outputBias() + c];
            for (int j = 0; j < s.hidden; j++) {
                sum += p[s.outputWeight() + c * s.hidden + j] * h[hAt + j];
            }
            z[zAt + c] = sum;
        }
    }

    private static void activate(Sizes s, float[] z, int zAt, float[] y, int yAt) {
        double sum = 0;
        for (int c = 0; c < s.outputs; c++) {
            sum += Math.exp(z[zAt + c]);
        }
        for (int c = 0; c < s.outputs; c++) {
            double e = Math.exp(z[zAt + c]);
            y[yAt + c] = switch (s.activation) {
                case SOFTMAX -> (float) (e / sum);
                case SIGMOID -> (float) (e / (1 + e));
                default -> z[zAt + c];
            };
        }
    }

    @Override
    public Trainable trainable() {
        return new Training(sizes, parameterStore().values());
    }

    /** Workspace, each n times: logits, their gradient, values, their gradient. */
    private static final class Training implements Trainable {
        private final Sizes s;
        private final float[] p;
        private final float[] g;
        private float[] w = new float[0];
        private float[] h = new float[0];
        private float[] mask = new float[0];
        private float[] x = new float[0];
        private int n;

        Training(Sizes sizes, float[] parameters) {
            s = sizes;
            p = parameters;
            g = new float[parameters.length];
        }

        @Override
        public float[] parameters() {
            return p;
        }

        @Override
        public float[] gradients() {
            return g;
        }

        @Override
        public List<Head> heads() {
            int c = s.outputs;
            boolean plain = s.activation == Head.Activation.NONE;
            Span logits = new Span(0, 0);
            Span logitsGradient = new Span(0, c);
            return List.of(new Head(
                    "output",
                    List.of(c),
                    s.activation,
                    plain ? logits : new Span(0, 2 * c),
                    plain ? logitsGradient : new Span(0, 3 * c),
                    logits,
                    logitsGradient));
        }

        @Override
        public float[] workspace() {
            return w;
        }

        @Override
        public void forward(Object[] inputs, int n, long seed, long step) {
            this.n = n;
            x = (float[]) inputs[0];
            w = new float[4 * n * s.outputs];
            h = new float[n * s.hidden];
            mask = new float[n * s.hidden];
            Philox.uniform(seed, step, 0, mask, 0, s.hidden, 0, n);
            for (int i = 0; i < n; i++) {
                hidden(s, p, x, i * s.inputs, h, i * s.hidden);
                for (int j = i * s.hidden; j < (i + 1) * s.hidden; j++) {
                    mask[j] = mask[j] < s.dropout ? 0 : 1 / (1 - s.dropout);
                    h[j] *= mask[j];
                }
                logits(s, p, h, i * s.hidden, w, i * s.outputs);
                activate(s, w, i * s.outputs, w, (2 * n + i) * s.outputs);
            }
        }

        @Override
        public void backward(boolean[] fromLogits) {
            if (!fromLogits[0] && s.activation != Head.Activation.NONE) {
                throw new UnsupportedOperationException("only from logits");
            }
            java.util.Arrays.fill(g, 0);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < s.hidden; j++) {
                    float dh = 0;
                    float value = h[i * s.hidden + j];
                    for (int c = 0; c < s.outputs; c++) {
                        float dz = w[(n + i) * s.outputs + c];
                        g[s.outputWeight() + c * s.hidden + j] += dz * value;
                        dh += dz * p[s.outputWeight() + c * s.hidden + j];
                    }
                    float factor = mask[i * s.hidden + j];
                    float tanh = factor == 0 ? 0 : value / factor;
                    float da = dh * factor * (1 - tanh * tanh);
                    g[s.hiddenBias() + j] += da;
                    for (int k = 0; k < s.inputs; k++) {
                        g[j * s.inputs + k] += da * x[i * s.inputs + k];
                    }
                }
                for (int c = 0; c < s.outputs; c++) {
                    g[s.outputBias() + c] += w[(n + i) * s.outputs + c];
                }
            }
        }
    }
}
