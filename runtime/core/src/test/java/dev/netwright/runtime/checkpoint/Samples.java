package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import dev.netwright.runtime.onnx.GraphEncoder;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Schemas written by hand, and models with values. */
final class Samples {
    static final Metadata METADATA = Metadata.EMPTY
            .version("1.3")
            .description("tells \"цифры\" \\ 数字 apart\n")
            .tags("digits", "mlp")
            .createdAt(Instant.parse("2026-01-02T03:04:05Z"))
            .createdBy("a test")
            .accuracy(0.97)
            .loss(0.125)
            .with("data", "8×8");

    static final SaveOptions DATED = SaveOptions.DEFAULT.metadata(METADATA);

    /** Bits of floats that are easily lost: zeros, subnormals, largest, infinities, NaN, halves of ulps. */
    static final float[] SPECIAL = {
        0f,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.intBitsToFloat(0x007FFFFF),
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        1f,
        0.1f,
        1e-3f,
        9.999999e-4f,
        1e7f,
        9999999f,
        16777216f,
        16777218f,
        (float) Math.PI,
        1.17549435e-38f,
        3.4028233e38f,
        1e10f,
        1.4e-45f,
        2.8e-45f,
        Math.nextUp(1f),
        Math.nextDown(1f)
    };

    private Samples() {}

    /** x [3] → (x - mean) / deviation → Dense(4) ReLU → Dense(2): 26 parameters, 6 buffers. */
    static Schema small() {
        List<TensorSpec> parameters = new ArrayList<>();
        parameter(parameters, "hidden.weight", Role.WEIGHT, 3, 4);
        parameter(parameters, "hidden.bias", Role.BIAS, 4);
        parameter(parameters, "out.weight", Role.WEIGHT, 4, 2);
        parameter(parameters, "out.bias", Role.BIAS, 2);
        List<TensorSpec> buffers = List.of(
                new TensorSpec("norm.mean", "norm", List.of(3), Role.MEAN, false, 0),
                new TensorSpec("norm.deviation", "norm", List.of(3), Role.DEVIATION, false, 3));
        GraphEncoder graph = new GraphEncoder()
                .node("Sub", List.of("x", "norm.mean"), List.of("norm/1"))
                .node("Div", List.of("norm/1", "norm.deviation"), List.of("norm"))
                .node("Gemm", List.of("norm", "hidden.weight", "hidden.bias"), List.of("hidden/1"))
                .node("Relu", List.of("hidden/1"), List.of("hidden"))
                .node("Gemm", List.of("hidden", "out.weight", "out.bias"), List.of("out"))
                .name("Small")
                .input("x", "float32", List.of(3), true)
                .output("out", "float32", List.of(2), true);
        return new Schema(
                "com.example.Small",
                2,
                parameters,
                buffers,
                List.of(new Schema.Port("x", "float32", List.of(3))),
                List.of(new Schema.Port("out", "float32", List.of(2))),
                () -> "{\"inputs\": [{\"name\": \"x\", \"shape\": [3]}], \"layers\": []}",
                graph::toBytes);
    }

    /** The serialization demo: 784 → 128 ReLU → 64 LeakyReLU → 10: 109,386 parameters. */
    static Schema demo() {
        List<TensorSpec> parameters = new ArrayList<>();
        parameter(parameters, "hidden1.weight", Role.WEIGHT, 784, 128);
        parameter(parameters, "hidden1.bias", Role.BIAS, 128);
        parameter(parameters, "hidden2.weight", Role.WEIGHT, 128, 64);
        parameter(parameters, "hidden2.bias", Role.BIAS, 64);
        parameter(parameters, "output.weight", Role.WEIGHT, 64, 10);
        parameter(parameters, "output.bias", Role.BIAS, 10);
        GraphEncoder graph = new GraphEncoder()
                .node("Flatten", List.of("image"), List.of("pixels"))
                .node("Gemm", List.of("pixels", "hidden1.weight", "hidden1.bias"), List.of("hidden1/1"))
                .node("Relu", List.of("hidden1/1"), List.of("hidden1"))
                .node("Gemm", List.of("hidden1", "hidden2.weight", "hidden2.bias"), List.of("hidden2/1"))
                .node("LeakyRelu", List.of("hidden2/1"), List.of("hidden2"), Map.of("alpha", 0.01))
                .node("Gemm", List.of("hidden2", "output.weight", "output.bias"), List.of("output"))
                .name("Demo")
                .input("image", "float32", List.of(1, 28, 28), true)
                .output("output", "float32", List.of(10), true);
        return new Schema(
                "com.example.Demo",
                1,
                parameters,
                List.of(),
                List.of(new Schema.Port("image", "float32", List.of(1, 28, 28))),
                List.of(new Schema.Port("output", "float32", List.of(10))),
                () -> "{\"layers\": [\"hidden1\", \"hidden2\", \"output\"]}",
                graph::toBytes);
    }

    static void parameter(List<TensorSpec> specs, String name, Role role, Integer... shape) {
        int offset = specs.stream().mapToInt(TensorSpec::size).sum();
        specs.add(new TensorSpec(name, name.substring(0, name.indexOf('.')), List.of(shape), role, true, offset));
    }

    /** Values as initializers give them. */
    static Contents random(Schema schema, long seed) {
        Random random = new Random(seed);
        float[] parameters = new float[schema.parameterCount()];
        for (TensorSpec spec : schema.parameters()) {
            double scale =
                    spec.shape().size() < 2 ? 0.1 : Math.sqrt(2.0 / spec.shape().get(0));
            for (int i = 0; i < spec.size(); i++) {
                parameters[spec.offset() + i] = (float) (scale * random.nextGaussian());
            }
        }
        float[] buffers = new float[schema.bufferCount()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = 0.5f + random.nextFloat();
        }
        return new Contents(schema, parameters, buffers, Optional.empty());
    }

    /** The small model with a training state whose slots hold easily lost floats. */
    static Contents training(long seed) {
        return training(small(), seed);
    }

    /** A model with a training state whose slots hold easily lost floats. */
    static Contents training(Schema schema, long seed) {
        Contents contents = random(schema, seed);
        Map<String, float[]> slots = new LinkedHashMap<>();
        for (String slot : List.of("m", "v")) {
            float[] values = new float[contents.parameters().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = SPECIAL[(i + slots.size()) % SPECIAL.length];
            }
            slots.put(slot, values);
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", 0.1 + 0.2);
        figures.put("val_loss", Double.NaN);
        figures.put("peak", Double.POSITIVE_INFINITY);
        Map<String, Double> settings = new LinkedHashMap<>();
        settings.put("beta1", 0.9);
        settings.put("epsilon", 1e-8);
        TrainingState state = new TrainingState(
                2,
                1234567890123L,
                1e-3,
                0.25,
                Double.NaN,
                Long.MIN_VALUE,
                List.of(figures, Map.of("loss", -0.0)),
                48,
                false,
                new TrainingState.Position(
                        3_000_000_000L, 2_999_999_999L, 0.1, Map.of("accuracy", List.of(7.0, Double.NaN, 1e300))),
                Map.of("schedule", "cosine(length=5, lowest=0.0) by epochs"),
                new TrainingState.OptimizerState("Adam", settings, slots));
        return new Contents(contents.schema(), contents.parameters(), contents.buffers(), Optional.of(state));
    }

    /** A target full of a value that no test writes. */
    static Contents target(Schema schema) {
        float[] parameters = new float[schema.parameterCount()];
        float[] buffers = new float[schema.bufferCount()];
        java.util.Arrays.fill(parameters, 77f);
        java.util.Arrays.fill(buffers, 77f);
        return new Contents(schema, parameters, buffers, Optional.empty());
    }

    static boolean untouched(Contents target) {
        for (float[] array : List.of(target.parameters(), target.buffers())) {
            for (float value : array) {
                if (value != 77f) {
                    return false;
                }
            }
        }
        return true;
    }

    static byte[] bytes(Contents contents, Format format, SaveOptions options) throws CheckpointException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Checkpoints.write(out, format, contents, options);
        return out.toByteArray();
    }

    static Optional<TrainingState> restore(byte[] bytes, Format format, Contents target, String... layers)
            throws CheckpointException {
        return Checkpoints.restore(bytes, format, target, Set.of(layers));
    }

    /** Bytes that this thread has allocated so far. */
    static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    /** The bits of floats. */
    static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
