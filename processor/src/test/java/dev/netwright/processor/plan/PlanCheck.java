package dev.netwright.processor.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.graph.Graph;
import java.util.Arrays;
import java.util.Random;

/** What must hold of every graph's plans. */
final class PlanCheck {
    private static final double STEP = 1e-5;

    private final Graph graph;
    private final int n;
    private final Random random;
    private final double[] parameters;
    private final double[] buffers;
    private final double[][] inputs;
    private int left;
    private int compared;

    PlanCheck(Graph graph, int n, long seed) {
        this.graph = graph;
        this.n = n;
        this.random = new Random(seed);
        this.parameters = gaussian(graph.parameterCount());
        this.buffers = gaussian(graph.bufferCount());
        this.inputs = graph.inputs().stream()
                .map(node -> gaussian(n * (int) node.type().size()))
                .toArray(double[][]::new);
    }

    private double[] gaussian(int length) {
        return random.doubles(length).map(x -> 2 * x - 1).toArray();
    }

    private Interpreter set(Interpreter interpreter) {
        return interpreter.parameters(parameters).buffers(buffers);
    }

    /** Points of the gradient compared, and those left out near kinks. */
    int[] counts() {
        return new int[] {compared, left};
    }

    /** Inference and training, by buffers and by layout, with and without every optimization. */
    void all(boolean differences) {
        Planner.Options plain = new Planner.Options(false, false, false);
        Planner.Options full = new Planner.Options(true, true, true);
        double[][] expected =
                set(new Interpreter(Planner.plan(graph, false, plain))).forward(inputs, n);
        for (boolean training : new boolean[] {false, true}) {
            Plan plan = Planner.plan(graph, training, full);
            double[][] outputs = set(new Interpreter(plan)).forward(inputs, n);
            close(expected, outputs, 1e-12);
            double[][] again =
                    set(Interpreter.byLayout(plan, random.nextLong())).forward(inputs, n);
            same(outputs, again);
        }
        Plan plan = Planner.plan(graph, true, full);
        double[][] gradients =
                Arrays.stream(expected).map(o -> gaussian(o.length)).toArray(double[][]::new);
        boolean[] no = new boolean[gradients.length];
        Interpreter byBuffers = set(new Interpreter(plan));
        byBuffers.forward(inputs, n);
        double[] gradient = byBuffers.backward(gradients, no);
        for (double value : gradient) {
            assertTrue(Double.isFinite(value), "a gradient that is not written");
        }
        Interpreter byLayout = set(Interpreter.byLayout(plan, random.nextLong()));
        double[][] values = byLayout.forward(inputs, n);
        assertArrayEquals(gradient, byLayout.backward(gradients, no));
        // What the loss read is still there, and a second pass gives the same.
        same(values, byLayout.forward(inputs, n));
        assertArrayEquals(gradient, byLayout.backward(gradients, no));
        Interpreter unfused = set(new Interpreter(Planner.plan(graph, true, plain)));
        unfused.forward(inputs, n);
        close(new double[][] {unfused.backward(gradients, no)}, new double[][] {gradient}, 1e-10);
        fromLogits(plan, gradients, gradient, values);
        if (differences) {
            differences(plan, gradients, gradient);
        }
    }

    /** The same gradient from the gradients of the logits. */
    private void fromLogits(Plan plan, double[][] gradients, double[] expected, double[][] values) {
        boolean[] from = new boolean[gradients.length];
        double[][] logits = gradients.clone();
        for (int k = 0; k < from.length; k++) {
            Plan.Output output = plan.outputs().get(k);
            if (output.head().isPresent() && random.nextInt(4) > 0) {
                from[k] = true;
                int size =
                        output.value().extents().get(output.value().rank() - 1).factor();
                logits[k] = below(output.head().get().activation(), values[k], gradients[k], size);
            }
        }
        Interpreter byLayout = set(Interpreter.byLayout(plan, random.nextLong()));
        byLayout.forward(inputs, n);
        close(new double[][] {expected}, new double[][] {byLayout.backward(logits, from)}, 1e-10);
    }

    private static double[] below(String activation, double[] y, double[] dy, int size) {
        double[] dx = new double[y.length];
        for (int row = 0; row < y.length; row += size) {
            double dot = 0;
            double sum = 0;
            for (int k = row; k < row + size; k++) {
                dot += y[k] * dy[k];
                sum += dy[k];
            }
            for (int k = row; k < row + size; k++) {
                dx[k] = switch (activation) {
                    case "Sigmoid" -> dy[k] * y[k] * (1 - y[k]);
                    case "Softmax" -> y[k] * (dy[k] - dot);
                    case "LogSoftmax" -> dy[k] - Math.exp(y[k]) * sum;
                    default -> throw new AssertionError(activation);
                };
            }
        }
        return dx;
    }

    /** Central differences of the loss Σ gradient · output; where two steps disagree there is a kink between. */
    private void differences(Plan plan, double[][] gradients, double[] gradient) {
        double scale = 1e-3;
        for (double value : gradient) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int trial = 0; trial < Math.min(12, parameters.length); trial++) {
            int k = random.nextInt(parameters.length);
            double wide = difference(plan, gradients, k, STEP);
            double narrow = difference(plan, gradients, k, STEP / 3);
            compared++;
            if (Math.abs(wide - narrow) > 3e-7 * scale) {
                left++;
                continue;
            }
            assertEquals(narrow, gradient[k], 1e-6 * scale, "parameter " + k + ", scale " + scale);
        }
    }

    private double difference(Plan plan, double[][] gradients, int k, double step) {
        double[] moved = parameters.clone();
        moved[k] += step;
        double up = loss(plan, gradients, moved);
        moved[k] = parameters[k] - step;
        return (up - loss(plan, gradients, moved)) / (2 * step);
    }

    private double loss(Plan plan, double[][] gradients, double[] moved) {
        double[][] outputs =
                new Interpreter(plan).parameters(moved).buffers(buffers).forward(inputs, n);
        double sum = 0;
        for (int i = 0; i < outputs.length; i++) {
            for (int j = 0; j < outputs[i].length; j++) {
                sum += outputs[i][j] * gradients[i][j];
            }
        }
        return sum;
    }

    private static void same(double[][] expected, double[][] actual) {
        assertEquals(expected.length, actual.length);
        for (int k = 0; k < expected.length; k++) {
            assertArrayEquals(expected[k], actual[k], "result " + k);
        }
    }

    private static void close(double[][] expected, double[][] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int k = 0; k < expected.length; k++) {
            double scale = Arrays.stream(expected[k]).map(Math::abs).max().orElse(1);
            assertTrue(Double.isFinite(scale), "result " + k + " is not finite");
            assertArrayEquals(expected[k], actual[k], Math.max(1e-12, tolerance * scale), "result " + k);
        }
    }
}
