package dev.netwright.processor.graph;

import dev.netwright.processor.declare.Declaration.Edge;
import dev.netwright.processor.declare.Declaration.NodeDeclaration;
import dev.netwright.processor.declare.Declaration.OperatorUse;
import dev.netwright.processor.operator.TensorType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chains of nodes for messages: {@code image [1, 28, 28] → conv1 @Conv2D(32) [32, 26, 26] → logits @Dense(10)}. */
final class Trace {
    /** Most nodes of a chain; those before are left out. */
    private static final int MOST_NODES = 6;

    private final Map<String, NodeDeclaration> declarations = new LinkedHashMap<>();
    private final Map<String, TensorType> types = new HashMap<>();

    /** Takes a node once it has been looked at; its type is empty where it is unknown. */
    void add(NodeDeclaration declaration, Optional<TensorType> type) {
        declarations.put(declaration.name(), declaration);
        type.ifPresent(t -> types.put(declaration.name(), t));
    }

    /** Names of the nodes so far, in the order declared. */
    List<String> names() {
        return List.copyOf(declarations.keySet());
    }

    /** The chain to the operator {@code number} of a node, through input {@code input} of the node, then through first inputs. */
    String to(NodeDeclaration node, int number, int input) {
        Deque<String> chain = new ArrayDeque<>();
        chain.addFirst(shown(node, node.operators().subList(0, number + 1)));
        Optional<NodeDeclaration> next = input(node, number == 0 ? input : 0);
        while (next.isPresent() && chain.size() < MOST_NODES) {
            NodeDeclaration from = next.get();
            TensorType type = types.get(from.name());
            boolean source = from.operators().get(0).annotation().equals("dev.netwright.annotations.Input");
            chain.addFirst((source ? from.name() : shown(from, from.operators())) + (type == null ? "" : " " + type));
            next = input(from, 0);
        }
        return (next.isPresent() ? "… → " : "") + String.join(" → ", chain);
    }

    private Optional<NodeDeclaration> input(NodeDeclaration node, int index) {
        List<Edge> inputs = node.inputs();
        return index < inputs.size()
                ? Optional.ofNullable(declarations.get(inputs.get(index).node()))
                : Optional.empty();
    }

    private static String shown(NodeDeclaration node, List<OperatorUse> operators) {
        return node.name() + " " + operators.stream().map(Written::of).collect(Collectors.joining(" "));
    }
}
