package dev.netwright.processor.networks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.netwright.processor.networks.CompiledNetworks.Compiled;
import dev.netwright.processor.plan.Interpreter;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.Planner;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.Format;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.Philox;
import dev.netwright.runtime.engine.Trainable;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What must hold of every compiled network, with parameters, buffers and samples drawn at random. Differences are the largest
 * |a - b| divided by the largest |b| of a tensor. Each check returns the largest difference it met. Above 400 lines: the checks share
 * one model, its oracle and the judgement of what rounding decides.
 */
final class NetworkCheck {
    private static final long SEED = 17;
    private static final long STEP = 5;
    private static final double STEP_LENGTH = 3e-4;

    /** How many times what the last bits of the leaves do roundings on the way may do: each value is rounded dozens of times. */
    private static final double AMPLIFIED = 32;

    private static final double ONNX_TOLERANCE = 1e-5;
    private static final double KERNEL_TOLERANCE = 1e-4;
    private static final double GRADIENT_TOLERANCE = 1e-6;

    private final Compiled network;
    private final Model model;
    private final Schema schema;
    private final Random random;

    NetworkCheck(Compiled network, long seed) {
        this.network = network;
        this.random = new Random(seed);
        this.model = network.create(seed);
        this.schema = model.schema();
        randomize(model.parameterStore().values(), 0.5f);
        model.parameterStore().changed();
        float[] buffers = model.bufferStore().values();
        for (int k = 0; k < buffers.length; k++) {
            buffers[k] = 0.5f + random.nextFloat();
        }
        model.bufferStore().changed();
    }

    private float[][] samples(int n) {
        return schema.inputs().stream()
                .map(port -> randomize(new float[n * port.size()], 1))
                .toArray(float[][]::new);
    }

    /**
     * The same results as ONNX Runtime from the exported file, for each number of samples. Where that is itself too far from the
     * exact values to tell, ours must be no farther from them; such results are counted as undecided.
     */
    double onnxRuntime(Share share, int... batches) throws CheckpointException, OrtException {
        byte[] file = model.toBytes(Format.ONNX);
        double worst = 0;
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(file, options)) {
                for (int n : batches) {
                    float[][] samples = samples(n);
                    float[][] ours = model.infer(samples, n);
                    float[][] theirs = run(environment, session, samples, n);
                    double[][] exact = null;
                    for (int k = 0; k < ours.length; k++) {
                        String what = "output '" + schema.outputs().get(k).name() + "' of " + n;
                        double difference = difference(doubles(theirs[k]), ours[k]);
                        share.compared++;
                        if (difference > ONNX_TOLERANCE) {
                            exact = exact == null ? exact(samples, n) : exact;
                            double own = difference(exact[k], theirs[k]);
                            require(
                                    own > ONNX_TOLERANCE / 2
                                            && difference(exact[k], ours[k]) <= Math.max(own, ONNX_TOLERANCE),
                                    what + ": " + difference + " from ONNX Runtime, which is itself " + own
                                            + " from the exact values, ours "
                                            + difference(exact[k], ours[k]));
                            share.undecided++;
                        } else {
                            worst = Math.max(worst, difference);
                        }
                    }
                }
            }
        }
        return worst;
    }

    private double[][] exact(float[][] samples, int n) {
        return interpreter(Planner.inference(network.graph())).forward(doubles(samples), n);
    }

    private float[][] run(OrtEnvironment environment, OrtSession session, float[][] samples, int n)
            throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (int k = 0; k < samples.length; k++) {
                Schema.Port port = schema.inputs().get(k);
                inputs.put(
                        port.name(),
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(samples[k]), shape(port, n)));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                float[][] outputs = new float[schema.outputs().size()][];
                for (int k = 0; k < outputs.length; k++) {
                    Schema.Port port = schema.outputs().get(k);
                    OnnxTensor tensor = (OnnxTensor) result.get(port.name()).orElseThrow();
                    require(
                            Arrays.equals(shape(port, n), tensor.getInfo().getShape()),
                            "'" + port.name() + "' has in ONNX the shape "
                                    + Arrays.toString(tensor.getInfo().getShape()));
                    outputs[k] = new float[n * port.size()];
                    tensor.getFloatBuffer().get(outputs[k]);
                }
                return outputs;
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static long[] shape(Schema.Port port, int n) {
        long[] shape = new long[port.shape().size() + 1];
        shape[0] = n;
        for (int k = 1; k < shape.length; k++) {
            shape[k] = port.shape().get(k - 1);
        }
        return shape;
    }

    /** Every format loads back bit for bit, special values included, and predicts the same bits. */
    void formats() throws CheckpointException {
        float[] special = {-0f, Float.MIN_VALUE, -Float.MIN_NORMAL / 2, Float.MAX_VALUE, 1e-30f};
        float[] parameters = model.parameterStore().values();
        float[] before = parameters.clone();
        for (int k = 0; k < Math.min(parameters.length, special.length); k++) {
            parameters[random.nextInt(parameters.length)] = special[k];
        }
        model.parameterStore().changed();
        float[][] samples = samples(3);
        float[][] expected = model.infer(samples, 3);
        for (Format format : Format.values()) {
            Model again = network.load(model.toBytes(format), format);
            same(format + " parameters", parameters, again.parameterStore().values());
            same(
                    format + " buffers",
                    model.bufferStore().values(),
                    again.bufferStore().values());
            float[][] found = again.infer(samples, 3);
            for (int k = 0; k < expected.length; k++) {
                same(format + " output " + k, expected[k], found[k]);
            }
        }
        System.arraycopy(before, 0, parameters, 0, before.length);
        model.parameterStore().changed();
    }

    /** Predicts what the interpreter does; each sample as alone and by several threads at once as by one, bit for bit. */
    double predictions(Share share, int... batches) {
        double worst = 0;
        Plan plan = Planner.inference(network.graph());
        for (int n : batches) {
            float[][] samples = samples(n);
            float[][] found = model.infer(samples, n);
            double[][] expected = interpreter(plan).forward(doubles(samples), n);
            for (int k = 0; k < found.length; k++) {
                int output = k;
                worst = Math.max(
                        worst,
                        judge(
                                "output " + k + " of " + n,
                                expected[k],
                                found[k],
                                0,
                                () -> movedOracle(plan, samples, n).outputs()[output],
                                share));
            }
            parallel(samples, n, found);
            int sample = random.nextInt(n);
            float[][] one = model.infer(rows(samples, sample, n), 1);
            float[][] row = rows(found, sample, n);
            for (int k = 0; k < found.length; k++) {
                same("output " + k + ", sample " + sample + " of " + n + " alone", row[k], one[k]);
            }
        }
        return worst;
    }

    private void parallel(float[][] samples, int n, float[][] expected) {
        IntStream.range(0, 4).parallel().forEach(call -> {
            float[][] found = model.infer(samples, n);
            for (int k = 0; k < found.length; k++) {
                same("output " + k + " of " + n + " beside other threads", expected[k], found[k]);
            }
        });
    }

    private static float[][] rows(float[][] values, int sample, int n) {
        return Arrays.stream(values)
                .map(v -> Arrays.copyOfRange(v, sample * (v.length / n), (sample + 1) * (v.length / n)))
                .toArray(float[][]::new);
    }

    /**
     * The training kernels' results and gradients are the interpreter's, from gradients of results and of logits. A gradient whose
     * terms cancel so far that the last bits of what it is made from decide is counted as undecided.
     */
    double kernels(Share share, int... batches) {
        double worst = 0;
        Plan plan = Planner.training(network.graph());
        Trainable trainable = model.trainable();
        for (int n : batches) {
            float[][] samples = samples(n);
            if (refused(trainable, samples, n)) {
                continue;
            }
            for (boolean logits : new boolean[] {false, true}) {
                Interpreter oracle = interpreter(plan).random(NetworkCheck::uniform);
                double[][] values = oracle.forward(doubles(samples), n);
                float[] buffers = model.bufferStore().values().clone();
                trainable.forward(samples, n, SEED, STEP);
                float[] left = model.bufferStore().values().clone();
                System.arraycopy(buffers, 0, model.bufferStore().values(), 0, buffers.length);
                if (left.length > 0) {
                    Supplier<double[]> moved =
                            () -> movedOracle(plan, samples, n).interpreter().buffers();
                    String what = "buffers after " + n;
                    worst = Math.max(worst, judge(what, oracle.buffers(), left, 0, moved, share));
                }
                boolean[] fromLogits = new boolean[values.length];
                double[][] given = new double[values.length][];
                for (int k = 0; k < values.length; k++) {
                    Head head = trainable.heads().get(k);
                    int size = n * head.size();
                    int from = head.value().at(n);
                    float[] value = Arrays.copyOfRange(trainable.workspace(), from, from + size);
                    String what = "output " + k + " of " + n + " in training";
                    int output = k;
                    Supplier<double[]> moved =
                            () -> movedOracle(plan, samples, n).outputs()[output];
                    worst = Math.max(worst, judge(what, values[k], value, 0, moved, share));
                    fromLogits[k] = logits && head.activation() != Head.Activation.NONE;
                    float[] gradient = randomize(new float[size], 1);
                    int at = (fromLogits[k] ? head.logitsGradient() : head.gradient()).at(n);
                    System.arraycopy(gradient, 0, trainable.workspace(), at, size);
                    given[k] = doubles(gradient);
                }
                Arrays.fill(trainable.gradients(), Float.NaN);
                trainable.backward(fromLogits);
                double[] expected = oracle.backward(given, fromLogits);
                for (var stored : network.graph().parameters()) {
                    int from = stored.offset();
                    int to = from + stored.size();
                    double[] exact = Arrays.copyOfRange(expected, from, to);
                    float[] found = Arrays.copyOfRange(trainable.gradients(), from, to);
                    String what = "gradient of " + stored.name() + " of " + n + (logits ? " from logits" : "");
                    Supplier<double[]> moved =
                            () -> Arrays.copyOfRange(moved(plan, samples, n, given, fromLogits), from, to);
                    worst = Math.max(worst, judge(what, exact, found, sum(given), moved, share));
                }
            }
        }
        return worst;
    }

    /** Whether the network cannot train on so few samples; then it says so and nothing changes. */
    private boolean refused(Trainable trainable, float[][] samples, int n) {
        try {
            trainable.requireBatch(n);
            return false;
        } catch (IllegalArgumentException e) {
            require(n == 1 && e.getMessage().contains("expected more than one value per channel"), e.getMessage());
        }
        float[] before = model.bufferStore().values().clone();
        try {
            trainable.forward(samples, n, SEED, STEP);
        } catch (IllegalArgumentException e) {
            same("buffers after a refused batch", before, model.bufferStore().values());
            return true;
        }
        throw new AssertionError("trained on a batch that it refuses");
    }

    /** What was compared, and how much of it rounding decides. */
    static final class Share {
        int compared;
        int undecided;

        /** Whether at most one in {@code most} is undecided (of fewer than a hundred, nothing can be said). */
        boolean small(int most) {
            return undecided * most <= compared || compared < 100;
        }

        @Override
        public String toString() {
            return undecided + " of " + compared + " undecided";
        }
    }

    /**
     * Requires that kernels computed what the interpreter did. A value that is small because large terms cancel is left undecided:
     * one that vanishes beside {@code around}, the sum of what it was made from, to the precision of a float; and one that hangs on the last bits of samples,
     * parameters and given gradients, where {@code moved} is what the interpreter makes of others.
     */
    private static double judge(
            String what, double[] expected, float[] found, double around, Supplier<double[]> moved, Share share) {
        double difference = difference(expected, found, 0);
        share.compared++;
        if (difference <= KERNEL_TOLERANCE) {
            return difference;
        }
        if (largestOf(expected) < 1e-4 * around && difference(expected, found, around) <= 1e-7) {
            share.undecided++;
            return 0;
        }
        double sensitivity = 0;
        for (int trial = 0; trial < 3; trial++) {
            sensitivity = Math.max(sensitivity, difference(expected, floats(moved.get()), 0));
        }
        require(
                difference <= AMPLIFIED * sensitivity && Double.isFinite(difference),
                what + ": differs by " + difference + " of the largest; it moves by " + sensitivity
                        + " with the last bits of what it is made from");
        share.undecided++;
        return 0;
    }

    /** The interpreter after a forward pass, and its results. */
    private record Run(Interpreter interpreter, double[][] outputs) {}

    /** With samples and parameters changed in their last four bits, as much as roundings on the way add up to. */
    private Run movedOracle(Plan plan, float[][] samples, int n) {
        Interpreter oracle = new Interpreter(plan)
                .parameters(moved(doubles(model.parameterStore().values())))
                .buffers(doubles(model.bufferStore().values()))
                .random(NetworkCheck::uniform);
        double[][] inputs = Arrays.stream(doubles(samples)).map(this::moved).toArray(double[][]::new);
        return new Run(oracle, oracle.forward(inputs, n));
    }

    /** The gradient with samples, parameters and given gradients so changed. */
    private double[] moved(Plan plan, float[][] samples, int n, double[][] given, boolean[] fromLogits) {
        double[][] gradients = Arrays.stream(given).map(this::moved).toArray(double[][]::new);
        return movedOracle(plan, samples, n).interpreter().backward(gradients, fromLogits);
    }

    private double[] moved(double[] values) {
        return Arrays.stream(values)
                .map(value -> value * (1 + (random.nextBoolean() ? 0x1p-20 : -0x1p-20)))
                .toArray();
    }

    private static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int k = 0; k < values.length; k++) {
            result[k] = (float) values[k];
        }
        return result;
    }

    /**
     * The interpreter's gradients against central differences of the interpreter, of a random loss linear in the results. Where
     * differences of two steps disagree there is a kink between; such points are counted as undecided.
     */
    double gradients(int points, Share share) {
        Plan plan = Planner.training(network.graph());
        int n = 2;
        double[][] samples = doubles(samples(n));
        double[] parameters = doubles(model.parameterStore().values());
        Interpreter oracle = interpreter(plan);
        double[][] weights = Arrays.stream(oracle.forward(samples, n))
                .map(values -> random.doubles(values.length).map(x -> 2 * x - 1).toArray())
                .toArray(double[][]::new);
        double[] gradient = oracle.backward(weights, new boolean[weights.length]);
        double worst = 0;
        // Rounding of the results limits what a quotient can tell.
        double noise = 3e-16 / STEP_LENGTH * loss(plan, samples, n, weights, parameters, true);
        for (var stored : network.graph().parameters()) {
            double[] own = Arrays.copyOfRange(gradient, stored.offset(), stored.offset() + stored.size());
            // One that is 0 because its terms cancel has no size of its own: a bias below a softmax over positions.
            double scale = Math.max(Double.MIN_NORMAL, Math.max(largestOf(own), 1e-3 * largestOf(gradient)));
            for (int point = 0; point < points; point++) {
                int k = stored.offset() + random.nextInt(stored.size());
                double wide = difference(plan, samples, n, weights, parameters, k, STEP_LENGTH);
                double narrow = difference(plan, samples, n, weights, parameters, k, STEP_LENGTH / 2);
                share.compared++;
                if (Math.abs(wide - narrow) > 3e-7 * scale + noise) {
                    share.undecided++;
                    continue;
                }
                double difference = Math.max(0, Math.abs(narrow - gradient[k]) - noise) / scale;
                require(
                        difference <= GRADIENT_TOLERANCE,
                        "gradient of " + stored.name() + "[" + (k - stored.offset()) + "]: " + gradient[k]
                                + ", differences give " + narrow + " at scale " + scale);
                worst = Math.max(worst, difference);
            }
        }
        return worst;
    }

    /** Central differences of fourth order: (8 (f(h) - f(-h)) - (f(2h) - f(-2h))) / 12h. */
    private double difference(
            Plan plan, double[][] samples, int n, double[][] weights, double[] parameters, int k, double h) {
        double[] losses = new double[4];
        double[] moved = parameters.clone();
        for (int i = 0; i < 4; i++) {
            moved[k] = parameters[k] + h * (i < 2 ? i - 2 : i - 1);
            losses[i] = loss(plan, samples, n, weights, moved, false);
        }
        return (8 * (losses[2] - losses[1]) - (losses[3] - losses[0])) / (12 * h);
    }

    private double loss(
            Plan plan, double[][] samples, int n, double[][] weights, double[] parameters, boolean magnitudes) {
        double[][] outputs = new Interpreter(plan)
                .parameters(parameters)
                .buffers(doubles(model.bufferStore().values()))
                .forward(samples, n);
        double sum = 0;
        for (int i = 0; i < outputs.length; i++) {
            for (int j = 0; j < outputs[i].length; j++) {
                double term = outputs[i][j] * weights[i][j];
                sum += magnitudes ? Math.abs(term) : term;
            }
        }
        return sum;
    }

    private Interpreter interpreter(Plan plan) {
        return new Interpreter(plan)
                .parameters(doubles(model.parameterStore().values()))
                .buffers(doubles(model.bufferStore().values()));
    }

    /** One of the numbers that the runtime draws in the run of {@link #SEED} at {@link #STEP}. */
    private static double uniform(int stream, long index) {
        float[] one = new float[1];
        int at = Math.toIntExact(index);
        Philox.uniform(SEED, STEP, stream, one, -at, 1, at, at + 1);
        return one[0];
    }

    private static double sum(double[][] given) {
        return Arrays.stream(given)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .sum();
    }

    private static double largestOf(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    private static double difference(double[] expected, float[] found) {
        return difference(expected, found, 0);
    }

    /** Largest difference over the largest expected value, at least {@code least}; infinite where a value is not finite. */
    private static double difference(double[] expected, float[] found, double least) {
        require(expected.length == found.length, found.length + " values for " + expected.length);
        double largest = least;
        double worst = 0;
        for (int k = 0; k < expected.length; k++) {
            double difference = Math.abs(expected[k] - found[k]);
            if (!Double.isFinite(difference)) {
                return Double.POSITIVE_INFINITY;
            }
            worst = Math.max(worst, difference);
            largest = Math.max(largest, Math.abs(expected[k]));
        }
        return worst == 0 ? 0 : worst / largest; // infinite where all expected are 0
    }

    private static void same(String what, float[] expected, float[] found) {
        require(expected.length == found.length, what + ": " + found.length + " values for " + expected.length);
        for (int k = 0; k < expected.length; k++) {
            require(
                    Float.floatToRawIntBits(expected[k]) == Float.floatToRawIntBits(found[k])
                            || (Float.isNaN(expected[k]) && Float.isNaN(found[k])),
                    what + " [" + k + "]: expected " + expected[k] + ", found " + found[k]);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private float[] randomize(float[] values, float spread) {
        for (int k = 0; k < values.length; k++) {
            values[k] = spread * (2 * random.nextFloat() - 1);
        }
        return values;
    }

    private static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            result[k] = values[k];
        }
        return result;
    }

    private static double[][] doubles(float[][] values) {
        return Arrays.stream(values).map(NetworkCheck::doubles).toArray(double[][]::new);
    }
}
