package dev.netwright.processor.networks;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The source of a random network that follows every rule of the language: a directed acyclic graph over all operators, random
 * shapes and attributes, with names that generated code might use itself. The same seed gives the same source. A new operator
 * takes part through a line in {@link #KINDS}.
 */
final class RandomNetwork {
    /** Adds a node that reads {@code x}, and others that it needs. */
    @FunctionalInterface
    interface Kind {
        void grow(Sketch net, Node x);
    }

    /** All equally likely; what stands several times comes up more often. */
    static final List<Kind> KINDS = List.of(
            LayerNodes::dense,
            LayerNodes::dense,
            LayerNodes::dense,
            LayerNodes::flatten,
            LayerNodes::reshape,
            ArithmeticNodes::elementwise,
            ArithmeticNodes::elementwise,
            ArithmeticNodes::divide,
            ArithmeticNodes::product,
            ArithmeticNodes::product,
            LayerNodes::concat,
            LayerNodes::activation,
            LayerNodes::dropout,
            LayerNodes::preprocessing,
            LayerNodes::normalized,
            LayerNodes::activation,
            RandomWindows::grow,
            RandomWindows::grow,
            RandomWindows::grow,
            RandomWindows::grow,
            ShapeNodes::norm,
            ShapeNodes::norm,
            ShapeNodes::transpose,
            ShapeNodes::part,
            ShapeNodes::dimensions,
            ShapeNodes::reduce);

    private RandomNetwork() {}

    /** The source of network {@code name} in the package {@code nets}, which needs {@link Words#activations()}. */
    static String source(String name, long seed) {
        return render(grow(new Sketch(seed)), name);
    }

    private static Sketch grow(Sketch net) {
        int inputs = net.chance(4) ? 2 + net.random.nextInt(2) : 1;
        for (int k = 0; k < inputs; k++) {
            List<Integer> shape = net.shape(1 + net.random.nextInt(4), 150);
            if (net.chance(5)) {
                VaryingNodes.input(net);
            } else if (net.chance(4)) {
                LayerNodes.typedInput(net, shape);
            } else {
                net.add("@Input(" + Shapes.ints(shape) + ")", List.of(), shape, true);
            }
        }
        int length = net.nodes.size() + 1 + net.random.nextInt(9);
        while (net.nodes.size() < length || net.nodes.stream().anyMatch(node -> node.isInput() && !node.used)) {
            Node x = net.pick();
            KINDS.get(net.random.nextInt(KINDS.size())).grow(net, x);
        }
        return net;
    }

    /** Declares a network's nodes; results are those that nothing uses, and some others. */
    static String render(Sketch net, String name) {
        for (Node node : net.nodes) {
            node.output = !node.used || (node.batched && !node.isInput() && !node.end && net.chance(12));
        }
        StringBuilder source = new StringBuilder("package nets;\n\nimport dev.netwright.annotations.*;\n\n@Network ");
        source.append(net.chance(3) ? "public " : "")
                .append("interface ")
                .append(name)
                .append(" {\n");
        long outputs = net.nodes.stream().filter(node -> node.output).count();
        Node last = net.nodes.get(net.nodes.size() - 1);
        boolean implicit = outputs == 1 && last.output && net.chance(2);
        long inputs = net.nodes.stream().filter(Node::isInput).count();
        Node before = null;
        for (Node node : net.nodes) {
            boolean above = node.inputs.size() == 1
                    && node.inputs.get(0) == before
                    && !before.output
                    && !(before.isInput() && inputs > 1)
                    && net.chance(2);
            String parameters = above
                    ? ""
                    : node.inputs.stream().map(input -> "Tensor " + input.name).collect(Collectors.joining(", "));
            source.append("    ")
                    .append(node.output && !implicit ? "@Output " : "")
                    .append(node.operators);
            source.append(" Tensor ")
                    .append(node.name)
                    .append("(")
                    .append(parameters)
                    .append(");\n");
            before = node;
        }
        return source.append("}\n").toString();
    }
}
