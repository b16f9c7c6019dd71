package dev.netwright.processor.graph;

import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.operator.OneHotOperator;
import dev.netwright.processor.operator.Operator;
import dev.netwright.processor.operator.ParameterSpec;
import dev.netwright.processor.operator.Site;
import dev.netwright.processor.operator.TensorType;
import java.util.List;

/**
 * A network whose declaration holds: nodes with types, parameters with places in the store.
 *
 * @param declaration what it was made from
 * @param nodes the nodes in the order declared, each after what it consumes
 * @param parameters all parameters in the order of the store
 * @param buffers all buffers in the order of their store
 */
public record Graph(Declaration declaration, List<Node> nodes, List<Stored> parameters, List<Stored> buffers) {
    public Graph {
        nodes = List.copyOf(nodes);
        parameters = List.copyOf(parameters);
        buffers = List.copyOf(buffers);
    }

    /** The inputs in order. */
    public List<Node> inputs() {
        return nodes.stream().filter(Node::isInput).toList();
    }

    /** The input that says how long a sample is of an input that varies. */
    public Node lengths(String input) {
        return inputs().stream()
                .filter(node -> node.name().equals(Lengths.name(input)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + input + "' has no lengths"));
    }

    /** The input that says how long a sample is of an input or result whose first dimension varies. */
    public Node lengths(Node node) {
        return lengths(node.type().lengths(node.type().varying().firstKey()));
    }

    /** Whether an input holds the lengths of another. */
    public boolean isLengths(Node node) {
        return node.isInput()
                && inputs().stream()
                        .anyMatch(input -> input.type().varies()
                                && Lengths.name(input.name()).equals(node.name()));
    }

    /** The results in order. */
    public List<Node> outputs() {
        return nodes.stream().filter(Node::output).toList();
    }

    /** How many ids an input takes: the smallest number of the {@code @OneHot}s that read it, 0 where none does. */
    public int ids(Node input) {
        int ids = 0;
        for (Node node : nodes) {
            Applied first = node.applied().get(0);
            if (first.operator() instanceof OneHotOperator
                    && source(node.inputs().get(0)) == input.index()) {
                int own = OneHotOperator.ids(first.site());
                ids = ids == 0 ? own : Math.min(ids, own);
            }
        }
        return ids;
    }

    /** The node whose values a node holds under another shape: for values that are no floats always an input. */
    private int source(int node) {
        Node at = nodes.get(node);
        return at.inputs().isEmpty() ? node : source(at.inputs().get(0));
    }

    /** Names of the classes that an output tells apart; empty where it has none. */
    public List<String> classes(Node output) {
        return ClassNames.of(declaration.nodes().get(output.index()));
    }

    /** Number of floats in the parameter store. */
    public int parameterCount() {
        return count(parameters);
    }

    /** Number of floats in the store of buffers. */
    public int bufferCount() {
        return count(buffers);
    }

    private static int count(List<Stored> stored) {
        return stored.isEmpty()
                ? 0
                : stored.get(stored.size() - 1).offset()
                        + stored.get(stored.size() - 1).size();
    }

    /**
     * A node.
     *
     * @param index number among the nodes
     * @param name its name
     * @param inputs indices of the nodes it consumes
     * @param applied its operators in order
     * @param type type of its value
     * @param output whether it is a result
     */
    public record Node(
            int index, String name, List<Integer> inputs, List<Applied> applied, TensorType type, boolean output) {
        public Node {
            inputs = List.copyOf(inputs);
            applied = List.copyOf(applied);
        }

        /** Whether it is an input of the network. */
        public boolean isInput() {
            return applied.get(0).operator().annotation().equals("dev.netwright.annotations.Input");
        }
    }

    /**
     * An operator of a node. The first consumes the node's inputs, each later one the result before it.
     *
     * @param operator its definition
     * @param site what the definition is asked with
     * @param prefix what the names of its parameters start with: {@code hidden1.} or {@code hidden1.batchNorm.}
     * @param output type of its result
     */
    public record Applied(Operator operator, Site site, String prefix, TensorType output) {}

    /**
     * A parameter or buffer.
     *
     * @param name its full name, {@code hidden1.weight}
     * @param node the node it belongs to
     * @param spec what the operator declared, {@code @Init} applied
     * @param offset its first float in the store
     */
    public record Stored(String name, Node node, ParameterSpec spec, int offset) {
        /** Number of floats. */
        public int size() {
            return spec.shape().stream().reduce(1, Math::multiplyExact);
        }
    }
}
