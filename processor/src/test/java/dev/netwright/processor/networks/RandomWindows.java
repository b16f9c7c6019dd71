package dev.netwright.processor.networks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Random operators over planes and sequences, as a user writes them, that fit a shape. */
final class RandomWindows {
    /**
     * An operator.
     *
     * @param operator its annotation
     * @param shape what it makes of the shape given
     */
    private record Choice(String operator, List<Integer> shape) {}

    private final Random random;
    private final List<Integer> shape;
    private final int axes;
    private final List<String> attributes = new ArrayList<>();

    private RandomWindows(Random random, List<Integer> shape) {
        this.random = random;
        this.shape = shape;
        this.axes = shape.size() - 1;
    }

    /** Adds an operator on a value, brought into planes first where it has no spatial axes. */
    static void grow(Sketch net, Node x) {
        Node planes = x;
        if (x.rank() < 2 || x.rank() > 3) {
            int channels = divisor(net.random, x.size(), 6);
            int height = divisor(net.random, x.size() / channels, 9);
            List<Integer> form = List.of(channels, height, x.size() / channels / height);
            planes = net.add("@Reshape(" + Shapes.ints(form) + ")", List.of(x), form, x.batched);
        }
        Choice choice = choose(net.random, planes.shape, Sketch.LARGEST);
        boolean law = choice.operator.startsWith("@Conv") && net.chance(4);
        boolean bias = !choice.operator.contains("bias = false");
        net.first(planes, choice.operator + (law ? " " + net.init(bias) : ""), choice.shape);
    }

    /** A divisor up to a limit. */
    private static int divisor(Random random, int size, int most) {
        int divisor = 1 + random.nextInt(most);
        while (size % divisor != 0) {
            divisor--;
        }
        return divisor;
    }

    /** An operator for {@code [channels, lengths…]} whose result has at most {@code largest} elements where one is found. */
    private static Choice choose(Random random, List<Integer> shape, int largest) {
        for (int attempt = 0; attempt < 20; attempt++) {
            Choice choice = new RandomWindows(random, shape).choose();
            if (choice.shape.stream().reduce(1, (a, b) -> a * b) <= largest) {
                return choice;
            }
        }
        return new Choice("@Pad(0)", shape);
    }

    private Choice choose() {
        return switch (random.nextInt(axes == 2 ? 9 : 6)) {
            case 0, 1 -> convolution(axes == 2 ? "Conv2D" : "Conv1D");
            case 2 -> upsample();
            case 3 -> pad();
            case 4 -> new Choice("@GlobalAvgPool", shape.subList(0, 1));
            case 5 -> new Choice("@GlobalMaxPool", shape.subList(0, 1));
            case 6 -> transposed();
            case 7 -> pool(true);
            default -> pool(false);
        };
    }

    private int channels() {
        return shape.get(0);
    }

    private int length(int axis) {
        return shape.get(axis + 1);
    }

    private boolean chance(int one) {
        return random.nextInt(one) == 0;
    }

    private int[] each(int most) {
        int[] values = random.ints(axes, 1, most + 1).toArray();
        if (chance(2)) {
            Arrays.fill(values, values[0]);
        }
        return values;
    }

    private void attribute(String name, int... values) {
        boolean same = Arrays.stream(values).distinct().count() == 1;
        String shown = same && chance(2)
                ? String.valueOf(values[0])
                : Arrays.stream(values).mapToObj(String::valueOf).collect(Collectors.joining(", ", "{", "}"));
        attributes.add(name.isEmpty() ? shown : name + " = " + shown);
    }

    private Choice written(String name, List<Integer> lengths, int channels) {
        List<Integer> result = new ArrayList<>(List.of(channels));
        result.addAll(lengths);
        return new Choice("@" + name + "(" + String.join(", ", attributes) + ")", result);
    }

    private int groups() {
        int groups = chance(2) ? 1 : chance(3) ? channels() : 1 + random.nextInt(3);
        return channels() % groups == 0 ? groups : 1;
    }

    private Choice convolution(String name) {
        int groups = groups();
        int filters = groups * (1 + random.nextInt(chance(5) ? 40 : 5));
        attributes.add("value = " + filters);
        List<Integer> lengths = windows("kernel", true, true);
        if (groups > 1) {
            attributes.add("groups = " + groups);
        }
        if (chance(4)) {
            attributes.add("bias = false");
        }
        return written(name, lengths, filters);
    }

    private Choice pool(boolean max) {
        List<Integer> lengths = windows("value", false, max);
        if (!max && chance(2)) {
            attributes.add("countIncludePad = false");
        }
        return written(max ? "MaxPool2D" : "AvgPool2D", lengths, channels());
    }

    /** Attributes of windows that fit, and the results' lengths. */
    private List<Integer> windows(String kernelName, boolean convolution, boolean dilates) {
        boolean same = chance(5);
        int[] kernel = new int[axes];
        int[] stride = each(3);
        int[] dilation = new int[axes];
        int[] padding = new int[axes];
        List<Integer> lengths = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            int length = length(axis);
            kernel[axis] = 1 + random.nextInt(Math.min(4, length));
            padding[axis] = same || chance(2) ? 0 : random.nextInt((kernel[axis] + 1) / 2);
            dilation[axis] = dilates && chance(4) && kernel[axis] * 2 <= length ? 2 : 1;
            stride[axis] = Math.min(stride[axis], length);
            int reach = dilation[axis] * (kernel[axis] - 1) + 1;
            lengths.add(
                    same
                            ? (length + stride[axis] - 1) / stride[axis]
                            : (length + 2 * padding[axis] - reach) / stride[axis] + 1);
        }
        attribute(kernelName, kernel);
        boolean usual = Arrays.equals(stride, convolution ? each(1) : kernel);
        if (!usual || chance(3)) {
            attribute("stride", stride);
        }
        if (same) {
            attributes.add("same = true");
        } else if (Arrays.stream(padding).sum() > 0) {
            attribute("padding", padding);
        }
        if (Arrays.stream(dilation).sum() > axes) {
            attribute("dilation", dilation);
        }
        return lengths;
    }

    private Choice transposed() {
        int groups = groups();
        int filters = groups * (1 + random.nextInt(4));
        int[] kernel = each(4);
        int[] stride = each(3);
        int[] padding = new int[axes];
        int[] more = new int[axes];
        List<Integer> lengths = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            int full = (length(axis) - 1) * stride[axis] + kernel[axis];
            padding[axis] = Math.min(random.nextInt(kernel[axis]), (full - 1) / 2);
            more[axis] = random.nextInt(stride[axis]);
            lengths.add(full - 2 * padding[axis] + more[axis]);
        }
        attributes.add("value = " + filters);
        attribute("kernel", kernel);
        attribute("stride", stride);
        attribute("padding", padding);
        attribute("outputPadding", more);
        if (groups > 1) {
            attributes.add("groups = " + groups);
        }
        return written("ConvTranspose2D", lengths, filters);
    }

    private Choice upsample() {
        int[] factors = each(3);
        attributes.add("value = "
                + Arrays.stream(factors).mapToObj(String::valueOf).collect(Collectors.joining(", ", "{", "}")));
        if (chance(2)) {
            attributes.add("mode = Interpolation.BILINEAR");
        }
        List<Integer> lengths = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            lengths.add(length(axis) * factors[axis]);
        }
        return written("Upsample", lengths, channels());
    }

    private Choice pad() {
        int[] sides = new int[2 * axes];
        String mode = new String[] {"", "CONSTANT", "REFLECT", "EDGE"}[random.nextInt(4)];
        List<Integer> lengths = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            int most = mode.equals("REFLECT") ? Math.min(3, length(axis)) : 3;
            sides[axis] = random.nextInt(most);
            sides[axis + axes] = random.nextInt(most);
            lengths.add(length(axis) + sides[axis] + sides[axis + axes]);
        }
        attributes.add("value = "
                + Arrays.stream(sides).mapToObj(String::valueOf).collect(Collectors.joining(", ", "{", "}")));
        if (!mode.isEmpty()) {
            attributes.add("mode = PadMode." + mode);
        }
        if (mode.isEmpty() && chance(2)) {
            attributes.add("fill = -0.5f");
        }
        return written("Pad", lengths, channels());
    }
}
