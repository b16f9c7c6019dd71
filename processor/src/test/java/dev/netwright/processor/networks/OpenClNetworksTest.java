package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.Device;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random networks, and networks that hold each operator, on an OpenCL device against the JVM engine and the interpreter. {@link Cases} says
 * how many.
 */
class OpenClNetworksTest {
    private static Device device;
    private static CompiledNetworks compiled;
    private static final int TOGETHER = 8;

    private static final Map<String, NetworkCheck> CHECKS = new LinkedHashMap<>();
    private static final Map<String, String> SOURCES = new LinkedHashMap<>();

    @BeforeAll
    static void compile() {
        device = OpenClHere.device();
        Map<String, String> sources = new LinkedHashMap<>(Words.activations());
        long end = Cases.seed() + Cases.networks(6);
        for (long seed = Cases.seed(); seed < end; seed++) {
            sources.put("Net" + seed, RandomNetwork.source("Net" + seed, seed));
        }
        List<String> operators = List.copyOf(EachOperatorTest.operators());
        for (int from = 0; from < operators.size(); from += TOGETHER) {
            String name = "Operators" + from;
            List<String> some = operators.subList(from, Math.min(operators.size(), from + TOGETHER));
            sources.put(name, OperatorCases.source(name, some, Cases.seed() + 1));
        }
        compiled = CompiledNetworks.compile(sources);
        sources.keySet().removeAll(Words.activations().keySet());
        sources.forEach((name, source) -> {
            CHECKS.put(name, new NetworkCheck(compiled.network(name), name.hashCode()));
            SOURCES.put(name, source);
        });
    }

    @AfterAll
    static void close() {
        if (compiled != null) {
            compiled.close();
            device.close();
        }
        CHECKS.clear();
    }

    @FunctionalInterface
    private interface Check {
        double of(NetworkCheck network);
    }

    private static void each(TestReporter reporter, Check check) {
        double worst = 0;
        StringBuilder failures = new StringBuilder();
        for (Map.Entry<String, NetworkCheck> entry : CHECKS.entrySet()) {
            try {
                worst = Math.max(worst, check.of(entry.getValue()));
            } catch (RuntimeException | AssertionError e) {
                failures.append(entry.getKey()).append(": ").append(e).append('\n');
                failures.append(SOURCES.get(entry.getKey())).append('\n');
            }
        }
        reporter.publishEntry("largest difference", String.valueOf(worst));
        assertTrue(failures.isEmpty(), failures::toString);
    }

    @Test
    void predictsAsTheJvm(TestReporter reporter) {
        Share share = new Share();
        each(reporter, network -> network.predictionsOn(device, share, 1, 3, 40));
        assertTrue(share.small(20), share::toString);
    }

    @Test
    void trainsAsTheInterpreterDoes(TestReporter reporter) {
        Share share = new Share();
        each(reporter, network -> network.kernelsOn(device, share, 1, 9));
        assertTrue(share.small(30), share::toString);
    }
}
