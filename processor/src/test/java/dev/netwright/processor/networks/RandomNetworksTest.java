package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.networks.CompiledNetworks.Compiled;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random networks over all operators, compiled without a warning, against ONNX Runtime, the interpreter, differences and
 * themselves. {@link Cases} says how many.
 */
class RandomNetworksTest {
    private static final int PER_COMPILATION = 50;

    private static final Map<Long, Compiled> NETWORKS = new LinkedHashMap<>();
    private static final Map<Long, CompiledNetworks> COMPILATIONS = new LinkedHashMap<>();

    @BeforeAll
    static void compile() {
        long first = Cases.seed();
        long end = first + Cases.networks(30);
        for (long from = first; from < end; from += PER_COMPILATION) {
            Map<String, String> sources = new LinkedHashMap<>(Words.activations());
            long to = Math.min(end, from + PER_COMPILATION);
            for (long seed = from; seed < to; seed++) {
                sources.put("Net" + seed, RandomNetwork.source("Net" + seed, seed));
            }
            CompiledNetworks compiled = CompiledNetworks.compile(sources);
            COMPILATIONS.put(from, compiled);
            for (long seed = from; seed < to; seed++) {
                NETWORKS.put(seed, compiled.network("Net" + seed));
            }
        }
    }

    @AfterAll
    static void close() {
        COMPILATIONS.values().forEach(CompiledNetworks::close);
        COMPILATIONS.clear();
        NETWORKS.clear();
    }

    /** A check of one network; returns the difference it met. */
    @FunctionalInterface
    private interface Check {
        double of(NetworkCheck network) throws Exception;
    }

    private static void each(TestReporter reporter, Share share, Check check) {
        double worst = 0;
        StringBuilder failures = new StringBuilder();
        int failed = 0;
        for (Map.Entry<Long, Compiled> entry : NETWORKS.entrySet()) {
            long seed = entry.getKey();
            try {
                worst = Math.max(worst, check.of(new NetworkCheck(entry.getValue(), seed)));
            } catch (Exception | AssertionError | StackOverflowError e) {
                failed++;
                if (failed <= 5) {
                    failures.append("seed " + seed + ": " + e + "\n" + RandomNetwork.source("Net" + seed, seed) + "\n");
                }
            }
        }
        int all = failed;
        reporter.publishEntry("largest difference", worst + ", " + share);
        assertTrue(failed == 0, () -> all + " of " + NETWORKS.size() + " networks\n" + failures);
    }

    @Test
    void onnxRuntimeComputesTheSame(TestReporter reporter) {
        Share share = new Share();
        each(reporter, share, network -> network.onnxRuntime(share, 1, 5));
        assertTrue(share.small(50), share::toString);
    }

    @Test
    void everyFormatLoadsBackBitForBit(TestReporter reporter) {
        each(reporter, new Share(), network -> {
            network.formats();
            return 0;
        });
    }

    @Test
    void predictsWhatTheInterpreterDoes(TestReporter reporter) {
        Share share = new Share();
        each(reporter, share, network -> network.predictions(share, 1, 3, 40));
        assertTrue(share.small(50), share::toString);
    }

    @Test
    void trainsAsTheInterpreterDoes(TestReporter reporter) {
        Share share = new Share();
        each(reporter, share, network -> network.kernels(share, 1, 9));
        assertTrue(share.small(30), share::toString);
    }

    @Test
    void showsEveryActivation(TestReporter reporter) {
        Share share = new Share();
        each(reporter, share, network -> network.activations(share, 1, 9));
        assertTrue(share.small(30), share::toString);
    }

    @Test
    void gradientsAreThoseOfDifferences(TestReporter reporter) {
        Share share = new Share();
        each(reporter, share, network -> network.gradients(3, share));
        assertTrue(share.compared > 0 || NETWORKS.size() < 20, share::toString);
        assertTrue(share.small(20), share::toString);
    }
}
