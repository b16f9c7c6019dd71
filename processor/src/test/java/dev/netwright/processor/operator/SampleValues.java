package dev.netwright.processor.operator;

import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.Graph.Node;
import dev.netwright.processor.graph.Graph.Stored;
import dev.netwright.runtime.checkpoint.Role;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values at random for the networks of {@link Samples}. */
final class SampleValues {
    private SampleValues() {}

    /** Numbers for inputs at a batch size, parameters and buffers, by full name; deviations and divisors away from 0. */
    static Map<String, double[]> of(Graph graph, int n, Random r) {
        Map<String, double[]> values = new HashMap<>();
        boolean divides = graph.nodes().stream()
                .anyMatch(node -> node.applied().get(0).operator().annotation().endsWith(".Div"));
        for (Node node : graph.inputs()) {
            int count = n * (int) node.type().size();
            values.put(
                    node.name(),
                    switch (node.type().element()) {
                        case FLOAT32 -> numbers(r, count, divides);
                        case BOOL -> r.ints(count, 0, 2).asDoubleStream().toArray();
                        default ->
                            (graph.ids(node) > 0 ? r.ints(count, 0, graph.ids(node)) : r.ints(count, -99, 99))
                                    .asDoubleStream()
                                    .toArray();
                    });
        }
        for (List<Stored> store : List.of(graph.parameters(), graph.buffers())) {
            for (Stored stored : store) {
                boolean apart = divides || stored.name().endsWith("deviation");
                double[] numbers = numbers(r, stored.size(), apart);
                if (stored.spec().role() == Role.VARIANCE) {
                    numbers = Arrays.stream(numbers)
                            .map(x -> (float) (0.25 + Math.abs(x)))
                            .toArray();
                }
                values.put(stored.name(), numbers);
            }
        }
        return values;
    }

    /** Floats away from 0. */
    static double[] numbers(Random r, int count) {
        return numbers(r, count, false);
    }

    /** Floats, so that all engines start from the same; away from 0, where there may be a kink or a pole. */
    private static double[] numbers(Random r, int count, boolean apart) {
        double[] numbers = new double[count];
        for (int k = 0; k < count; k++) {
            double x = (float) r.nextGaussian();
            numbers[k] = (float) (x + Math.copySign(apart ? 0.5 : 0.01, x));
        }
        return numbers;
    }
}
