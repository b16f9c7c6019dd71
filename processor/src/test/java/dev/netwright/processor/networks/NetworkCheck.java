package dev.netwright.processor.networks;

import static dev.netwright.processor.networks.Numbers.difference;
import static dev.netwright.processor.networks.Numbers.doubles;
import static dev.netwright.processor.networks.Numbers.floats;
import static dev.netwright.processor.networks.Numbers.largestOf;
import static dev.netwright.processor.networks.Numbers.require;
import static dev.netwright.processor.networks.Numbers.same;
import static dev.netwright.processor.networks.Numbers.sum;

import ai.onnxruntime.OrtException;
import dev.netwright.processor.networks.CompiledNetworks.Compiled;
import dev.netwright.processor.plan.Interpreter;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.Planner;
import dev.netwright.runtime.Device;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.Format;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.Philox;
import dev.netwright.runtime.engine.Trainable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What must hold of every compiled network. Differences are the largest |a - b| divided by the largest |b| of a tensor. Each check
 * returns the largest difference it met.
 */
final class NetworkCheck {
    private static final long SEED = 17;
    private static final long STEP = 5;

    /** How many times what last bits do, of leaves and of numbers stored, roundings within kernels may do. */
    private static final double AMPLIFIED = 8;

    /** The last four bits of a float, relative to it. */
    private static final double LAST_BITS = 0x1p-20;

    private static final double TOLERANCE = 1e-4;

    /** Of results of two engines. */
    private static final double FORWARD = 1e-5;

    private final NetworkUnderTest net;

    NetworkCheck(Compiled network, long seed) {
        this.net = new NetworkUnderTest(network, seed);
    }

    /** The same results as ONNX Runtime from the exported file, for each number of samples. */
    double onnxRuntime(Share share, int... batches) throws CheckpointException, OrtException {
        return new OnnxRuntimeCheck(net).check(share, batches);
    }

    /** The interpreter's gradients against central differences of the interpreter. */
    double gradients(int points, Share share) {
        return new DifferencesCheck(net).check(points, share);
    }

    /** Every format loads back bit for bit, special values included, and predicts the same bits. */
    void formats() throws CheckpointException {
        float[] special = {-0f, Float.MIN_VALUE, -Float.MIN_NORMAL / 2, Float.MAX_VALUE, 1e-30f};
        float[] parameters = net.model.parameterStore().values();
        float[] before = parameters.clone();
        for (int k = 0; k < Math.min(parameters.length, special.length); k++) {
            parameters[net.random.nextInt(parameters.length)] = special[k];
        }
        net.model.parameterStore().changed();
        Object[] samples = net.samples(3);
        float[][] expected = net.model.infer(samples, 3);
        for (Format format : Format.values()) {
            Model again = net.network.load(net.model.toBytes(format), format);
            same(format + " parameters", parameters, again.parameterStore().values());
            same(
                    format + " buffers",
                    net.model.bufferStore().values(),
                    again.bufferStore().values());
            float[][] found = again.infer(samples, 3);
            for (int k = 0; k < expected.length; k++) {
                same(format + " output " + k, expected[k], found[k]);
            }
        }
        System.arraycopy(before, 0, parameters, 0, before.length);
        net.model.parameterStore().changed();
    }

    /** Predicts what the interpreter does; each sample as alone and by several threads at once as by one, bit for bit. */
    double predictions(Share share, int... batches) {
        double worst = 0;
        Plan plan = Planner.inference(net.network.graph());
        for (int n : batches) {
            Object[] samples = net.samples(n);
            float[][] found = net.model.infer(samples, n);
            double[][] expected = net.interpreter(plan).forward(doubles(samples), n);
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
            int sample = net.random.nextInt(n);
            float[][] one = net.model.infer(rows(samples, sample, n), 1);
            Object[] row = rows(found, sample, n);
            for (int k = 0; k < found.length; k++) {
                same("output " + k + ", sample " + sample + " of " + n + " alone", (float[]) row[k], one[k]);
            }
        }
        return worst;
    }

    private void parallel(Object[] samples, int n, float[][] expected) {
        IntStream.range(0, 4).parallel().forEach(call -> {
            float[][] found = net.model.infer(samples, n);
            for (int k = 0; k < found.length; k++) {
                same("output " + k + " of " + n + " beside other threads", expected[k], found[k]);
            }
        });
    }

    private static Object[] rows(Object[] values, int sample, int n) {
        return Arrays.stream(values).map(v -> Numbers.sample(v, sample, n)).toArray();
    }

    /**
     * The training kernels' results and gradients are the interpreter's, from gradients of results and of logits. A gradient whose
     * terms cancel so far that the last bits of what it is made from decide is counted as undecided.
     */
    double kernels(Share share, int... batches) {
        return kernels(net.model.trainable(), share, batches);
    }

    /** The same of a device's kernels. */
    double kernelsOn(Device device, Share share, int... batches) {
        net.model.to(device);
        return kernels(net.model.training(), share, batches);
    }

    /** A device predicts what the JVM does, to {@code 1e-5} of each result's largest value; what hangs on last bits is left undecided. */
    double predictionsOn(Device device, Share share, int... batches) {
        double worst = 0;
        Plan plan = Planner.inference(net.network.graph());
        for (int n : batches) {
            Object[] samples = net.samples(n);
            net.model.to(Device.jvm());
            float[][] expected = net.model.infer(samples, n);
            net.model.to(device);
            float[][] found = net.model.infer(samples, n);
            for (int k = 0; k < found.length; k++) {
                int output = k;
                Supplier<double[]> moved = () -> movedOracle(plan, samples, n).outputs()[output];
                String what = "output " + k + " of " + n + " on " + device;
                worst = Math.max(worst, judge(what, doubles(expected[k]), found[k], 0, moved, share, FORWARD));
            }
        }
        return worst;
    }

    private double kernels(Trainable trainable, Share share, int... batches) {
        double worst = 0;
        Plan plan = Planner.training(net.network.graph());
        for (int n : batches) {
            Object[] samples = net.samples(n);
            if (refused(trainable, samples, n)) {
                continue;
            }
            for (boolean logits : new boolean[] {false, true}) {
                Interpreter oracle = net.interpreter(plan).random(NetworkCheck::uniform);
                double[][] values = oracle.forward(doubles(samples), n);
                float[] store = net.model.bufferStore().values();
                float[] buffers = store.clone();
                trainable.forward(samples, n, SEED, STEP);
                float[] left = store.clone();
                System.arraycopy(buffers, 0, store, 0, store.length);
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
                    float[] gradient = net.randomize(new float[size], 1);
                    int at = (fromLogits[k] ? head.logitsGradient() : head.gradient()).at(n);
                    System.arraycopy(gradient, 0, trainable.workspace(), at, size);
                    given[k] = doubles(gradient);
                }
                Arrays.fill(trainable.gradients(), Float.NaN);
                trainable.backward(fromLogits);
                double[] expected = oracle.backward(given, fromLogits);
                for (var stored : net.network.graph().parameters()) {
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

    /** Every node's activation is the interpreter's, and a result's is what training makes of it. */
    double activations(Share share, int... batches) {
        double worst = 0;
        Plan plan = Planner.inspection(net.network.graph());
        Trainable inspection = net.model.inspection().orElseThrow();
        float[] buffers = net.model.bufferStore().values();
        float[] kept = buffers.clone();
        for (int n : batches) {
            Object[] samples = net.samples(n);
            double[][] values =
                    net.interpreter(plan).random(NetworkCheck::uniform).forward(doubles(samples), n);
            inspection.forward(samples, n, SEED, STEP);
            System.arraycopy(kept, 0, buffers, 0, kept.length);
            require(values.length == net.network.graph().nodes().size(), "a value for each node");
            Map<String, float[]> shown = new HashMap<>();
            for (int k = 0; k < values.length; k++) {
                Head head = inspection.heads().get(k);
                int from = head.value().at(n);
                float[] value = Arrays.copyOfRange(inspection.workspace(), from, from + n * head.size());
                shown.put(head.name(), value);
                int node = k;
                Supplier<double[]> moved = () -> movedOracle(plan, samples, n).outputs()[node];
                String what = "activation of " + head.name() + " of " + n;
                worst = Math.max(worst, judge(what, values[k], value, 0, moved, share));
            }
            Plan training = Planner.training(net.network.graph());
            double[][] results =
                    net.interpreter(training).random(NetworkCheck::uniform).forward(doubles(samples), n);
            for (int k = 0; k < results.length; k++) {
                String name = net.model.trainable().heads().get(k).name();
                float[] value = shown.getOrDefault(name, new float[0]);
                int output = k;
                Supplier<double[]> moved =
                        () -> movedOracle(training, samples, n).outputs()[output];
                worst = Math.max(worst, judge("shown " + name + " of " + n, results[k], value, 0, moved, share));
            }
            System.arraycopy(kept, 0, buffers, 0, kept.length);
        }
        return worst;
    }

    /** Whether the network cannot train on so few samples; then it says so and nothing changes. */
    private boolean refused(Trainable trainable, Object[] samples, int n) {
        try {
            trainable.requireBatch(n);
            return false;
        } catch (IllegalArgumentException e) {
            require(n == 1 && e.getMessage().contains("expected more than one value per channel"), e.getMessage());
        }
        float[] store = net.model.bufferStore().values();
        float[] before = store.clone();
        try {
            trainable.forward(samples, n, SEED, STEP);
        } catch (IllegalArgumentException e) {
            same("buffers after a refused batch", before, store);
            return true;
        }
        throw new AssertionError("trained on a batch that it refuses");
    }

    /**
     * Requires that kernels computed what the interpreter did. A value that is small because large terms cancel is left undecided:
     * one that vanishes beside {@code around}, the sum of what it was made from, to the precision of a float; and one that hangs on the
     * last bits of samples, parameters, given gradients and numbers stored, where {@code moved} is what the interpreter makes of others. What
     * is 0 is measured by the smallest normal float, so that one can be larger than the other.
     */
    private static double judge(
            String what, double[] expected, float[] found, double around, Supplier<double[]> moved, Share share) {
        return judge(what, expected, found, around, moved, share, TOLERANCE);
    }

    private static double judge(
            String what,
            double[] expected,
            float[] found,
            double around,
            Supplier<double[]> moved,
            Share share,
            double tolerance) {
        double difference = difference(expected, found, Float.MIN_NORMAL);
        share.compared++;
        if (difference <= tolerance) {
            return difference;
        }
        if (largestOf(expected) < 1e-4 * around && difference(expected, found, around) <= 1e-7) {
            share.undecided++;
            return 0;
        }
        double sensitivity = 0;
        for (int trial = 0; trial < 3; trial++) {
            sensitivity = Math.max(sensitivity, difference(expected, floats(moved.get()), Float.MIN_NORMAL));
        }
        require(
                difference <= AMPLIFIED * sensitivity && Double.isFinite(difference),
                what + ": differs by " + difference + " of the largest; it moves by " + sensitivity
                        + " with the last bits of what it is made from");
        share.undecided++;
        share.strained = Math.max(share.strained, difference / sensitivity);
        return 0;
    }

    /** The interpreter after a forward pass, and its results. */
    private record Run(Interpreter interpreter, double[][] outputs) {}

    /**
     * With samples and parameters changed in their last four bits, as much as roundings within a kernel add up to, and every number
     * that a step stores rounded to a float: what cancels behind numbers that move alike hangs on those.
     */
    private Run movedOracle(Plan plan, Object[] samples, int n) {
        long trial = net.random.nextLong();
        Interpreter oracle = new Interpreter(plan)
                .parameters(moved(doubles(net.model.parameterStore().values())))
                .buffers(doubles(net.model.bufferStore().values()))
                .random(NetworkCheck::uniform)
                .rounding(x -> Roundings.stored(x, trial));
        return new Run(oracle, oracle.forward(Roundings.samples(samples, LAST_BITS, net.random), n));
    }

    /** The gradient with samples, parameters and given gradients so changed. */
    private double[] moved(Plan plan, Object[] samples, int n, double[][] given, boolean[] fromLogits) {
        double[][] gradients = Roundings.moved(given, LAST_BITS, net.random);
        return movedOracle(plan, samples, n).interpreter().backward(gradients, fromLogits);
    }

    private double[] moved(double[] values) {
        return Roundings.moved(values, LAST_BITS, net.random);
    }

    /** One of the numbers that the runtime draws in the run of {@link #SEED} at {@link #STEP}. */
    private static double uniform(int stream, long index) {
        float[] one = new float[1];
        int at = Math.toIntExact(index);
        Philox.uniform(SEED, STEP, stream, one, -at, 1, at, at + 1);
        return one[0];
    }
}
