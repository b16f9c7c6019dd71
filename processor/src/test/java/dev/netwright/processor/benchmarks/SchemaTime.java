package dev.netwright.processor.benchmarks;

import dev.netwright.processor.NetwrightProcessor;
import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import dev.netwright.processor.testing.Resources;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much verifying a schema adds to a compilation: javac in this JVM over one interface, with its schema file and without, turn by turn;
 * processor time of the compiling thread. A program, not a test. How to run it stands in {@code docs/performance.md}.
 */
public final class SchemaTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int RUNS = 31;

    private SchemaTime() {}

    /** Prints a line for each network. */
    public static void main(String[] arguments) throws Exception {
        StringBuilder ten = new StringBuilder(
                "import dev.netwright.annotations.*;\n@Network interface Ten {\n@Input(64) Tensor x();\n");
        for (int k = 0; k < 10; k++) {
            ten.append("@Dense(")
                    .append(20 + k)
                    .append(") @ReLU Tensor h")
                    .append(k)
                    .append("();\n");
        }
        measure("ten layers", "Ten.java", ten.append("}\n").toString());
        measure(
                "ResNet-18",
                "networks/ResNet18.java",
                Files.readString(Resources.module().resolve("src/test/resources/networks/ResNet18.java")));
    }

    private static void measure(String name, String file, String source) throws Exception {
        Path base = Files.createTempDirectory("schemas");
        List<String> schemas = List.of("-Anetwright.base=" + base, "-Anetwright.schemas=schemas");
        List<String> locking = new ArrayList<>(schemas);
        locking.add("-Anetwright.lock=update");
        time(file, source, List.of());
        time(file, source, locking);
        double first = time(file, source, schemas) - time(file, source, List.of());
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        for (int k = 0; k < RUNS; k++) {
            without.add(time(file, source, List.of()));
            with.add(time(file, source, schemas));
        }
        with.sort(null);
        without.sort(null);
        System.out.printf(
                Locale.ROOT,
                "%-12s without %.1f ms, with %.1f ms: %.1f ms more (medians of %d); %.1f ms more at the first time%n",
                name,
                without.get(RUNS / 2),
                with.get(RUNS / 2),
                with.get(RUNS / 2) - without.get(RUNS / 2),
                RUNS,
                first);
    }

    private static double time(String file, String source, List<String> options) {
        long start = THREADS.getCurrentThreadCpuTime();
        Compilation compilation =
                Compiler.JAVAC.compile(options, Map.of(file, source), List.of(new NetwrightProcessor()));
        if (!compilation.success()) {
            throw new AssertionError(compilation.messages());
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
    }
}
