package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.operator.BuiltIns;
import dev.netwright.processor.operator.Operators;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;

/**
 * Every operator by itself in generated code, ten random cases a network: the float kernels and their gradients against the
 * interpreter in double, ONNX Runtime, every format. {@link Cases#ofEach()} says how many cases;
 * {@code -Dnetwright.operator='Conv.*'} takes some of the operators.
 */
class EachOperatorTest {
    private static final String ONLY = System.getProperty("netwright.operator", ".*");
    private static final int PER_NETWORK = 10;

    private final Map<String, Double> worst = new TreeMap<>();
    private final Share runtime = new Share();
    private final Share predictions = new Share();
    private final Share kernels = new Share();

    /** All of the registry and all annotations with a formula: one that no kind of {@link RandomNetwork} makes fails. */
    static TreeSet<String> operators() {
        TreeSet<String> names = new TreeSet<>(BuiltIns.read().keySet());
        Operators.all()
                .forEach(operator -> names.add(
                        operator.annotation().substring(operator.annotation().lastIndexOf('.') + 1)));
        names.removeIf(name -> !name.matches(ONLY));
        return names;
    }

    @TestFactory
    Stream<DynamicTest> inGeneratedCode(TestReporter reporter) {
        Stream<DynamicTest> each =
                operators().stream().map(operator -> DynamicTest.dynamicTest(operator, () -> check(operator)));
        return Stream.concat(each, Stream.of(DynamicTest.dynamicTest("what rounding decides", () -> {
            reporter.publishEntry("largest differences", worst.toString());
            reporter.publishEntry(
                    "shares", "ONNX Runtime " + runtime + ", predictions " + predictions + ", kernels " + kernels);
            assertTrue(runtime.small(50), runtime::toString);
            assertTrue(predictions.small(50), predictions::toString);
            assertTrue(kernels.small(30), kernels::toString);
        })));
    }

    private void check(String operator) throws Exception {
        int networks = Math.max(1, Cases.ofEach() / PER_NETWORK);
        Map<String, String> sources = new LinkedHashMap<>();
        for (long seed = Cases.seed(); seed < Cases.seed() + networks; seed++) {
            String name = operator + "Cases" + seed;
            sources.put(
                    name,
                    OperatorCases.source(name, operator, PER_NETWORK, seed)
                            .orElseThrow(() -> new AssertionError("no kind of RandomNetwork makes @" + operator)));
        }
        Map<String, String> together = new LinkedHashMap<>(Words.activations());
        together.putAll(sources);
        try (CompiledNetworks compiled = CompiledNetworks.compile(together)) {
            for (Map.Entry<String, String> network : sources.entrySet()) {
                try {
                    check(new NetworkCheck(
                            compiled.network(network.getKey()), network.getKey().hashCode()));
                } catch (AssertionError e) {
                    throw new AssertionError(e.getMessage() + "\n" + network.getValue(), e);
                }
            }
        }
    }

    private void check(NetworkCheck network) throws Exception {
        worst("ONNX Runtime", network.onnxRuntime(runtime, 1, 3));
        worst("predictions", network.predictions(predictions, 1, 40));
        worst("kernels", network.kernels(kernels, 1, 9));
        network.formats();
    }

    private void worst(String check, double difference) {
        worst.merge(check, difference, Math::max);
    }
}
