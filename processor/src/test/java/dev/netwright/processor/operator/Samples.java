package dev.netwright.processor.operator;

import static dev.netwright.processor.operator.TestNetwork.use;

import dev.netwright.processor.declare.Declaration.OperatorUse;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Networks of one operator each over random shapes, operands with and without batch dimension. */
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
            Map.entry("Conv2D", r -> WindowSamples.convolution(r, "Conv2D")),
            Map.entry("Conv1D", r -> WindowSamples.convolution(r, "Conv1D")),
            Map.entry("ConvTranspose2D", r -> WindowSamples.convolution(r, "ConvTranspose2D")),
            Map.entry("MaxPool2D", r -> WindowSamples.pooling(r, "MaxPool2D")),
            Map.entry("AvgPool2D", r -> WindowSamples.pooling(r, "AvgPool2D")),
            Map.entry("GlobalAvgPool", r -> WindowSamples.spatial(r, use("GlobalAvgPool"))),
            Map.entry("GlobalMaxPool", r -> WindowSamples.spatial(r, use("GlobalMaxPool"))),
            Map.entry("Upsample", WindowSamples::upsampling),
            Map.entry("Pad", WindowSamples::padding),
            Map.entry("Windows of a parameter", WindowSamples::ofParameter),
            Map.entry("Transpose", r -> {
                int[] axes = axes(r, 1 + r.nextInt(4));
                int[] written = r.nextInt(4) == 0 ? new int[0] : signed(r, axes, axes.length);
                return shaped(r, shape(r, axes.length), use("Transpose", "value", written));
            }),
            Map.entry("Slice", r -> {
                int[] shape = shape(r, 1 + r.nextInt(3));
                int axis = r.nextInt(shape.length);
                shape[axis] = 1 + r.nextInt(9);
                int from = r.nextInt(shape[axis]);
                int to = from + 1 + r.nextInt(shape[axis] - from);
                Object end = to < shape[axis] && r.nextBoolean() ? to - shape[axis] : to;
                OperatorUse slice = r.nextInt(4) == 0
                        ? use("Slice", "axis", axis, "from", from - shape[axis])
                        : use("Slice", "axis", axis - shape.length, "from", from, "to", end, "step", size(r));
                return shaped(r, shape, slice);
            }),
            Map.entry("Split", r -> {
                int[] shape = shape(r, 1 + r.nextInt(3));
                int axis = r.nextInt(shape.length);
                int parts = size(r);
                shape[axis] *= parts;
                int index = r.nextInt(2 * parts) - parts;
                return shaped(r, shape, use("Split", "axis", axis, "parts", parts, "index", index));
            }),
            Map.entry("Take", r -> {
                int[] shape = shape(r, 2 + r.nextInt(2));
                int axis = r.nextInt(shape.length);
                int index = r.nextInt(2 * shape[axis]) - shape[axis];
                return shaped(r, shape, use("Take", "value", index, "axis", axis));
            }),
            Map.entry("Squeeze", r -> {
                int[] shape = shape(r, 2 + r.nextInt(3));
                int[] axes = axes(r, shape.length);
                int ones = 1 + r.nextInt(shape.length - 1);
                for (int k = 0; k < shape.length; k++) {
                    shape[axes[k]] = k < ones ? 1 : shape[axes[k]] + 1;
                }
                int[] written = r.nextBoolean() ? new int[0] : signed(r, axes, 1 + r.nextInt(ones));
                return shaped(r, shape, use("Squeeze", "value", written));
            }),
            Map.entry("Unsqueeze", r -> {
                int[] shape = shape(r, 1 + r.nextInt(3));
                int count = 1 + r.nextInt(3);
                int[] written = signed(r, axes(r, shape.length + count), count);
                return shaped(r, shape, use("Unsqueeze", "value", written));
            }),
            Map.entry("ReduceSum", r -> reduced(r, "ReduceSum")),
            Map.entry("ReduceMean", r -> reduced(r, "ReduceMean")),
            Map.entry("ReduceMax", r -> reduced(r, "ReduceMax")),
            Map.entry(
                    "ReduceSum, long",
                    r -> new TestNetwork()
                            .input("x", 2, 288)
                            .output("y", "x", use("ReduceSum", "value", r.nextBoolean() ? new int[] {1} : new int[0]))),
            Map.entry(
                    "BatchNorm",
                    r -> new TestNetwork()
                            .input("x", shape(r, 1 + r.nextInt(3)))
                            .output("y", "x", use("BatchNorm", "epsilon", 0.01))),
            Map.entry("LayerNorm", r -> trailing(r, "LayerNorm")),
            Map.entry("RMSNorm", r -> trailing(r, "RMSNorm")),
            Map.entry("GroupNorm", r -> {
                int[] shape = shape(r, 1 + r.nextInt(3));
                int groups = 1 + r.nextInt(3);
                shape[0] = groups * (2 + r.nextInt(2));
                return shaped(r, shape, use("GroupNorm", "groups", groups, "epsilon", 0.01));
            }),
            Map.entry(
                    "GroupNorm, long",
                    r -> new TestNetwork()
                            .input("x", 2, 16, 18)
                            .output("y", "x", use("GroupNorm", "groups", 1 + r.nextInt(2)))),
            Map.entry("InstanceNorm", r -> {
                int[] shape = shape(r, 2 + r.nextInt(2));
                shape[1]++;
                return shaped(r, shape, use("InstanceNorm", "epsilon", 0.01));
            }),
            Map.entry("Constant", r -> {
                int[] shape = shape(r, 1 + r.nextInt(2));
                OperatorUse constant = r.nextBoolean()
                        ? use("Constant", "value", new double[] {1.5}, "shape", shape)
                        : use("Constant", "value", SampleValues.numbers(r, product(shape)), "shape", shape);
                return new TestNetwork()
                        .input("x", shape)
                        .node("k", "", constant)
                        .output("y", "x k", use("Mul"));
            }),
            Map.entry(
                    "Transpose that exchanges nothing",
                    r -> new TestNetwork()
                            .input("x", size(r))
                            .node("t", "x", use("Transpose", "value", new int[] {0}))
                            .output("y", "t", use("Dense", "value", size(r)), use("Dropout", "value", 0.0))),
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

    /** An operator of a value of a shape, with or without batch dimension, transposed before or not. */
    private static TestNetwork shaped(Random r, int[] shape, OperatorUse operator) {
        int[] axes = axes(r, shape.length);
        int[] before = new int[shape.length];
        for (int k = 0; k < shape.length; k++) {
            before[axes[k]] = shape[k];
        }
        OperatorUse transposed = use("Transpose", "value", axes);
        return switch (r.nextInt(3)) {
            case 0 -> new TestNetwork().input("x", shape).output("y", "x", operator);
            case 1 ->
                new TestNetwork()
                        .input("x", before)
                        .node("s", "x", use("Scale", "value", 1.5))
                        .node("t", "s", transposed)
                        .output("y", "t", operator);
            default ->
                new TestNetwork()
                        .input("x", 1)
                        .node("p", "", use("Parameter", "value", before))
                        .node("t", "p", transposed)
                        .node("q", "t", operator)
                        .output("y", "x q", use("Add"));
        };
    }

    private static TestNetwork reduced(Random r, String name) {
        int[] shape = shape(r, 1 + r.nextInt(4));
        int[] axes = signed(r, axes(r, shape.length), r.nextInt(shape.length + 1));
        return shaped(r, shape, use(name, "value", axes, "keepDims", r.nextBoolean()));
    }

    private static TestNetwork trailing(Random r, String name) {
        int[] shape = shape(r, 1 + r.nextInt(3));
        shape[shape.length - 1]++;
        int axis = r.nextInt(2 * shape.length) - shape.length;
        return shaped(r, shape, use(name, "axis", axis, "epsilon", 0.01));
    }

    /** Axes 0 to {@code rank}, excluded, in random order. */
    private static int[] axes(Random r, int rank) {
        int[] axes = new int[rank];
        for (int k = 0; k < rank; k++) {
            int other = r.nextInt(k + 1);
            axes[k] = axes[other];
            axes[other] = k;
        }
        return axes;
    }

    /** The first of some axes, now and then counted from the end. */
    private static int[] signed(Random r, int[] axes, int count) {
        int[] written = new int[count];
        for (int k = 0; k < count; k++) {
            written[k] = r.nextBoolean() ? axes[k] : axes[k] - axes.length;
        }
        return written;
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

    static int size(Random r) {
        return 1 + r.nextInt(5);
    }

    private static int[] shape(Random r, int rank) {
        return r.ints(rank, 1, 6).toArray();
    }

    private static int product(int[] shape) {
        return java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }
}
