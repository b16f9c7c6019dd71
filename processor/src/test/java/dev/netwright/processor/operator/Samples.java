package dev.netwright.processor.operator;

import static dev.netwright.processor.operator.TestNetwork.use;

import dev.netwright.processor.declare.Declaration.OperatorUse;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.Graph.Node;
import dev.netwright.processor.graph.Graph.Stored;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Networks of one operator each over random shapes, operands with and without batch dimension, and values for them. */
final class Samples {
    private Samples() {}

    /** By what they show; each makes a network whose result is {@code y}. */
    static final Map<String, Function<Random, TestNetwork>> NETWORKS = Map.ofEntries(
            Map.entry(
                    "Dense rank 1",
                    r -> new TestNetwork()
                            .input("x", size(r))
                            .output("y", "x", use("Dense", "value", size(r), "bias", r.nextBoolean()))),
            Map.entry(
                    "Dense rank 2",
                    r -> new TestNetwork()
                            .input("x", size(r), size(r))
                            .output("y", "x", use("Dense", "value", size(r), "bias", r.nextBoolean()))),
            Map.entry("Dense of a parameter", r -> {
                int out = size(r);
                int[] shape = r.nextBoolean() ? new int[] {size(r)} : new int[] {size(r), size(r)};
                return new TestNetwork()
                        .input("x", out)
                        .node("p", "", use("Parameter", "value", shape))
                        .node("d", "p", use("Dense", "value", out))
                        .output("y", "x d", use("Mul"));
            }),
            Map.entry(
                    "Flatten",
                    r -> new TestNetwork()
                            .input("x", shape(r, 1 + r.nextInt(3)))
                            .output("y", "x", use("Flatten"), use("Scale", "value", 2.5))),
            Map.entry(
                    "Flatten alone",
                    r -> new TestNetwork()
                            .input("x", shape(r, 1 + r.nextInt(3)))
                            .output("y", "x", use("Flatten"))),
            Map.entry("Reshape", r -> {
                int a = size(r);
                int b = size(r);
                int c = size(r);
                int[][] shapes = {{a * b, c}, {a, -1}, {-1}, {c, b, a}, {1, -1, b}};
                return new TestNetwork()
                        .input("x", a, b, c)
                        .output("y", "x", use("Reshape", "value", shapes[r.nextInt(shapes.length)]));
            }),
            Map.entry("Reshape of a parameter", r -> {
                int a = size(r);
                int b = size(r);
                return new TestNetwork()
                        .input("x", b)
                        .node("p", "", use("Parameter", "value", new int[] {b, a}))
                        .node("q", "p", r.nextBoolean() ? use("Reshape", "value", new int[] {a, -1}) : use("Flatten"))
                        .node("r", "q", use("Reshape", "value", new int[] {a, b}))
                        .output("y", "x r", use("Add"));
            }),
            Map.entry("Add", r -> broadcast(r, "Add", 2 + r.nextInt(3))),
            Map.entry("Mul", r -> broadcast(r, "Mul", 2 + r.nextInt(3))),
            Map.entry("Sub", r -> broadcast(r, "Sub", 2)),
            Map.entry("Div", r -> broadcast(r, "Div", 2)),
            Map.entry("Concat", Samples::concat),
            Map.entry("MatMul", Samples::matMul),
            Map.entry(
                    "Dropout",
                    r -> new TestNetwork()
                            .input("x", shape(r, 1 + r.nextInt(2)))
                            .node("d", "x", use("Dropout", "value", 0.3))
                            .output("y", "d", use("Dense", "value", 3), use("Dropout", "value", 0.3))),
            Map.entry("Cast", r -> {
                String[] types = {"INT32", "INT64", "BOOL"};
                TestNetwork net = new TestNetwork()
                        .node("x", "", use("Input", "value", shape(r, 1 + r.nextInt(3)), "type", types[r.nextInt(3)]));
                return r.nextBoolean()
                        ? net.output("y", "x", use("Cast"))
                        : net.node("f", "x", use("Flatten"), use("Cast")).output("y", "f", use("Dense", "value", 3));
            }),
            Map.entry("OneHot", r -> {
                int[] shape = shape(r, 1 + r.nextInt(3));
                TestNetwork net = new TestNetwork()
                        .node("x", "", use("Input", "value", shape, "type", r.nextBoolean() ? "INT32" : "INT64"));
                OperatorUse hot = use("OneHot", "value", 1 + r.nextInt(9));
                return r.nextBoolean()
                        ? net.output("y", "x", hot)
                        : net.node("f", "x", use("Reshape", "value", new int[] {-1, shape[0]}))
                                .node("h", "f", hot)
                                .node("g", "h", use("Flatten"))
                                .output("y", "g", use("Dense", "value", 3));
            }),
            Map.entry("Scale", r -> anywhere(r, use("Scale", "value", 0.01 + r.nextDouble()))),
            Map.entry("Standardize", r -> anywhere(r, use("Standardize"))),
            Map.entry("PReLU", r -> anywhere(r, use("PReLU", "shared", r.nextBoolean()))),
            Map.entry(
                    "PReLU of rank 1",
                    r -> new TestNetwork()
                            .input("x", size(r))
                            .output("y", "x", use("PReLU", "shared", r.nextBoolean()))),
            Map.entry("Softmax", r -> normalized(r, "Softmax")),
            Map.entry("LogSoftmax", r -> normalized(r, "LogSoftmax")),
            Map.entry("Constant", r -> {
                int[] shape = shape(r, 1 + r.nextInt(2));
                OperatorUse constant = r.nextBoolean()
                        ? use("Constant", "value", new double[] {1.5}, "shape", shape)
                        : use("Constant", "value", numbers(r, product(shape)), "shape", shape);
                return new TestNetwork()
                        .input("x", shape)
                        .node("k", "", constant)
                        .output("y", "x k", use("Mul"));
            }),
            Map.entry("Parameter followed", r -> {
                int[] shape = shape(r, 2);
                return new TestNetwork()
                        .input("x", shape[1])
                        .node("p", "", use("Parameter", "value", shape))
                        .node("s", "p", use(r.nextBoolean() ? "Softmax" : "LogSoftmax", "axis", r.nextInt(2)))
                        .node("t", "s", use("PReLU"), use("Standardize"), use("Dropout", "value", 0.0))
                        .output("y", "x t", use("Add"));
            }));

    private static TestNetwork anywhere(Random r, OperatorUse operator) {
        return r.nextBoolean()
                ? new TestNetwork().input("x", shape(r, 1 + r.nextInt(3))).output("y", "x", operator)
                : new TestNetwork().input("x", shape(r, 1 + r.nextInt(3))).output("y", "x", use("Flatten"), operator);
    }

    private static TestNetwork normalized(Random r, String name) {
        int rank = 1 + r.nextInt(3);
        return new TestNetwork()
                .input("x", shape(r, rank))
                .output("y", "x", use(name, "axis", r.nextInt(2 * rank) - rank));
    }

    /** Operands of one shape with dimensions of 1 or missing, each an input or a parameter, one an input at least. */
    private static TestNetwork broadcast(Random r, String name, int count) {
        int[] full = shape(r, 1 + r.nextInt(3));
        TestNetwork network = new TestNetwork();
        StringBuilder names = new StringBuilder();
        int input = r.nextInt(count);
        for (int k = 0; k < count; k++) {
            int[] shape = java.util.Arrays.copyOfRange(full, r.nextInt(full.length), full.length);
            for (int axis = 0; axis < shape.length; axis++) {
                if (r.nextInt(4) == 0) {
                    shape[axis] = 1;
                }
            }
            if (k == input || r.nextBoolean()) {
                network.input("x" + k, shape);
            } else {
                network.node("x" + k, "", use("Parameter", "value", shape));
            }
            names.append(k == 0 ? "" : " ").append("x").append(k);
        }
        return network.output("y", names.toString(), use(name));
    }

    private static TestNetwork concat(Random r) {
        int[] shape = shape(r, 1 + r.nextInt(3));
        int axis = r.nextInt(shape.length);
        int count = 2 + r.nextInt(3);
        int input = r.nextInt(count);
        TestNetwork network = new TestNetwork();
        StringBuilder names = new StringBuilder();
        for (int k = 0; k < count; k++) {
            shape[axis] = size(r);
            if (k == input || r.nextBoolean()) {
                network.input("x" + k, shape.clone());
            } else {
                network.node("x" + k, "", use("Parameter", "value", shape.clone()));
            }
            names.append(k == 0 ? "" : " ").append("x").append(k);
        }
        return network.output(
                "y", names.toString(), use("Concat", "axis", r.nextBoolean() ? axis : axis - shape.length));
    }

    private static TestNetwork matMul(Random r) {
        int m = size(r);
        int k = size(r);
        int n = size(r);
        int h = size(r);
        int[][] lefts = {{k}, {m, k}, {h, m, k}};
        int[] left = lefts[r.nextInt(3)];
        int[] right = left.length == 3 && r.nextBoolean() ? new int[] {h, k, n} : new int[] {k, n};
        int form = r.nextInt(3);
        TestNetwork network = new TestNetwork();
        if (form == 1) {
            network.node("a", "", use("Parameter", "value", left));
        } else {
            network.input("a", left);
        }
        if (form == 2) {
            network.node("b", "", use("Parameter", "value", right));
        } else {
            network.input("b", right);
        }
        return network.output("y", "a b", use("MatMul"));
    }

    /** Numbers for inputs at a batch size, parameters and buffers, by full name; deviations and divisors away from 0. */
    static Map<String, double[]> values(Graph graph, int n, Random r) {
        Map<String, double[]> values = new HashMap<>();
        boolean divides = graph.nodes().stream()
                .anyMatch(node -> node.applied().get(0).operator().annotation().endsWith(".Div"));
        for (Node node : graph.inputs()) {
            int count = n * (int) node.type().size();
            values.put(
                    node.name(),
                    switch (node.type().element()) {
                        case FLOAT32 -> numbers(r, count, divides);
                        case BOOL -> r.ints(count, 0, 2).asDoubleStream().toArray();
                        default ->
                            (graph.ids(node) > 0 ? r.ints(count, 0, graph.ids(node)) : r.ints(count, -99, 99))
                                    .asDoubleStream()
                                    .toArray();
                    });
        }
        for (List<Stored> store : List.of(graph.parameters(), graph.buffers())) {
            for (Stored stored : store) {
                boolean apart = divides || stored.name().endsWith("deviation");
                values.put(stored.name(), numbers(r, stored.size(), apart));
            }
        }
        return values;
    }

    private static double[] numbers(Random r, int count) {
        return numbers(r, count, false);
    }

    /** Floats, so that all engines start from the same; away from 0, where there may be a kink or a pole. */
    private static double[] numbers(Random r, int count, boolean apart) {
        double[] numbers = new double[count];
        for (int k = 0; k < count; k++) {
            double x = (float) r.nextGaussian();
            numbers[k] = (float) (x + Math.copySign(apart ? 0.5 : 0.01, x));
        }
        return numbers;
    }

    private static int size(Random r) {
        return 1 + r.nextInt(5);
    }

    private static int[] shape(Random r, int rank) {
        return r.ints(rank, 1, 6).toArray();
    }

    private static int product(int[] shape) {
        return java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }
}
