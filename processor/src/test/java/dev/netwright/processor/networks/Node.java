package dev.netwright.processor.networks;

import java.util.List;

/** A node of a random network: what is written, and what follows from it. */
final class Node {
    final String name;
    final String operators;
    final List<Node> inputs;
    final List<Integer> shape;
    final boolean batched;
    boolean used;
    boolean output;

    /** Whether nothing may use it. */
    boolean end;

    Node(String name, String operators, List<Node> inputs, List<Integer> shape, boolean batched) {
        this.name = name;
        this.operators = operators;
        this.inputs = inputs;
        this.shape = shape;
        this.batched = batched;
        inputs.forEach(input -> input.used = true);
    }

    int rank() {
        return shape.size();
    }

    int last() {
        return shape.get(rank() - 1);
    }

    int size() {
        return Shapes.size(shape);
    }

    /** The simple name of the first operator. */
    String firstOperator() {
        return operators.split("\\W+")[1];
    }

    boolean isInput() {
        return operators.startsWith("@Input");
    }
}
