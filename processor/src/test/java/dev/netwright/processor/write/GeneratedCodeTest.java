package dev.netwright.processor.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Golden files: each folder of {@code goldens} holds a network and what is generated for it.
 * {@code -Dnetwright.updateGoldens=true} writes them anew.
 */
class GeneratedCodeTest {
    private static final Path GOLDENS = Resources.module().resolve("src/test/resources/goldens");

    static List<Path> goldens() throws IOException {
        try (Stream<Path> folders = Files.list(GOLDENS)) {
            List<Path> found = folders.filter(Files::isDirectory).sorted().toList();
            assertFalse(found.isEmpty());
            return found;
        }
    }

    private static CompiledNetwork compile(Path folder, Compilation.Compiler compiler) {
        String name = network(folder);
        return CompiledNetwork.of(name, read(folder.resolve(name + ".java")), compiler);
    }

    private static String network(Path folder) {
        String name = folder.getFileName().toString();
        return name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void matchesGoldenFiles(Path folder) throws IOException {
        Map<String, String> found = new TreeMap<>();
        compile(folder, Compilation.Compiler.JAVAC)
                .written()
                .forEach((path, text) -> found.put(path.substring(path.lastIndexOf('/') + 1) + ".txt", text));
        int files = folder.endsWith("dag") ? 9 : 8; // a plan for @Standardize where there is one
        assertEquals(files, found.size(), found.keySet()::toString);
        if (Boolean.getBoolean("netwright.updateGoldens")) {
            for (Map.Entry<String, String> file : found.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
        }
        Map<String, String> expected = Resources.texts(folder, ".txt");
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((name, text) -> assertEquals(text, found.get(name), name));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void isTheSameFromBothCompilersAndEachTime(Path folder) {
        Map<String, String> first = compile(folder, Compilation.Compiler.JAVAC).written();
        assertEquals(first, compile(folder, Compilation.Compiler.JAVAC).written());
        assertEquals(first, compile(folder, Compilation.Compiler.ECJ).written());
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void computesWhatTheInterpreterComputes(Path folder) throws ReflectiveOperationException {
        new KernelCheck(compile(folder, Compilation.Compiler.JAVAC), network(folder), 1).run(1, 2, 7, 64);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void compilesWithoutWarning(Path folder) {
        String name = network(folder);
        withoutWarning(name, read(folder.resolve(name + ".java")));
    }

    /** Softmax beside log-softmax: the backward pass of the one sums what that of the other does not read. */
    @ParameterizedTest
    @ValueSource(strings = {"Add", "Sub", "Mul"})
    void sharedReductionsCompileWithoutWarning(String join) {
        withoutWarning("Diamond", """
                package com.example;
                import dev.netwright.annotations.*;
                @Network interface Diamond {
                    @Input({3, 4}) Tensor x();
                    @Dense(5) Tensor u();
                    @Softmax Tensor soft(Tensor u);
                    @LogSoftmax Tensor log(Tensor u);
                    @%s Tensor y(Tensor soft, Tensor log);
                }
                """.formatted(join));
    }

    private static void withoutWarning(String name, String source) {
        Map<String, String> sources =
                new TreeMap<>(CompiledNetwork.of(name, source).generated());
        sources.put("com/example/" + name + ".java", source);
        for (Compilation.Compiler compiler : Compilation.Compiler.values()) {
            Compilation compilation = compiler.compile(sources, List.of());
            List<String> messages = new ArrayList<>();
            compilation.diagnostics().forEach(d -> messages.add(d.getMessage(null)));
            assertTrue(compilation.success() && messages.isEmpty(), () -> compiler + ": " + messages);
        }
    }

    @Test
    void isAsciiWhateverTheNames() throws ReflectiveOperationException {
        CompiledNetwork network = CompiledNetwork.of("Größe", """
                package com.example;
                import dev.netwright.annotations.*;
                @Network interface Größe {
                    @Input(3) Tensor größe();
                    @Dense(2) @Tanh Tensor 層();
                }
                """);
        network.generated().values().forEach(text -> assertTrue(text.chars().allMatch(c -> c < 128), text));
        new KernelCheck(network, "Größe", 2).run(3);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
