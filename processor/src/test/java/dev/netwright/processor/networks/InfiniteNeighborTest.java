package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.netwright.processor.networks.CompiledNetworks.Compiled;
import dev.netwright.processor.plan.Interpreter;
import dev.netwright.processor.plan.Planner;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An infinity reaches the results that depend on its element and no others: in the interpreter, and in the float kernels. */
class InfiniteNeighborTest {
    private static final int SIZE = 12;

    private static final Map<String, String> OPERATORS = Map.of(
            "Edge", "@Pad(value = {2, 1, 1, 2}, mode = PadMode.EDGE)",
            "Reflect", "@Pad(value = {2, 1, 1, 2}, mode = PadMode.REFLECT)",
            "Twice", "@Upsample(value = {2, 3}, mode = Interpolation.BILINEAR)",
            "Nine", "@Upsample(value = 9, mode = Interpolation.BILINEAR)");

    private static CompiledNetworks networks;

    @BeforeAll
    static void compile() {
        Map<String, String> sources = new LinkedHashMap<>();
        OPERATORS.forEach((name, operator) -> sources.put(name, """
                package nets;
                import dev.netwright.annotations.*;
                @Network interface %s { @Input({1, 3, 4}) Tensor x(); %s Tensor y(); }
                """.formatted(name, operator)));
        networks = CompiledNetworks.compile(sources);
    }

    @AfterAll
    static void close() {
        networks.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Edge", "Reflect", "Twice", "Nine"})
    void staysWhereItIs(String name) {
        Compiled network = networks.network(name);
        check(x -> new Interpreter(Planner.inference(network.graph())).forward(new double[][] {x}, 1)[0]);
        var model = network.create(1);
        check(x -> Numbers.doubles(model.infer(new Object[] {Numbers.floats(x)}, 1)[0]));
    }

    private static void check(UnaryOperator<double[]> run) {
        double[] before = run.apply(new double[SIZE]);
        for (int k = 0; k < SIZE; k++) {
            double[] moved = new double[SIZE];
            moved[k] = 1;
            double[] after = run.apply(moved);
            double[] infinite = new double[SIZE];
            infinite[k] = Double.POSITIVE_INFINITY;
            double[] found = run.apply(infinite);
            for (int i = 0; i < found.length; i++) {
                double expected = after[i] == before[i] ? 0 : Double.POSITIVE_INFINITY;
                assertEquals(expected, found[i], "result " + i + " of an infinity at " + k);
            }
        }
    }
}
