package dev.netwright.processor.operator;

import static dev.netwright.processor.operator.TestNetwork.use;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.netwright.processor.declare.Declaration.OperatorUse;
import dev.netwright.processor.graph.Graph;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An infinity reaches the results that depend on its element and no others. */
class InfiniteNeighborTest {
    private static final int SIZE = 12;

    static Stream<OperatorUse> operators() {
        return Stream.of(
                use("Pad", "value", new int[] {2, 1, 1, 2}, "mode", "EDGE", "fill", 0.0),
                use("Pad", "value", new int[] {2, 1, 1, 2}, "mode", "REFLECT", "fill", 0.0),
                use("Upsample", "value", new int[] {2, 3}, "mode", "BILINEAR"),
                use("Upsample", "value", new int[] {9}, "mode", "BILINEAR"));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void staysWhereItIs(OperatorUse use) {
        Graph graph =
                new TestNetwork().input("x", 1, 3, 4).output("y", "x", use).graph();
        double[] before = run(graph, new double[SIZE]);
        for (int k = 0; k < SIZE; k++) {
            double[] moved = new double[SIZE];
            moved[k] = 1;
            double[] after = run(graph, moved);
            double[] infinite = new double[SIZE];
            infinite[k] = Double.POSITIVE_INFINITY;
            double[] found = run(graph, infinite);
            for (int i = 0; i < found.length; i++) {
                double expected = after[i] == before[i] ? 0 : Double.POSITIVE_INFINITY;
                assertEquals(expected, found[i], "result " + i + " of an infinity at " + k);
            }
        }
    }

    private static double[] run(Graph graph, double[] x) {
        return new EagerLowering(graph, 1, false, Map.of("x", x)).value("y");
    }
}
