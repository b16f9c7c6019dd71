package dev.netwright.processor.benchmarks;

import dev.netwright.processor.NetwrightProcessor;
import dev.netwright.processor.testing.Resources;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * How much the processor adds to a compilation: javac in this JVM over one interface, with the processor and without, turn by
 * turn. Of ten layers, runs 1 to 10 warm the JVM and the medians are of runs 11 to 30; of a thousand nodes and of ResNet-18, in the JVM
 * that is warm by then, the medians are of runs 2 to 6. Times are processor time of the compiling thread, which other programs on the
 * machine disturb least; the last column is the median by the clock. A program, not a test: what it prints depends on the machine. How to run it stands in {@code docs/performance.md}.
 */
public final class CompileTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CompileTime() {}

    /** The class path of a project that has networks, all jars: annotations, runtime and what that needs. */
    private static String users() throws IOException {
        Path jars = Files.createTempDirectory("compile-time");
        List<String> path = new ArrayList<>();
        for (String className : List.of(
                "dev.netwright.annotations.Network",
                "dev.netwright.runtime.Model",
                "tools.jackson.core.JsonParser",
                "org.jspecify.annotations.Nullable")) {
            path.add(jar(place(className), jars.resolve(className + ".jar")).toString());
        }
        return String.join(File.pathSeparator, path);
    }

    private static Path place(String className) {
        try {
            return Path.of(Class.forName(className)
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A folder of classes as the jar that users have. */
    private static Path jar(Path classes, Path jar) throws IOException {
        if (!Files.isDirectory(classes)) {
            return classes;
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(
                        new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    /** Prints a line for each network. */
    @SuppressWarnings("SystemOut") // what a program prints
    public static void main(String[] arguments) throws IOException {
        String users = users();
        System.out.printf(
                Locale.ROOT,
                "Java %s, %d cores%n%-16s %9s %11s %8s %6s %9s %11s%n",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                "network",
                "first ms",
                "without ms",
                "with ms",
                "ratio",
                "added ms",
                "clock ms");
        measure(users, "ten layers", "Ten", tenLayers(), 10, 30);
        measure(users, "thousand nodes", "Thousand", thousandNodes(), 1, 6);
        measure(users, "ResNet-18", "ResNet18", resNet18(), 1, 6);
    }

    private static void measure(String users, String title, String name, String source, int warming, int runs)
            throws IOException {
        double[] with = new double[runs];
        double[] without = new double[runs];
        double[] clock = new double[runs];
        for (int run = 0; run < runs; run++) {
            long before = System.nanoTime();
            with[run] = milliseconds(users, name, source, true);
            clock[run] = (System.nanoTime() - before) / 1e6;
            without[run] = milliseconds(users, name, source, false);
        }
        double processed = median(with, warming);
        double plain = median(without, warming);
        System.out.printf(
                Locale.ROOT,
                "%-16s %9.0f %11.1f %8.1f %6.1f %9.1f %11.1f%n",
                title,
                with[0],
                plain,
                processed,
                processed / plain,
                processed - plain,
                median(clock, warming));
    }

    private static double median(double[] runs, int warming) {
        double[] measured = Arrays.stream(runs).skip(warming).sorted().toArray();
        return (measured[(measured.length - 1) / 2] + measured[measured.length / 2]) / 2;
    }

    private static double milliseconds(String users, String name, String source, boolean processed) throws IOException {
        Path output = Files.createTempDirectory("compile-time");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter printed = new StringWriter();
        long before = THREADS.getCurrentThreadCpuTime();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            List<String> options = new ArrayList<>(List.of("-d", output.toString(), "-classpath", users));
            if (!processed) {
                options.add("-proc:none");
            }
            JavaCompiler.CompilationTask task =
                    compiler.getTask(printed, files, null, options, null, List.of(new Text(name, source)));
            if (processed) {
                task.setProcessors(List.of(new NetwrightProcessor()));
            }
            if (!task.call()) {
                throw new IllegalStateException(printed.toString());
            }
        }
        double taken = (THREADS.getCurrentThreadCpuTime() - before) / 1e6;
        delete(output.toFile());
        return taken;
    }

    private static void delete(File file) {
        File[] inside = file.listFiles();
        if (inside != null) {
            for (File each : inside) {
                delete(each);
            }
        }
        if (!file.delete()) {
            throw new IllegalStateException(file + " cannot be deleted");
        }
    }

    /** Ten layers of different sizes and activation functions, so that no two share a kernel. */
    private static String tenLayers() {
        List<String> activations = List.of("@ReLU", "@Tanh", "@GELU", "@SiLU", "@Sigmoid @Dropout(0.1f)");
        StringBuilder nodes = new StringBuilder("@Input(64) Tensor pixels();\n");
        for (int k = 1; k < 10; k++) {
            nodes.append("@Dense(" + (200 - 16 * k) + ") " + activations.get(k % 5) + " Tensor hidden" + k + "();\n");
        }
        return network("Ten", nodes.append("@Dense(10) Tensor logits();\n").toString());
    }

    /** A chain with short cuts: 250 products of a handful of sizes, as many sums and activations. */
    private static String thousandNodes() {
        StringBuilder nodes = new StringBuilder("@Input(4) Tensor x0();\n");
        for (int k = 1; k < 1000; k++) {
            String above = "x" + (k - 1);
            nodes.append(
                    switch (k % 4) {
                        case 1 -> "@Dense(" + (3 + k % 7) + ") @Tanh Tensor x" + k + "(Tensor " + above + ");\n";
                        case 2 -> "@Sigmoid Tensor x" + k + "(Tensor " + above + ");\n";
                        case 3 -> "@Add Tensor x" + k + "(Tensor " + above + ", Tensor x" + (k - 2) + ");\n";
                        default -> "@Dense(value = 4, bias = false) @PReLU Tensor x" + k + "(Tensor " + above + ");\n";
                    });
        }
        return network("Thousand", nodes.toString());
    }

    private static String resNet18() throws IOException {
        return Files.readString(Resources.module().resolve("src/test/resources/networks/ResNet18.java"));
    }

    private static String network(String name, String nodes) {
        return "package com.example;\nimport dev.netwright.annotations.*;\n@Network public interface " + name + " {\n"
                + nodes + "}\n";
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String name, String text) {
            super(URI.create("string:///com/example/" + name + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
