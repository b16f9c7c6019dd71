package dev.netwright.processor.networks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Parts of a node, its axes in another order, dimensions put in or taken away, reductions and normalizations. */
final class ShapeNodes {
    private ShapeNodes() {}

    static void norm(Sketch net, Node x) {
        net.first(x, fittingNorm(net, x), x.shape);
    }

    static void transpose(Sketch net, Node x) {
        List<Integer> axes = axes(net, x.rank());
        boolean reversed = net.chance(4);
        if (reversed) {
            axes = IntStream.range(0, x.rank()).mapToObj(k -> x.rank() - 1 - k).toList();
        }
        List<Integer> shape = axes.stream().map(x.shape::get).toList();
        net.first(x, "@Transpose" + (reversed ? "" : "(" + Shapes.ints(signed(net, axes, x.rank())) + ")"), shape);
    }

    /** A slice, one of equal parts, or what lies at an index. */
    static void part(Sketch net, Node x) {
        int axis = net.random.nextInt(x.rank());
        int length = x.shape.get(axis);
        int written = net.chance(2) ? axis : axis - x.rank();
        List<Integer> shape = new ArrayList<>(x.shape);
        List<Integer> divisors = IntStream.rangeClosed(1, Math.min(length, 9))
                .filter(d -> length % d == 0)
                .boxed()
                .toList();
        if (net.chance(3) && x.rank() > 1) {
            shape.remove(axis);
            int index = net.random.nextInt(2 * length) - length;
            net.first(x, "@Take(value = " + index + ", axis = " + written + ")", shape);
        } else if (net.chance(2)) {
            int parts = divisors.get(net.random.nextInt(divisors.size()));
            int index = net.random.nextInt(2 * parts) - parts;
            shape.set(axis, length / parts);
            net.first(x, "@Split(parts = " + parts + ", index = " + index + ", axis = " + written + ")", shape);
        } else {
            int from = net.random.nextInt(length);
            int to = from + 1 + net.random.nextInt(length - from);
            int step = 1 + net.random.nextInt(3);
            shape.set(axis, (to - from + step - 1) / step);
            String end =
                    to == length && net.chance(2) ? "" : ", to = " + (to < length && net.chance(2) ? to - length : to);
            int start = net.chance(2) ? from : from - length;
            net.first(x, "@Slice(axis = " + written + ", from = " + start + end + ", step = " + step + ")", shape);
        }
    }

    /** Dimensions of 1 put in or taken away. */
    static void dimensions(Sketch net, Node x) {
        List<Integer> ones = IntStream.range(0, x.rank())
                .filter(k -> x.shape.get(k) == 1)
                .boxed()
                .toList();
        List<Integer> shape = new ArrayList<>(x.shape);
        if (!ones.isEmpty() && ones.size() < x.rank() && net.chance(2)) {
            boolean all = net.chance(2);
            List<Integer> gone = all ? ones : ones.subList(0, 1 + net.random.nextInt(ones.size()));
            List<Integer> kept = IntStream.range(0, x.rank())
                    .filter(k -> !gone.contains(k))
                    .mapToObj(x.shape::get)
                    .toList();
            net.first(x, "@Squeeze" + (all ? "" : "(" + Shapes.ints(signed(net, gone, x.rank())) + ")"), kept);
        } else if (x.rank() < 5) {
            int count = 1 + net.random.nextInt(2);
            List<Integer> axes = axes(net, x.rank() + count).subList(0, count);
            axes.stream().sorted().forEach(axis -> shape.add(axis, 1));
            net.first(x, "@Unsqueeze(" + Shapes.ints(signed(net, axes, shape.size())) + ")", shape);
        } else {
            net.first(x, "@Flatten", List.of(x.size()));
        }
    }

    static void reduce(Sketch net, Node x) {
        String operator = new String[] {"@ReduceSum", "@ReduceMean", "@ReduceMax"}[net.random.nextInt(3)];
        List<Integer> axes = axes(net, x.rank()).subList(0, net.random.nextInt(x.rank() + 1));
        boolean keep = net.chance(2);
        List<Integer> shape = new ArrayList<>();
        for (int k = 0; k < x.rank(); k++) {
            boolean reduced = axes.isEmpty() || axes.contains(k);
            if (!reduced || keep) {
                shape.add(reduced ? Integer.valueOf(1) : x.shape.get(k));
            }
        }
        if (shape.isEmpty()) {
            shape.add(1);
        }
        List<String> attributes = new ArrayList<>();
        if (!axes.isEmpty()) {
            attributes.add("value = " + Shapes.ints(signed(net, axes, x.rank())));
        }
        if (keep) {
            attributes.add("keepDims = true");
        }
        net.first(x, operator + (attributes.isEmpty() ? "" : "(" + String.join(", ", attributes) + ")"), shape);
    }

    private static List<Integer> axes(Sketch net, int rank) {
        List<Integer> axes = new ArrayList<>();
        for (int k = 0; k < rank; k++) {
            axes.add(net.random.nextInt(k + 1), k);
        }
        return axes;
    }

    private static List<Integer> signed(Sketch net, List<Integer> axes, int rank) {
        return axes.stream().map(axis -> net.chance(2) ? axis : axis - rank).toList();
    }

    /** A normalization that fits. */
    static String fittingNorm(Sketch net, Node x) {
        List<String> fitting = new ArrayList<>();
        int axis = net.random.nextInt(x.rank());
        int trailing = x.shape.subList(axis, x.rank()).stream().reduce(1, (a, b) -> a * b);
        String from = "axis = " + (net.chance(2) ? axis : axis - x.rank());
        int channels = x.shape.get(0);
        if (x.batched) {
            fitting.add("@BatchNorm");
            fitting.add("@BatchNorm(momentum = 0.3f");
        }
        if (trailing > 1) {
            fitting.add("@LayerNorm(" + from);
        }
        fitting.add("@RMSNorm(" + from);
        if (x.size() > channels) {
            fitting.add("@InstanceNorm");
        }
        List<Integer> groups = IntStream.rangeClosed(1, Math.min(channels, 9))
                .filter(d -> channels % d == 0 && x.size() > d)
                .boxed()
                .toList();
        if (!groups.isEmpty()) {
            fitting.add("@GroupNorm(groups = " + groups.get(net.random.nextInt(groups.size())));
        }
        String text = fitting.get(net.random.nextInt(fitting.size()));
        boolean open = text.contains("(");
        if (net.chance(2)) {
            return text + (open ? ", " : "(") + "epsilon = 0.01f)";
        }
        return text + (open ? ")" : "");
    }
}
