package dev.netwright.processor.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.Graph.Node;
import dev.netwright.processor.graph.Graph.Stored;
import dev.netwright.processor.plan.Interpreter;
import dev.netwright.processor.plan.Planner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every operator over random shapes: its steps in double against ONNX Runtime, against the plan, and its adjoint against differences. */
class OperatorValuesTest {
    /** {@code -Dnetwright.operator=Conv.*} for some of them. */
    private static final String ONLY = System.getProperty("netwright.operator", ".*");

    /** {@code -Dnetwright.operators=N} for a campaign. */
    private static final int RUNS = Integer.getInteger("netwright.operators", 25);

    /** Points of a tensor that differences are taken at. */
    private static final int MOST_POINTS = 64;

    /** What central differences of values near 1 lose to rounding: 2^-53 over the step, times the terms added up. */
    private static final double ROUNDING = 1e-10;

    private interface Check {
        void run(Graph graph, int n, Map<String, double[]> values, Random random) throws Exception;
    }

    private static Stream<DynamicTest> each(Check check) {
        return Samples.NETWORKS.entrySet().stream()
                .filter(entry -> entry.getKey().matches(ONLY))
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    for (int seed = 0; seed < RUNS; seed++) {
                        Random random = new Random(seed);
                        Function<Random, TestNetwork> network = entry.getValue();
                        Graph graph = network.apply(random).graph();
                        int n = 1 + random.nextInt(4);
                        check.run(graph, n, SampleValues.of(graph, n, random), random);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> onnxRuntimeGivesTheSame() {
        return each((graph, n, values, random) -> {
            EagerLowering expected = new EagerLowering(graph, n, false, values);
            float[] found = OnnxRun.known(OnnxRun.run(graph, n, values), "y");
            double[] numbers = new double[found.length];
            for (int k = 0; k < numbers.length; k++) {
                numbers[k] = found[k];
            }
            near(expected.value("y"), numbers, 1e-5, graph);
        });
    }

    @TestFactory
    Stream<DynamicTest> planGivesTheSame() {
        return each((graph, n, values, random) -> {
            double[] expected = new EagerLowering(graph, n, false, values).value("y");
            Interpreter interpreter = new Interpreter(Planner.inference(graph))
                    .parameters(store(graph.parameters(), values))
                    .buffers(store(graph.buffers(), values));
            double[][] inputs = graph.inputs().stream()
                    .map(node -> OnnxRun.known(values, node.name()))
                    .toArray(double[][]::new);
            near(expected, interpreter.forward(inputs, n)[0], 1e-12, graph);
        });
    }

    @TestFactory
    Stream<DynamicTest> adjointsAgreeWithCentralDifferences() {
        return each((graph, n, values, random) -> {
            double[] gradient = random.doubles(new EagerLowering(graph, n, true, values).value("y").length, -1, 1)
                    .toArray();
            for (String of : wanted(graph)) {
                double[] found = new EagerLowering(graph, n, true, values).gradient("y", gradient, of);
                int[] points = random.ints(0, found.length)
                        .distinct()
                        .limit(Math.min(found.length, MOST_POINTS))
                        .toArray();
                double[] some = java.util.Arrays.stream(points)
                        .mapToDouble(k -> found[k])
                        .toArray();
                near(differences(graph, n, values, gradient, of, points), some, 1e-6, graph);
            }
        });
    }

    private static List<String> wanted(Graph graph) {
        return Stream.concat(
                        graph.inputs().stream()
                                .filter(node -> node.type().element() == TensorType.Element.FLOAT32)
                                .map(Node::name),
                        graph.parameters().stream().map(Stored::name))
                .toList();
    }

    private static double[] differences(
            Graph graph, int n, Map<String, double[]> values, double[] gradient, String of, int[] points) {
        double step = 1e-5;
        double[] result = new double[points.length];
        for (int at = 0; at < result.length; at++) {
            int k = points[at];
            double[] below = moved(graph, n, values, of, k, -step);
            double[] above = moved(graph, n, values, of, k, step);
            double sum = 0;
            for (int i = 0; i < above.length; i++) {
                sum += (above[i] - below[i]) * gradient[i] / (2 * step);
            }
            result[at] = sum;
        }
        return result;
    }

    /** The result where one value is moved. */
    private static double[] moved(Graph graph, int n, Map<String, double[]> values, String of, int k, double by) {
        Map<String, double[]> moved = new HashMap<>(values);
        double[] copy = OnnxRun.known(values, of).clone();
        copy[k] += by;
        moved.put(of, copy);
        return new EagerLowering(graph, n, true, moved).value("y");
    }

    private static double[] store(List<Stored> tensors, Map<String, double[]> values) {
        return tensors.stream()
                .flatMapToDouble(stored -> java.util.Arrays.stream(OnnxRun.known(values, stored.name())))
                .toArray();
    }

    /** Largest difference over the largest value. */
    private static void near(double[] expected, double[] found, double most, Graph graph) {
        assertEquals(expected.length, found.length);
        double difference = 0;
        double largest = 0;
        for (int k = 0; k < expected.length; k++) {
            difference = Math.max(difference, Math.abs(expected[k] - found[k]));
            largest = Math.max(largest, Math.abs(expected[k]));
            assertTrue(Double.isFinite(found[k]));
        }
        double relative = difference / largest;
        boolean equal = relative <= most || difference <= ROUNDING;
        assertTrue(equal, () -> relative + " in " + shown(graph));
    }

    private static String shown(Graph graph) {
        StringBuilder text = new StringBuilder();
        for (Node node : graph.nodes()) {
            text.append(node.name()).append(node.inputs()).append(' ').append(node.type());
            text.append(node.type().batched() ? " batched " : " ");
            node.applied().forEach(a -> text.append(a.site().written()).append(' '));
        }
        return text.toString();
    }
}
