package dev.netwright.processor.networks;

import java.util.ArrayList;
import java.util.List;

/**
 * An input whose samples differ in length, what positions do among themselves, and reductions to nodes that are the same for every
 * sample, which then grow as any other. Nothing else uses the nodes that vary.
 */
final class VaryingNodes {
    private final Sketch net;
    private final int most;
    private final List<Node> varying = new ArrayList<>();

    private VaryingNodes(Sketch net, int most) {
        this.net = net;
        this.most = most;
    }

    /** Adds an input and what it needs. */
    static void input(Sketch net) {
        new VaryingNodes(net, 2 + net.random.nextInt(9)).grow();
    }

    private void grow() {
        start();
        int count = net.random.nextInt(6);
        for (int k = 0; k < count; k++) {
            Node x = pick();
            switch (net.random.nextInt(9)) {
                case 0, 1 -> dense(x);
                case 2 -> add(activation(x.last()), List.of(x), x.last());
                case 3 -> elementwise(x);
                case 4 -> along(x);
                case 5 -> attention(x);
                case 6 -> part(x);
                case 7 -> concat(x);
                default -> add(norm(x), List.of(x), x.last());
            }
        }
        if (net.chance(3)) {
            dense(pick()); // a result that varies
        }
        for (Node node : List.copyOf(varying)) {
            if (!node.used && node != varying.get(varying.size() - 1)) {
                reduce(node);
            }
        }
        reduce(pick());
    }

    private void start() {
        int width = 1 + net.random.nextInt(5);
        if (!net.chance(3)) {
            input("@Input(value = {" + most + ", " + width + "}, varying = true)", List.of(most, width));
            return;
        }
        String type = net.chance(2) ? "INT32" : "INT64";
        boolean flat = net.chance(2);
        String shape = flat ? String.valueOf(most) : "{" + most + ", " + width + "}";
        List<Integer> dimensions = flat ? List.of(most) : List.of(most, width);
        Node ids = net.add(
                "@Input(value = " + shape + ", type = DataType." + type + ", varying = true)",
                List.of(),
                dimensions,
                true);
        ids.end = true;
        if (flat) {
            add("@OneHot(" + width + ")", List.of(ids), width);
        } else {
            add("@Cast @Scale(0.125f)", List.of(ids), width);
        }
    }

    private void input(String operator, List<Integer> shape) {
        Node x = net.add(operator, List.of(), shape, true);
        x.end = true;
        varying.add(x);
    }

    private Node pick() {
        return varying.get(net.random.nextInt(varying.size()));
    }

    private Node add(String operators, List<Node> inputs, int width) {
        int all = width > 0 ? width : inputs.stream().mapToInt(Node::last).sum();
        Node node = net.add(operators, inputs, List.of(most, all), true);
        node.end = true;
        varying.add(node);
        return node;
    }

    private void dense(Node x) {
        int units = 1 + net.random.nextInt(6);
        add("@Dense(" + units + ")" + (net.chance(2) ? " " + activation(units) : ""), List.of(x), units);
    }

    /** A slope for each of the first axis is none where that varies. */
    private String activation(int width) {
        String word = net.activation(List.of(width));
        return word.equals("@PReLU") ? "@PReLU(shared = true)" : word;
    }

    private void elementwise(Node x) {
        String operator = net.chance(2) ? "@Add" : net.chance(2) ? "@Mul" : "@Sub";
        List<Node> fitting = varying.stream()
                .filter(node -> node != x && node.last() == x.last())
                .toList();
        Node other = !fitting.isEmpty() && net.chance(2)
                ? fitting.get(net.random.nextInt(fitting.size()))
                : net.source(net.broadcastable(List.of(most, x.last())));
        add(operator, net.chance(2) ? List.of(x, other) : List.of(other, x), x.last());
    }

    /** Along positions, or at each. */
    private void along(Node x) {
        String axis = net.chance(2) ? "(axis = 0)" : net.chance(2) ? "(axis = -1)" : "";
        add(net.chance(2) ? "@Softmax" + axis : "@LogSoftmax" + axis + " @Scale(0.125f)", List.of(x), x.last());
    }

    private void attention(Node x) {
        Node other = varying.stream()
                .filter(node -> node.last() == x.last())
                .findFirst()
                .orElse(x);
        Node turned = net.add("@Transpose", List.of(other), List.of(other.last(), most), true);
        turned.end = true;
        Node weights = net.add(
                "@MatMul @Scale(0.25f)" + (net.chance(2) ? " @Softmax" : ""),
                List.of(x, turned),
                List.of(most, most),
                true);
        weights.end = true;
        Node value = pick();
        add("@MatMul", List.of(weights, value), value.last());
    }

    private void concat(Node x) {
        Node other = pick();
        if (other != x) {
            add("@Concat(axis = 1)", List.of(x, other), 0);
        }
    }

    private void part(Node x) {
        int from = net.random.nextInt(x.last());
        add("@Slice(axis = 1, from = " + from + ")", List.of(x), x.last() - from);
    }

    private String norm(Node x) {
        return x.last() > 1 && net.chance(2) ? "@LayerNorm" : net.chance(2) ? "@RMSNorm" : "@PReLU(shared = true)";
    }

    private void reduce(Node x) {
        String operator = new String[] {"@ReduceSum", "@ReduceMean", "@ReduceMax"}[net.random.nextInt(3)];
        switch (net.random.nextInt(4)) {
            case 0 -> net.add(operator, List.of(x), List.of(1), true);
            case 1 -> net.add(operator + "(value = 0, keepDims = true)", List.of(x), List.of(1, x.last()), true);
            case 2 -> net.add("@Take(0)", List.of(x), List.of(x.last()), true);
            default -> net.add(operator + "(0)", List.of(x), List.of(x.last()), true);
        }
    }
}
