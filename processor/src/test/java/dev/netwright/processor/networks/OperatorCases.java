package dev.netwright.processor.networks;

import java.util.List;
import java.util.Optional;

/**
 * A network of several cases of one operator: each with a random shape and random attributes, on an input of its own that a parameter
 * shifts (gradients must reach it), with a result of its own. {@link RandomNetwork#KINDS} makes them.
 */
final class OperatorCases {
    /** Sketches tried for a case; the rarest operator stands in about one of 120. */
    private static final int ATTEMPTS = 5_000;

    private OperatorCases() {}

    /** The source of network {@code name} in the package {@code nets}; empty where no kind of {@code RandomNetwork} makes the operator. */
    static Optional<String> source(String name, String operator, int cases, long seed) {
        Sketch all = new Sketch(seed);
        for (int k = 0; k < cases; k++) {
            Optional<List<Node>> nodes = nodes(operator, seed * cases + k, "c" + k);
            if (nodes.isEmpty()) {
                return Optional.empty();
            }
            all.nodes.addAll(nodes.get());
        }
        return Optional.of(RandomNetwork.render(all, name));
    }

    /** The source of a network with one case of each of some operators. */
    static String source(String name, List<String> operators, long seed) {
        Sketch all = new Sketch(seed);
        for (int k = 0; k < operators.size(); k++) {
            String operator = operators.get(k);
            all.nodes.addAll(nodes(operator, seed * operators.size() + k, "c" + k)
                    .orElseThrow(() -> new AssertionError("no kind of RandomNetwork makes @" + operator)));
        }
        return RandomNetwork.render(all, name);
    }

    private static Optional<List<Node>> nodes(String operator, long seed, String prefix) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Sketch net = new Sketch(seed * ATTEMPTS + attempt, prefix);
            RandomNetwork.KINDS
                    .get(net.random.nextInt(RandomNetwork.KINDS.size()))
                    .grow(net, shifted(net));
            if (net.nodes.stream().anyMatch(node -> node.firstOperator().equals(operator))) {
                return Optional.of(net.nodes);
            }
        }
        return Optional.empty();
    }

    /** An input plus a parameter; now and then large, as activations have branches far from 0. */
    private static Node shifted(Sketch net) {
        List<Integer> shape = net.shape(1 + net.random.nextInt(4), 150);
        if (net.chance(8)) {
            LayerNodes.typedInput(net, shape);
        } else {
            net.add("@Input(" + Shapes.ints(shape) + ")", List.of(), shape, true);
        }
        Node x = net.pick();
        Node shift = net.add("@Parameter(" + Shapes.ints(x.shape) + ")", List.of(), x.shape, false);
        return net.add(net.chance(4) ? "@Add @Scale(6f)" : "@Add", List.of(x, shift), x.shape, true);
    }
}
