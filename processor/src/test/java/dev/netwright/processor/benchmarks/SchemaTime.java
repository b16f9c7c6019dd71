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
 * How much verifying a schema adds to a compilation: javac in this JVM over one interface, with its schema file and without, in pairs whose order turns;
 * processor time of the compiling thread. A program, not a test. How to run it stands in {@code docs/performance.md}.
 */
public final class SchemaTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WARM = 20;
    private static final int RUNS = 101;

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
        List<Double> without = new ArrayList<>();
        List<Double> more = new ArrayList<>();
        for (int k = 0; k < WARM + RUNS; k++) {
            boolean turned = k % 2 == 1;
            double one = time(file, source, turned ? schemas : List.of());
            double two = time(file, source, turned ? List.of() : schemas);
            if (k >= WARM) {
                without.add(turned ? two : one);
                more.add(turned ? one - two : two - one);
            }
        }
        without.sort(null);
        more.sort(null);
        System.out.printf(
                Locale.ROOT,
                "%-12s without %.1f ms; %.1f ms more, quartiles %.1f and %.1f (%d pairs); %.1f ms more at the first time%n",
                name,
                without.get(RUNS / 2),
                more.get(RUNS / 2),
                more.get(RUNS / 4),
                more.get(3 * RUNS / 4),
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
