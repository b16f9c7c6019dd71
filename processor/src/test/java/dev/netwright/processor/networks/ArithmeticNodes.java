package dev.netwright.processor.networks;

import java.util.ArrayList;
import java.util.List;

/** Nodes that take several values: elementwise with broadcasting, and matrix products. */
final class ArithmeticNodes {
    private ArithmeticNodes() {}

    /** A sum, difference or product with nodes that broadcast, or with new parameters and constants. */
    static void elementwise(Sketch net, Node x) {
        String operator = new String[] {"@Add", "@Mul", "@Sub"}[net.random.nextInt(3)];
        List<Node> inputs = new ArrayList<>(List.of(x));
        List<Integer> shape = x.shape;
        boolean batched = x.batched;
        int count = operator.equals("@Sub") ? 2 : 2 + net.random.nextInt(2);
        while (inputs.size() < count) {
            Node other = net.chance(2) ? net.partner(shape, inputs) : net.source(net.broadcastable(shape));
            if (other == null) {
                other = net.source(net.broadcastable(shape));
            }
            shape = Shapes.broadcast(shape, other.shape);
            batched |= other.batched;
            inputs.add(net.random.nextInt(inputs.size() + 1), other);
        }
        net.add(operator + net.followers(shape), inputs, shape, batched);
    }

    static void divide(Sketch net, Node x) {
        Node below = net.chance(2) ? net.source(net.broadcastable(x.shape)) : net.pick();
        List<Integer> shape = Shapes.broadcast(x.shape, below.shape);
        if (shape == null || Shapes.size(shape) > Sketch.LARGEST) {
            net.first(x, "@Above", x.shape);
            return;
        }
        Node divisor = net.add("@Above", List.of(below), below.shape, below.batched);
        net.add("@Div" + net.followers(shape), List.of(x, divisor), shape, x.batched || below.batched);
    }

    static void product(Sketch net, Node x) {
        int k = x.last();
        int columns = 1 + net.random.nextInt(net.chance(4) ? 60 : 9);
        if (x.size() / k * columns > Sketch.LARGEST) {
            columns = 1;
        }
        List<Integer> shape = new ArrayList<>(x.shape);
        shape.set(x.rank() - 1, columns);
        if (net.chance(2) || x.rank() > 4) {
            Node table = net.source(List.of(k, columns));
            net.add("@MatMul" + net.followers(shape), List.of(x, table), shape, x.batched);
            return;
        }
        if (net.chance(3)) {
            // A matrix on the left, the samples on the right.
            int rows = x.rank() == 2 ? x.shape.get(0) : 0;
            if (rows > 0) {
                int m = 1 + net.random.nextInt(5);
                Node left = net.source(List.of(m, rows));
                List<Integer> result = List.of(m, k);
                net.add("@MatMul" + net.followers(result), List.of(left, x), result, x.batched);
                return;
            }
        }
        // A second value of each sample, brought to the leading axes of the first or to none.
        Node y = net.pick();
        List<Integer> leading = x.shape.subList(0, Math.max(0, x.rank() - 2));
        int all = Shapes.size(leading);
        if (y.size() % (k * all) == 0 && y.size() / k / all * (x.size() / k) <= Sketch.LARGEST) {
            List<Integer> form = new ArrayList<>(leading);
            form.add(k);
            form.add(y.size() / k / all);
            Node right = net.add("@Reshape(" + Shapes.ints(form) + ")", List.of(y), form, y.batched);
            shape.set(x.rank() - 1, right.last());
            net.add("@MatMul" + net.followers(shape), List.of(x, right), shape, x.batched || y.batched);
        } else {
            net.first(x, net.activation(x.shape), x.shape);
        }
    }
}
