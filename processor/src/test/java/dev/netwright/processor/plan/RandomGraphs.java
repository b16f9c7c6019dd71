package dev.netwright.processor.plan;

import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.operator.TensorType;
import dev.netwright.processor.plan.TestGraph.Use;
import dev.netwright.processor.pointwise.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Random directed acyclic graphs of the test operators. */
final class RandomGraphs {
    private final Random random;
    private final TestGraph graph = new TestGraph();
    private final Set<Integer> unused = new TreeSet<>();

    private RandomGraphs(long seed) {
        this.random = new Random(seed);
    }

    static Graph graph(long seed, int nodes) {
        return new RandomGraphs(seed).build(nodes);
    }

    private Graph build(int nodes) {
        Integer[][] shapes = {{6}, {3, 4}, {2, 3, 4}, {1, 5}, {1}};
        Integer[] shape = shapes[random.nextInt(shapes.length)];
        unused.add(graph.input(shape));
        if (random.nextBoolean()) {
            unused.add(graph.input(shape));
        }
        if (random.nextInt(3) == 0) {
            unused.add(graph.node(List.of(), TestOperators.parameter(shape)));
        }
        while (graph.size() < nodes) {
            grow();
        }
        Set<Integer> outputs = new TreeSet<>(unused);
        for (int k = 0; k < graph.size(); k++) {
            if (random.nextInt(6) == 0) {
                outputs.add(k);
            }
        }
        return graph.graph(outputs);
    }

    private void grow() {
        // Mostly what nothing has used yet, so that graphs are deep.
        int a = pick();
        TensorType type = graph.type(a);
        List<Use> uses = new ArrayList<>();
        List<Integer> inputs = new ArrayList<>(List.of(a));
        int b = pick();
        boolean together = type.batched() && graph.type(b).shape().equals(type.shape());
        boolean matrix = type.batched() && type.rank() >= 2;
        boolean large = type.size() > 60;
        int last = type.shape().get(type.rank() - 1);
        switch (random.nextInt(18)) {
            case 0, 1 -> uses.add(type.batched() ? TestOperators.dense(type, 2 + random.nextInt(4)) : activation(type));
            case 2, 3 -> uses.add(activation(type));
            case 4, 5 -> {
                if (together) {
                    inputs.add(b);
                    Expr.Operation[] operations = {Expr.Operation.ADD, Expr.Operation.MUL, Expr.Operation.MAX};
                    uses.add(TestOperators.binary(operations[random.nextInt(3)], type));
                } else if (type.batched()) {
                    int p = graph.node(List.of(), TestOperators.parameter(random.nextBoolean() ? last : 1));
                    inputs.add(p);
                    uses.add(TestOperators.binary(Expr.Operation.MUL, type));
                }
            }
            case 6 -> uses.add(TestOperators.softmax(type, random.nextBoolean()));
            case 7 -> uses.add(TestOperators.softmaxWithAdjoint(type));
            case 8 -> uses.add(TestOperators.layerNorm(type));
            case 9 -> {
                if (together && !large) {
                    inputs.add(b);
                    uses.add(TestOperators.concat(type, graph.type(b).withShape(type.shape())));
                }
            }
            case 10 -> {
                if (matrix) {
                    uses.add(TestOperators.transpose(type));
                }
            }
            case 11 -> uses.add(last > 1 && type.batched() ? TestOperators.tail(type) : TestOperators.sigmoid(type));
            case 12 ->
                uses.add(type.batched() ? TestOperators.reshape(type, (int) type.size()) : TestOperators.sigmoid(type));
            case 13 -> {
                if (type.batched() && !large) {
                    uses.add(TestOperators.pad(type));
                }
            }
            case 14 -> {
                if (matrix) {
                    uses.add(
                            random.nextBoolean() && !large ? TestOperators.gram(type) : TestOperators.batched(type, 3));
                }
            }
            case 15 -> {
                if (type.batched() && last > 1) {
                    uses.add(TestOperators.maximum(type));
                }
            }
            case 16 -> uses.add(type.batched() ? TestOperators.dropout(type) : TestOperators.slope(type));
            default -> uses.add(random.nextBoolean() ? TestOperators.slope(type) : TestOperators.accumulated(type));
        }
        if (uses.isEmpty()) {
            return;
        }
        while (random.nextInt(3) == 0) {
            TensorType now = uses.get(uses.size() - 1).output();
            uses.add(random.nextInt(3) == 0 ? TestOperators.sigmoid(now) : activation(now));
        }
        unused.removeAll(inputs);
        unused.add(graph.node(inputs, uses.toArray(new Use[0])));
    }

    private Use activation(TensorType type) {
        return switch (random.nextInt(4)) {
            case 0 -> TestOperators.pointwise(type, TestOperators.relu());
            case 1 -> TestOperators.pointwise(type, TestOperators.silu());
            case 2 -> TestOperators.slope(type);
            default -> TestOperators.pointwise(type, TestOperators.tanh());
        };
    }

    private int pick() {
        List<Integer> open = new ArrayList<>(unused);
        return random.nextInt(3) == 0 ? random.nextInt(graph.size()) : open.get(random.nextInt(open.size()));
    }
}
