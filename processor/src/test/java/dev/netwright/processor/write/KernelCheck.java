package dev.netwright.processor.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.plan.Interpreter;
import dev.netwright.processor.plan.Plan;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.Philox;
import dev.netwright.runtime.engine.Trainable;
import java.util.Arrays;
import java.util.Random;

/** Compares generated code with the interpreter in double, forward and backward. */
final class KernelCheck {
    private static final double TOLERANCE = 1e-4;
    private static final long SEED = 17;
    private static final long STEP = 5;

    private final CompiledNetwork network;
    private final String name;
    private final Random random;

    KernelCheck(CompiledNetwork network, String name, long seed) {
        this.network = network;
        this.name = name;
        this.random = new Random(seed);
    }

    void run(int... batches) throws ReflectiveOperationException {
        Model model = network.create(name, 42);
        randomize(model.parameterStore().values(), 0.5f);
        model.parameterStore().changed();
        float[] buffers = model.bufferStore().values();
        for (int k = 0; k < buffers.length; k++) {
            buffers[k] = 0.5f + random.nextFloat();
        }
        model.bufferStore().changed();
        Trainable trainable = model.trainable();
        for (int n : batches) {
            float[][] inputs = model.schema().inputs().stream()
                    .map(port -> randomize(new float[n * port.size()], 1))
                    .toArray(float[][]::new);
            predicts(model, inputs, n);
            trains(model, trainable, inputs, n);
        }
    }

    private void predicts(Model model, float[][] inputs, int n) {
        float[][] found = model.infer(inputs, n);
        double[][] expected = interpreter(network.inference(name), model).forward(doubles(inputs), n);
        for (int k = 0; k < expected.length; k++) {
            close(name + " n=" + n + " output " + k, expected[k], found[k]);
        }
        float[] single = Arrays.copyOf(inputs[0], inputs[0].length / n);
        float[][] first = inputs.clone();
        first[0] = single;
        for (int k = 1; k < inputs.length; k++) {
            first[k] = Arrays.copyOf(inputs[k], inputs[k].length / n);
        }
        float[][] one = model.infer(first, 1);
        for (int k = 0; k < one.length; k++) {
            assertArrayEquals(Arrays.copyOf(found[k], one[k].length), one[k], "the same bits in any batch");
        }
    }

    private void trains(Model model, Trainable trainable, float[][] inputs, int n) {
        Plan plan = network.training(name);
        trainable.forward(inputs, n, SEED, STEP);
        Interpreter oracle = interpreter(plan, model).random((stream, index) -> uniform(stream, index));
        double[][] expected = oracle.forward(doubles(inputs), n);
        for (int k = 0; k < expected.length; k++) {
            Head head = trainable.heads().get(k);
            int at = head.value().at(n);
            close(
                    name + " training n=" + n + " output " + k,
                    expected[k],
                    Arrays.copyOfRange(trainable.workspace(), at, at + n * head.size()));
        }
        for (boolean logits : new boolean[] {false, true}) {
            boolean[] fromLogits = new boolean[expected.length];
            double[][] given = new double[expected.length][];
            trainable.forward(inputs, n, SEED, STEP);
            oracle.forward(doubles(inputs), n);
            for (int k = 0; k < expected.length; k++) {
                Head head = trainable.heads().get(k);
                fromLogits[k] = logits && head.activation() != Head.Activation.NONE;
                float[] gradient = randomize(new float[n * head.size()], 1);
                int at = (fromLogits[k] ? head.logitsGradient() : head.gradient()).at(n);
                System.arraycopy(gradient, 0, trainable.workspace(), at, gradient.length);
                given[k] = doubles(gradient);
            }
            Arrays.fill(trainable.gradients(), Float.NaN);
            trainable.backward(fromLogits);
            double[] gradients = oracle.backward(given, fromLogits);
            assertEquals(gradients.length, trainable.gradients().length);
            network.graph(name)
                    .parameters()
                    .forEach(p -> close(
                            name + " n=" + n + " gradient of " + p.name(),
                            Arrays.copyOfRange(gradients, p.offset(), p.offset() + p.size()),
                            Arrays.copyOfRange(trainable.gradients(), p.offset(), p.offset() + p.size())));
        }
    }

    private static double uniform(int stream, long index) {
        float[] one = new float[1];
        Philox.uniform(
                SEED,
                STEP,
                stream,
                one,
                -Math.toIntExact(index),
                1,
                Math.toIntExact(index),
                Math.toIntExact(index) + 1);
        return one[0];
    }

    private static Interpreter interpreter(Plan plan, Model model) {
        return new Interpreter(plan)
                .parameters(doubles(model.parameterStore().values()))
                .buffers(doubles(model.bufferStore().values()));
    }

    /** Largest difference over the largest expected value. */
    private static void close(String what, double[] expected, float[] found) {
        assertEquals(expected.length, found.length, what);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int k = 0; k < expected.length; k++) {
            double difference = Math.abs(expected[k] - found[k]);
            assertTrue(
                    difference <= TOLERANCE * largest + Float.MIN_NORMAL,
                    what + " [" + k + "]: expected " + expected[k] + ", found " + found[k]);
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
        return Arrays.stream(values).map(KernelCheck::doubles).toArray(double[][]::new);
    }
}
