package dev.netwright.processor.networks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Dense layers, and operators that rearrange or keep the shape. */
final class LayerNodes {
    private LayerNodes() {}

    static void dense(Sketch net, Node x) {
        if (x.rank() > 2 || !x.batched) {
            net.first(x, "@Flatten", List.of(x.size()));
            return;
        }
        int units = net.chance(5) ? 100 + net.random.nextInt(200) : 1 + net.random.nextInt(40);
        if (x.rank() == 2 && units * x.shape.get(0) > Sketch.LARGEST) {
            units = 1 + net.random.nextInt(9);
        }
        boolean bias = !net.chance(4);
        String operator = "@Dense(" + (bias ? String.valueOf(units) : "value = " + units + ", bias = false") + ")";
        List<Integer> shape = new ArrayList<>(x.shape);
        shape.set(x.rank() - 1, units);
        net.first(x, operator + (net.chance(4) ? " " + net.init(bias) : ""), shape);
    }

    /** An input of integers or truth values, maybe seen otherwise, and what makes floats of it. */
    static void typedInput(Sketch net, List<Integer> shape) {
        String type = List.of("INT32", "INT64", "BOOL").get(net.random.nextInt(3));
        Node x = net.add(
                "@Input(value = " + Shapes.ints(shape) + ", type = DataType." + type + ")", List.of(), shape, true);
        x.end = true;
        for (int views = net.random.nextInt(3); views > 0; views--) {
            x = view(net, x);
            x.end = true;
        }
        int ids = 1 + net.random.nextInt(7);
        if (type.equals("BOOL") || x.size() * ids > Sketch.LARGEST || net.chance(2)) {
            net.first(x, "@Cast", x.shape);
        } else {
            List<Integer> hot = new ArrayList<>(x.shape);
            hot.add(ids);
            net.first(x, "@OneHot(" + ids + ")", hot);
        }
    }

    /** The same values under another shape or in another order, of whatever type. */
    private static Node view(Sketch net, Node x) {
        List<Integer> shape = new ArrayList<>(x.shape);
        int axis = net.random.nextInt(x.rank());
        boolean longer = x.rank() < 5;
        switch (net.random.nextInt(4)) {
            case 0 -> {
                Collections.reverse(shape);
                return net.add("@Transpose", List.of(x), shape, true);
            }
            case 1 -> {
                if (longer) {
                    shape.add(axis, 1);
                }
                return longer ? net.add("@Unsqueeze(" + axis + ")", List.of(x), shape, true) : x;
            }
            case 2 -> {
                if (x.rank() > 1 && shape.get(axis) == 1) {
                    return net.add("@Squeeze(" + axis + ")", List.of(x), Shapes.without(shape, axis), true);
                }
                return net.add("@Reshape(-1)", List.of(x), List.of(x.size()), true);
            }
            default -> {
                return net.add("@Flatten", List.of(x), List.of(x.size()), true);
            }
        }
    }

    static void reshape(Sketch net, Node x) {
        List<Integer> shape = new ArrayList<>();
        int rest = x.size();
        for (int divisor = 2; divisor <= 7 && shape.size() < 4; divisor++) {
            if (rest % divisor == 0 && net.chance(2)) {
                shape.add(divisor);
                rest /= divisor;
            }
        }
        shape.add(net.random.nextInt(shape.size() + 1), rest);
        List<Integer> written = new ArrayList<>(shape);
        if (net.chance(2)) {
            written.set(net.random.nextInt(written.size()), -1);
        }
        net.first(x, "@Reshape(" + Shapes.ints(written) + ")", shape);
    }

    static void concat(Sketch net, Node x) {
        int axis = net.random.nextInt(x.rank());
        List<Integer> form = new ArrayList<>(x.shape);
        form.set(axis, 1 + net.random.nextInt(5));
        int most = x.size() / x.shape.get(axis) * (x.shape.get(axis) + 9);
        if (most > Sketch.LARGEST) {
            net.first(x, "@Flatten", List.of(x.size()));
            return;
        }
        Node other = net.nodes.stream()
                .filter(node -> node != x && !node.end && node.rank() == x.rank() && node.shape.get(axis) < 10)
                .filter(node -> Shapes.without(node.shape, axis).equals(Shapes.without(x.shape, axis)))
                .findFirst()
                .orElseGet(() -> net.source(form));
        List<Integer> shape = new ArrayList<>(x.shape);
        shape.set(axis, x.shape.get(axis) + other.shape.get(axis));
        boolean reversed = net.chance(2);
        int written = net.chance(2) ? axis : axis - x.rank();
        String operator = "@Concat" + (written == 0 ? "" : "(axis = " + written + ")");
        net.add(
                operator + net.followers(shape),
                reversed ? List.of(other, x) : List.of(x, other),
                shape,
                x.batched || other.batched);
    }

    static void flatten(Sketch net, Node x) {
        net.first(x, "@Flatten", List.of(x.size()));
    }

    static void activation(Sketch net, Node x) {
        net.first(x, net.activation(x.shape), x.shape);
    }

    static void dropout(Sketch net, Node x) {
        net.first(x, "@Dropout(" + net.random.nextInt(9) / 10f + "f)", x.shape);
    }

    static void preprocessing(Sketch net, Node x) {
        net.first(x, net.chance(2) ? "@Standardize" : "@Scale(" + (net.random.nextFloat() + 0.25f) + "f)", x.shape);
    }

    static void normalized(Sketch net, Node x) {
        if (net.chance(2)) {
            net.first(x, net.normalized(x), x.shape);
        } else {
            int axis = net.random.nextInt(x.rank());
            Node end = net.add("@LogSoftmax(axis = " + axis + ")", List.of(x), x.shape, x.batched);
            end.end = true;
        }
    }
}
