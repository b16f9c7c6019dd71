package dev.netwright.processor.declare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.NetwrightProcessor;
import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import dev.netwright.processor.testing.Resources;
import dev.netwright.processor.testing.WeightFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An incremental build recompiles one source against the class files of the others, and what it writes is what the whole build
 * wrote: several networks, of every access, nested, in two packages, with activations of the user's own from their sources and
 * from their class files. Names of methods' parameters and orders that class files lose must not matter.
 */
class SeparateCompilationTest {
    private static final Map<String, String> SOURCES = Map.of(
            "a/Swoosh.java", """
            package a;
            import dev.netwright.annotations.Pointwise;
            @Pointwise("x * sigmoid(slope * x) + (shifted ? 0.5 : 0)") public @interface Swoosh {
                double slope() default 1.702;
                boolean shifted() default false;
            }
            """, "a/Plain.java", """
            package a;
            import dev.netwright.annotations.*;
            @Network interface Plain {
                @Input({2, 3}) Tensor zebra();
                @Input(6) Tensor ant();
                @Flatten Tensor flat(Tensor zebra);
                @Dense(value = 6, bias = false) @Init(weight = Initializer.NORMAL, argument = 0.1) @Swoosh(shifted = true)
                @Dropout(0.3f) Tensor body(Tensor flat);
                @Add @Own @Output Tensor sum(Tensor body, Tensor ant);
                @Sub @Output Tensor difference(Tensor ant, Tensor body);
                @Pointwise("x / (1 + abs(x))") @interface Own {}
            }
            """, "a/Outer.java", """
            package a;
            import dev.netwright.annotations.*;
            public class Outer {
                public static class Inner {
                    @Network(version = 3) public interface Net {
                        @Input(4) Tensor x();
                        @Dense(3) @Swoosh @PReLU Tensor hidden();
                        @Dense(2) @Softmax Tensor p();
                    }
                    @Network(model = "Named") protected interface Other {
                        @Input({3, 2}) Tensor x();
                        @Standardize @LeakyReLU(0.2f) Tensor y();
                    }
                }
                Outer_Inner_NetModel model() { return Outer_Inner_NetModel.create(1); }
            }
            """, "b/Far.java", """
            package b;
            import a.Swoosh;
            import dev.netwright.annotations.*;
            @Network public interface Far {
                @Input(5) Tensor x();
                @Parameter({5, 3}) Tensor table();
                @MatMul @Swoosh(slope = 2) Tensor y(Tensor x, Tensor table);
            }
            """, "b/Uses.java", """
            package b;
            class Uses {
                final FarModel far = FarModel.create(2);
                final a.Outer_Inner_NetModel net = a.Outer_Inner_NetModel.create(3);
            }
            """);

    /** What comes from each source. ECJ's filer refuses to write a class that the class path holds, so a build deletes them first. */
    private static final Map<String, String> OWN = Map.of(
            "a/Swoosh.java", "a/Swoosh.*",
            "a/Plain.java", "a/Plain.*",
            "a/Outer.java", "a/(Outer|Named).*",
            "b/Far.java", "b/Far.*",
            "b/Uses.java", "b/Uses.*");

    private static final List<String> NETWORKS =
            List.of("a.Plain", "a.Outer$Inner$Net", "a.Outer$Inner$Other", "b.Far");

    /** The one of them that has a {@code @Standardize}. */
    private static final String STANDARDIZED = "a.Outer$Inner$Other";

    @ParameterizedTest
    @EnumSource
    void eachSourceAloneGivesTheSameBytes(Compiler compiler) {
        Path classes = whole(compiler).output();
        Map<String, byte[]> whole = files(classes);
        Map<String, byte[]> together = new TreeMap<>();
        SOURCES.forEach((name, source) -> {
            Path others = compiler == Compiler.ECJ ? without(OWN.get(name), whole) : classes;
            Map<String, byte[]> alone =
                    files(compile(compiler, Map.of(name, source), others).output());
            assertTrue(alone.containsKey(name.replace(".java", ".class")), () -> name + ": " + alone.keySet());
            alone.forEach((file, bytes) -> assertArrayEquals(whole.get(file), bytes, file));
            together.putAll(alone);
        });
        assertEquals(whole.keySet(), together.keySet());
    }

    /** The generated sources do not depend on the compiler. */
    @Test
    void bothCompilersGenerateTheSame() {
        Map<String, String> first = generated(whole(Compiler.JAVAC));
        assertEquals(
                NETWORKS.stream().mapToInt(SeparateCompilationTest::classesOf).sum(),
                first.size(),
                first.keySet()::toString);
        assertEquals(first, generated(whole(Compiler.ECJ)));
    }

    /** How many classes a network gets; the plan that fits {@code @Standardize} only where there is one. */
    private static int classesOf(String network) {
        return Names.generated("", "").size() - (network.equals(STANDARDIZED) ? 0 : 1);
    }

    /** A neighbour that comes from class files is read from its companion as from its source, whichever compiler wrote it. */
    @ParameterizedTest
    @EnumSource
    void companionsOfClassFilesHoldTheDeclarations(Compiler compiler) {
        Map<String, Companion> declared = new TreeMap<>();
        javax.annotation.processing.Processor sources = Recording.networks(NETWORKS, declared);
        assertEquals(
                List.of(),
                Compiler.JAVAC
                        .compile(SOURCES, List.of(new NetwrightProcessor(), sources))
                        .messages());
        assertEquals(NETWORKS.size(), declared.size());
        Path classes = whole(compiler).output();
        for (Compiler reader : Compiler.values()) {
            Map<String, Companion> read = new TreeMap<>();
            Compilation alone = reader.compile(
                    Map.of("c/Alone.java", "package c; class Alone {}"),
                    List.of(Recording.companions(declared, read)),
                    classes);
            assertEquals(List.of(), alone.messages());
            assertEquals(declared, read);
        }
    }

    /** What Gradle's isolating processors promise: every file comes from one type, the network's interface. */
    @ParameterizedTest
    @EnumSource
    void everyFileHasOneOriginatingElement(Compiler compiler) throws IOException {
        Map<String, List<String>> origins = new TreeMap<>();
        Compilation compilation =
                compiler.compile(SOURCES, List.of(Recording.origins(new NetwrightProcessor(), origins)));
        assertEquals(List.of(), compilation.messages());
        long kernels = files(compilation.output()).keySet().stream()
                .filter(name -> name.endsWith(".cl"))
                .count();
        assertEquals(generated(compilation).size() + kernels, origins.size());
        for (String network : NETWORKS) {
            String canonical = network.replace('$', '.');
            long files =
                    origins.values().stream().filter(List.of(canonical)::equals).count();
            assertEquals(classesOf(network) + 1, files, () -> canonical + " of " + origins);
        }
        assertEquals(
                "dev.netwright.processor.NetwrightProcessor,isolating",
                Files.readString(Resources.module()
                                .resolve("src/main/resources/META-INF/gradle/incremental.annotation.processors"))
                        .strip());
    }

    /** A packed file comes from the network's interface as the sources do. */
    @ParameterizedTest
    @EnumSource
    void aPackedFileHasOneOriginatingElement(Compiler compiler) throws IOException {
        Path base = Files.createTempDirectory("base");
        Files.write(base.resolve("net.safetensors"), WeightFiles.safetensors("y.weight F32 3 4", "y.bias F32 3"));
        Map<String, List<String>> origins = new TreeMap<>();
        Compilation compilation = compiler.compile(
                List.of("-Anetwright.base=" + base),
                Map.of("a/Net.java", """
                        package a;
                        import dev.netwright.annotations.*;
                        @Network @Pretrained("net.safetensors") interface Net {
                            @Input(4) Tensor x();
                            @Dense(3) Tensor y();
                        }
                        """),
                List.of(Recording.origins(new NetwrightProcessor(), origins)));
        assertEquals(List.of(), compilation.messages());
        assertEquals(List.of("a.Net"), origins.get("a/NetModel.safetensors"));
        assertArrayEquals(
                Files.readAllBytes(base.resolve("net.safetensors")),
                Files.readAllBytes(compilation.output().resolve("a/NetModel.safetensors")));
    }

    /** A folder of the files but for those of some names. */
    private static Path without(String names, Map<String, byte[]> files) {
        try {
            Path folder = Files.createTempDirectory("others");
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                if (!file.getKey().matches(names)) {
                    Path copy = folder.resolve(file.getKey());
                    Files.createDirectories(copy.getParent());
                    Files.write(copy, file.getValue());
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Compilation whole(Compiler compiler) {
        return compile(compiler, SOURCES);
    }

    private static Compilation compile(Compiler compiler, Map<String, String> sources, Path... classes) {
        Compilation compilation = compiler.compile(sources, List.of(new NetwrightProcessor()), classes);
        assertEquals(List.of(), compilation.messages());
        return compilation;
    }

    private static Map<String, String> generated(Compilation compilation) {
        return files(compilation.output()).entrySet().stream()
                .filter(e -> e.getKey().endsWith(".java"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, e -> new String(e.getValue(), java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static Map<String, byte[]> files(Path folder) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
