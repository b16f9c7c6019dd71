package dev.netwright.processor.operator;

import static dev.netwright.processor.operator.TestNetwork.use;

import dev.netwright.processor.declare.Declaration.OperatorUse;
import java.util.Arrays;
import java.util.Random;

/** Networks of one operator over planes or sequences each, of random lengths and attributes. */
final class WindowSamples {
    private WindowSamples() {}

    /** Convolutions: attributes first, then an input that some window fits in. */
    static TestNetwork convolution(Random r, String name) {
        int axes = name.endsWith("1D") ? 1 : 2;
        boolean transposed = name.contains("Transpose");
        int groups = 1 + r.nextInt(3);
        int channels = groups * (1 + r.nextInt(3));
        int filters = groups * (1 + r.nextInt(3));
        Windows windows = new Windows(r, axes, true);
        int[] input = new int[axes + 1];
        input[0] = channels;
        for (int axis = 0; axis < axes; axis++) {
            input[axis + 1] = transposed ? windows.grown(axis) + 1 + r.nextInt(4) : windows.least(axis) + r.nextInt(5);
        }
        Object[] attributes = {
            "value", filters,
            "kernel", one(r, windows.kernel),
            "stride", one(r, windows.stride),
            "padding", windows.padding,
            "dilation", one(r, windows.dilation),
            "groups", groups,
            "bias", r.nextBoolean()
        };
        if (transposed) {
            attributes = Arrays.copyOf(attributes, attributes.length + 2);
            attributes[attributes.length - 2] = "outputPadding";
            attributes[attributes.length - 1] =
                    Arrays.stream(windows.stride).map(r::nextInt).toArray();
        } else {
            attributes = Arrays.copyOf(attributes, attributes.length + 2);
            attributes[attributes.length - 2] = "same";
            attributes[attributes.length - 1] = windows.same;
        }
        return shown(r, input, use(name, attributes));
    }

    static TestNetwork pooling(Random r, String name) {
        boolean max = name.startsWith("Max");
        Windows windows = new Windows(r, 2, max);
        int[] input = {size(r), windows.least(0) + 2 + r.nextInt(5), windows.least(1) + 2 + r.nextInt(5)};
        boolean whole = r.nextInt(4) == 0;
        OperatorUse use = max
                ? use(
                        name,
                        "value",
                        one(r, windows.kernel),
                        "stride",
                        whole ? new int[0] : one(r, windows.stride),
                        "padding",
                        windows.padding,
                        "same",
                        windows.same,
                        "dilation",
                        one(r, windows.dilation))
                : use(
                        name,
                        "value",
                        one(r, windows.kernel),
                        "stride",
                        whole ? new int[0] : one(r, windows.stride),
                        "padding",
                        windows.padding,
                        "same",
                        windows.same,
                        "countIncludePad",
                        r.nextBoolean());
        return shown(r, input, use);
    }

    static TestNetwork upsampling(Random r) {
        int axes = 1 + r.nextInt(2);
        int[] factors = r.ints(r.nextBoolean() ? 1 : axes, 1, 4).toArray();
        String mode = r.nextBoolean() ? "NEAREST" : "BILINEAR";
        return shown(r, lengths(r, axes, 1), use("Upsample", "value", factors, "mode", mode));
    }

    static TestNetwork padding(Random r) {
        int axes = 1 + r.nextInt(2);
        int[] counts = axes == 1 ? new int[] {1, 2} : new int[] {1, 2, 4};
        int[] amounts = r.ints(counts[r.nextInt(counts.length)], 0, 3).toArray();
        String mode = new String[] {"CONSTANT", "REFLECT", "EDGE"}[r.nextInt(3)];
        double fill = mode.equals("CONSTANT") ? 0.5 : 0;
        return shown(r, lengths(r, axes, 3), use("Pad", "value", amounts, "mode", mode, "fill", fill));
    }

    static TestNetwork spatial(Random r, OperatorUse operator) {
        return shown(r, lengths(r, 1 + r.nextInt(2), 1), operator);
    }

    /** Values without a batch dimension. */
    static TestNetwork ofParameter(Random r) {
        int[] shape = {2, 4 + r.nextInt(3), 4 + r.nextInt(3)};
        OperatorUse[] operators = {
            use(
                    "Conv2D",
                    "value",
                    3,
                    "kernel",
                    new int[] {3},
                    "stride",
                    new int[] {1},
                    "padding",
                    new int[] {1},
                    "same",
                    false,
                    "dilation",
                    new int[] {1},
                    "groups",
                    1,
                    "bias",
                    true),
            use(
                    "ConvTranspose2D",
                    "value",
                    3,
                    "kernel",
                    new int[] {2},
                    "stride",
                    new int[] {2},
                    "padding",
                    new int[] {0},
                    "outputPadding",
                    new int[] {1},
                    "dilation",
                    new int[] {1},
                    "groups",
                    1,
                    "bias",
                    true),
            use(
                    "MaxPool2D",
                    "value",
                    new int[] {2},
                    "stride",
                    new int[0],
                    "padding",
                    new int[] {0},
                    "same",
                    false,
                    "dilation",
                    new int[] {1}),
            use(
                    "AvgPool2D",
                    "value",
                    new int[] {2},
                    "stride",
                    new int[0],
                    "padding",
                    new int[] {0},
                    "same",
                    false,
                    "countIncludePad",
                    true),
            use("GlobalAvgPool"),
            use("GlobalMaxPool"),
            use("Upsample", "value", new int[] {2}, "mode", "BILINEAR"),
            use("Upsample", "value", new int[] {2}, "mode", "NEAREST"),
            use("Pad", "value", new int[] {1}, "mode", "CONSTANT", "fill", 0.5),
            use("Pad", "value", new int[] {1}, "mode", "EDGE", "fill", 0.0)
        };
        return new TestNetwork()
                .input("x", 1)
                .node("p", "", use("Parameter", "value", shape))
                .node("q", "p", operators[r.nextInt(operators.length)])
                .output("y", "q x", use("Mul"));
    }

    /** The operator's result, of the input or of a view of it whose elements do not follow each other. */
    private static TestNetwork shown(Random r, int[] input, OperatorUse operator) {
        return new TestNetwork().input("x", input).output("y", "x", operator);
    }

    private static int[] lengths(Random r, int axes, int least) {
        int[] lengths = r.ints(axes + 1, least, least + 5).toArray();
        lengths[0] = size(r);
        return lengths;
    }

    private static int size(Random r) {
        return 1 + r.nextInt(3);
    }

    /** One number where all are the same, now and then. */
    private static int[] one(Random r, int[] values) {
        boolean same = Arrays.stream(values).distinct().count() == 1;
        return same && r.nextBoolean() ? new int[] {values[0]} : values;
    }

    private static final class Windows {
        final int[] kernel;
        final int[] stride;
        final int[] dilation;
        final int[] padding;
        final boolean same;

        Windows(Random r, int axes, boolean dilated) {
            boolean equal = r.nextBoolean();
            kernel = numbers(r, axes, 4, equal);
            stride = numbers(r, axes, 3, equal);
            dilation = numbers(r, axes, dilated ? 2 : 1, equal);
            same = r.nextInt(4) == 0;
            int form = same ? 0 : r.nextInt(4);
            int[] most = Arrays.copyOf(kernel, 2 * axes);
            System.arraycopy(kernel, 0, most, axes, axes);
            padding = switch (form) {
                case 0 -> new int[] {0};
                case 1 -> new int[] {r.nextInt(Arrays.stream(kernel).min().orElseThrow())};
                case 2 -> Arrays.stream(kernel).map(r::nextInt).toArray();
                default -> Arrays.stream(most).map(r::nextInt).toArray();
            };
        }

        private static int[] numbers(Random r, int axes, int most, boolean equal) {
            int[] numbers = r.ints(axes, 1, most + 1).toArray();
            if (equal) {
                Arrays.fill(numbers, numbers[0]);
            }
            return numbers;
        }

        /** Shortest input that a window fits in, and a stride does not skip. */
        int least(int axis) {
            return Math.max(dilation[axis] * (kernel[axis] - 1) + 1, stride[axis]);
        }

        /** Most that padding takes off what is grown, in strides. */
        int grown(int axis) {
            return 2 * kernel[axis] / stride[axis];
        }
    }
}
