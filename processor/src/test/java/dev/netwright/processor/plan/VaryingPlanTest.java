package dev.netwright.processor.plan;

import static dev.netwright.processor.operator.TestNetwork.formula;
import static dev.netwright.processor.operator.TestNetwork.use;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import dev.netwright.processor.declare.Declaration.OperatorUse;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.operator.OnnxRun;
import dev.netwright.processor.operator.TensorType;
import dev.netwright.processor.operator.TestNetwork;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A sample of a network whose input varies has the results and gives the gradients of the network declared with an input of just that
 * length. What stands beyond the lengths, NaN in inputs and in gradients of results, has no part in either.
 */
class VaryingPlanTest {
    private static final int MOST = 6;
    private static final int WIDTH = 4;
    /** Has a parameter for each position, as many as there may be. */
    private static final String LEARNED = "learned positions";

    private static final int[] LENGTHS = {3, 6, 1, 5};

    /** By what they show: what follows the input {@code x} of {@code [positions, 4]}, up to a result {@code y}. */
    private static final Map<String, UnaryOperator<TestNetwork>> NETWORKS = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "dense, mean over positions",
                    net -> net.node("h", "x", use("Dense", "value", 5), formula("T", "tanh(x)"))
                            .node("m", "h", use("ReduceMean", "value", new int[] {0}))
                            .output("y", "m", use("Dense", "value", 2))),
            Map.entry(
                    "a result a position",
                    net -> net.node("h", "x", use("Dense", "value", 5), formula("S", "sigmoid(x)"))
                            .output("y", "h", use("Dense", "value", 3), use("Softmax"))),
            Map.entry(
                    "logarithms",
                    net -> net.node("e", "x", use("Dense", "value", 3), formula("E", "exp(x)"))
                            .node("l", "e", formula("L", "log(x)"), formula("R", "sqrt(abs(x))"))
                            .node("s", "l", use("ReduceSum", "value", new int[] {0}))
                            .output("y", "s", use("Dense", "value", 2))),
            Map.entry(
                    "quotients",
                    net -> net.node("p", "", use("Parameter", "value", new int[] {WIDTH}))
                            .node("d", "x", use("Dense", "value", WIDTH), formula("E", "exp(x)"))
                            .node("q", "p d", use("Div"))
                            .node("r", "q d", use("Div"))
                            .node("t", "r p", use("Mul"))
                            .output("y", "t", use("ReduceMean", "value", new int[] {0}))),
            Map.entry(
                    "quotients of one value",
                    net -> net.node("d", "x", use("Dense", "value", 1))
                            .node("p", "", use("Parameter", "value", new int[] {1}))
                            .node("q", "p d", use("Div"), use("Softmax"))
                            .node("r", "p d", use("Div"))
                            .node("s", "q r", use("Add"), formula("I", "1 / x"))
                            .output("y", "s", use("ReduceMax"))),
            Map.entry(
                    "softmax over positions",
                    net -> net.node("d", "x", use("Dense", "value", 3))
                            .node("w", "d", use("Softmax", "axis", 0))
                            .node("v", "x", use("Dense", "value", 3))
                            .node("p", "w v", use("Mul"))
                            .output("y", "p", use("ReduceSum", "value", new int[] {0}))),
            Map.entry(
                    "log-softmax over positions",
                    net -> net.node("d", "x", use("Dense", "value", 3)).output("y", "d", use("LogSoftmax", "axis", 0))),
            Map.entry(
                    "attention",
                    net -> net.node("q", "x", use("Dense", "value", 3))
                            .node("k", "x", use("Dense", "value", 3))
                            .node("v", "x", use("Dense", "value", 2))
                            .node("t", "k", use("Transpose"))
                            .node("s", "q t", use("MatMul"), use("Scale", "value", 0.5), use("Softmax"))
                            .output("y", "s v", use("MatMul"))),
            Map.entry(
                    "attention with heads",
                    net -> net.node("q", "x", use("Dense", "value", 4))
                            .node("qh", "q", use("Reshape", "value", new int[] {-1, 2, 2}))
                            .node("qt", "qh", use("Transpose", "value", new int[] {1, 0, 2}))
                            .node("kt", "qh", use("Transpose", "value", new int[] {1, 2, 0}))
                            .node("s", "qt kt", use("MatMul"), use("LogSoftmax"))
                            .node("c", "s qt", use("MatMul"))
                            .node("b", "c", use("Transpose", "value", new int[] {1, 0, 2}))
                            .output("y", "b", use("ReduceMean", "value", new int[] {0, 2}))),
            Map.entry(
                    "maxima",
                    net -> net.node("d", "x", use("Dense", "value", 3))
                            .node("m", "d", use("ReduceMax", "value", new int[] {0}, "keepDims", true))
                            .node("c", "d m", use("Sub"), formula("E", "exp(x)"))
                            .node("n", "d", use("Scale", "value", -3.0), formula("A", "x - 1"))
                            .node("o", "n", use("ReduceMax", "value", new int[] {1}))
                            .node("u", "o", use("Unsqueeze", "value", new int[] {1}))
                            .node("a", "c u", use("Add"))
                            .output("y", "a", use("ReduceMax"))),
            Map.entry(
                    "means of all",
                    net -> net.node("d", "x", use("Dense", "value", 3), formula("C", "cos(x)"))
                            .node("m", "d", use("ReduceMean", "keepDims", true))
                            .node("c", "d m", use("Sub"))
                            .node("s", "c c", use("Mul"))
                            .output("y", "s", use("ReduceMean"))),
            Map.entry(
                    "normalizations",
                    net -> net.node("d", "x", use("Dense", "value", 3), use("LayerNorm"))
                            .node("r", "d", use("Dense", "value", 3), use("RMSNorm"), use("PReLU", "shared", true))
                            .output("y", "r", use("Dense", "value", 2))),
            Map.entry(
                    "parts",
                    net -> net.node("d", "x", use("Dense", "value", 6), use("Dropout", "value", 0.0))
                            .node("a", "d", use("Slice", "axis", 1, "from", 0, "to", 4, "step", 2))
                            .node("b", "d", use("Split", "axis", 1, "parts", 3, "index", 2))
                            .node("c", "a b", use("Concat", "axis", 1))
                            .node("u", "c", use("Unsqueeze", "value", new int[] {0, 2}))
                            .node("s", "u", use("Squeeze", "value", new int[] {0, 2}), formula("C", "cos(x)"))
                            .node("f", "s", use("Take", "value", 0))
                            .node("g", "f s", use("Mul"))
                            .output("y", "g", use("ReduceSum", "value", new int[] {1}))),
            Map.entry(
                    LEARNED,
                    net -> net.node("p", "", use("Parameter", "value", new int[] {MOST, WIDTH}))
                            .node("a", "x p", use("Add"))
                            .node("m", "p", use("Transpose"))
                            .node("c", "m a", use("MatMul"))
                            .node("d", "x m", use("MatMul"), formula("E", "exp(x)"))
                            .node("e", "d a", use("MatMul"))
                            .node("f", "e c", use("MatMul"))
                            .output("y", "f", use("Dense", "value", 2))),
            Map.entry("the input", net -> net.output("y", "x", use("Scale", "value", 2.0)))));

    private static TestNetwork input(boolean varying, int positions) {
        int[] shape = {positions, WIDTH};
        return varying ? new TestNetwork().varying("x", shape) : new TestNetwork().input("x", shape);
    }

    private static UnaryOperator<TestNetwork> network(String name) {
        return java.util.Objects.requireNonNull(NETWORKS.get(name));
    }

    @TestFactory
    Stream<DynamicTest> asTheNetworkOfThatLength() {
        return NETWORKS.keySet().stream()
                .filter(name -> !name.equals(LEARNED))
                .map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
    }

    private static void check(String name) {
        Graph graph = network(name).apply(input(true, MOST)).graph();
        Random random = new Random(name.hashCode());
        double[] parameters = random.doubles(graph.parameterCount(), -1, 1).toArray();
        int n = LENGTHS.length;
        double[] x = new double[n * MOST * WIDTH];
        Arrays.fill(x, Double.NaN);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < LENGTHS[i] * WIDTH; k++) {
                x[i * MOST * WIDTH + k] = 2 * random.nextDouble() - 1;
            }
        }
        double[] lengths = Arrays.stream(LENGTHS).asDoubleStream().toArray();
        Plan training = Planner.training(graph);
        Interpreter run = new Interpreter(training).parameters(parameters);
        double[] y = run.forward(new double[][] {x, lengths}, n)[0];
        double[] predicted = new Interpreter(Planner.inference(graph))
                .parameters(parameters)
                .forward(new double[][] {x, lengths}, n)[0];
        assertArrayEquals(y, predicted, 1e-12);
        double[] byLayout = Interpreter.byLayout(Planner.inference(graph), 7)
                .parameters(parameters)
                .forward(new double[][] {x, lengths}, n)[0];
        assertArrayEquals(predicted, byLayout);
        TensorType type = graph.outputs().get(0).type();
        int size = y.length / n;
        double[] given = new double[y.length];
        Arrays.fill(given, Double.NaN);
        double[] expectedGradient = new double[parameters.length];
        for (int i = 0; i < n; i++) {
            Graph fixed = network(name).apply(input(false, LENGTHS[i])).graph();
            int real = type.varies() ? size / MOST * LENGTHS[i] : size;
            assertTrue(!type.varies() || type.varying().firstKey() == 0);
            for (int k = 0; k < real; k++) {
                given[i * size + k] = 2 * random.nextDouble() - 1;
            }
            Interpreter alone = new Interpreter(Planner.training(fixed)).parameters(parameters);
            double[] own = Arrays.copyOfRange(x, i * MOST * WIDTH, i * MOST * WIDTH + LENGTHS[i] * WIDTH);
            double[] expected = alone.forward(new double[][] {own}, 1)[0];
            assertArrayEquals(expected, Arrays.copyOfRange(y, i * size, i * size + real), 1e-11, "sample " + i);
            for (int k = real; k < size; k++) {
                assertEquals(0, y[i * size + k], "beyond sample " + i);
            }
            double[] gradient = alone.backward(
                    new double[][] {Arrays.copyOfRange(given, i * size, i * size + real)}, new boolean[1]);
            for (int k = 0; k < gradient.length; k++) {
                expectedGradient[k] += gradient[k];
            }
        }
        double[] gradient = run.backward(new double[][] {given}, new boolean[1]);
        double largest =
                Math.max(1, Arrays.stream(expectedGradient).map(Math::abs).max().orElse(1));
        assertArrayEquals(expectedGradient, gradient, 1e-10 * largest);
        double[] tiled =
                Interpreter.byLayout(training, 3).parameters(parameters).forward(new double[][] {x, lengths}, n)[0];
        assertArrayEquals(y, tiled);
    }

    /** In ONNX Runtime a batch with room for its longest sample, and each sample alone, give what the plan does. */
    @TestFactory
    Stream<DynamicTest> onnxRuntime() {
        return NETWORKS.keySet().stream().map(name -> DynamicTest.dynamicTest(name, () -> checkOnnx(name)));
    }

    private static void checkOnnx(String name) throws OrtException {
        Graph graph = network(name).apply(input(true, MOST)).graph();
        Random random = new Random(name.hashCode());
        double[] parameters = random.doubles(graph.parameterCount(), -1, 1)
                .map(v -> (float) v)
                .toArray();
        Map<String, double[]> values = new HashMap<>();
        graph.parameters()
                .forEach(stored -> values.put(
                        stored.name(),
                        Arrays.copyOfRange(parameters, stored.offset(), stored.offset() + stored.size())));
        for (int[] lengths : new int[][] {{2, 4, 1}, {6, 3}, {1}, {5}}) {
            int n = lengths.length;
            int longest = Arrays.stream(lengths).max().orElseThrow();
            double[] x =
                    random.doubles(n * MOST * WIDTH, -1, 1).map(v -> (float) v).toArray();
            double[] cut = new double[n * longest * WIDTH];
            for (int i = 0; i < n; i++) {
                System.arraycopy(x, i * MOST * WIDTH, cut, i * longest * WIDTH, lengths[i] * WIDTH);
                Arrays.fill(cut, (i * longest + lengths[i]) * WIDTH, (i + 1) * longest * WIDTH, Double.NaN);
            }
            double[] counts = Arrays.stream(lengths).asDoubleStream().toArray();
            double[] y = new Interpreter(Planner.inference(graph))
                    .parameters(parameters)
                    .forward(new double[][] {x, counts}, n)[0];
            values.put("x", cut);
            values.put("xLengths", counts);
            float[] found = OnnxRun.known(OnnxRun.run(graph, n, longest, values), "y");
            int size = y.length / n;
            boolean varies = graph.outputs().get(0).type().varies();
            int kept = varies ? size / MOST * longest : size;
            assertEquals(n * kept, found.length);
            double largest =
                    Math.max(1e-3, Arrays.stream(y).map(Math::abs).max().orElse(1));
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < kept; k++) {
                    assertEquals(y[i * size + k], found[i * kept + k], 1e-5 * largest, "sample " + i + " at " + k);
                }
            }
        }
    }

    private static OperatorUse ids(String type) {
        return use("Input", "value", new int[] {MOST}, "type", type, "varying", true);
    }

    /** Ids beyond the length are read by nothing. */
    @org.junit.jupiter.api.Test
    void integers() {
        for (String type : new String[] {"INT32", "INT64"}) {
            Graph graph = new TestNetwork()
                    .node("x", "", ids(type))
                    .node("h", "x", use("OneHot", "value", 5))
                    .node("c", "x", use("Cast"))
                    .node("m", "h", use("ReduceMean", "value", new int[] {0}))
                    .node("s", "c", use("ReduceSum"))
                    .output("y", "m s", use("Concat"))
                    .graph();
            double[] ids = {3, 3, 1, 99, -7, 42, 0, 4, 4, 4, 4, 0};
            double[] y = new Interpreter(Planner.inference(graph)).forward(new double[][] {ids, {3, 5}}, 2)[0];
            assertArrayEquals(new double[] {0, 1.0 / 3, 0, 2.0 / 3, 0, 7, 0.2, 0, 0, 0, 0.8, 16}, y, 1e-15);
        }
    }
}
