package dev.netwright.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user carries and sees: the size of the runtime with all it needs, and a silent error stream. */
class FootprintTest {
    private static final long FOUR_MEGABYTES = 4_000_000;

    @TempDir
    Path folder;

    /** What a model needs at run time: the examples' class path without ONNX Runtime and the tests' own. */
    private static List<Path> runtime() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(path -> {
                    String name = path.getFileName().toString();
                    return name.startsWith("netwright-")
                            || name.startsWith("jackson-core-")
                            || path.endsWith("annotations/target/classes")
                            || path.endsWith("runtime/core/target/classes");
                })
                .toList();
    }

    @Test
    void theRuntimeIsSmall() throws Exception {
        List<Path> parts = runtime();
        assertEquals(3, parts.size(), () -> "annotations, runtime, Jackson: " + parts);
        long bytes = 0;
        for (Path part : parts) {
            bytes += size(part);
        }
        assertTrue(bytes <= FOUR_MEGABYTES, bytes + " bytes");
    }

    private static long size(Path part) throws Exception {
        if (!Files.isDirectory(part)) {
            return Files.size(part);
        }
        try (Stream<Path> files = Files.walk(part)) {
            // Uncompressed classes: a jar of them is smaller.
            return files.filter(Files::isRegularFile)
                    .mapToLong(FootprintTest::fileSize)
                    .sum();
        }
    }

    private static long fileSize(Path file) {
        return file.toFile().length();
    }

    /** Nothing but these three and the examples on the class path, every format written and read, trained: and not a word on the error stream. */
    @Test
    void noWarningOnAnyJdk() throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp"));
        List<String> classPath = new ArrayList<>();
        runtime().forEach(path -> classPath.add(path.toString()));
        classPath.add(Path.of(Demo.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString());
        command.add(String.join(File.pathSeparator, classPath));
        command.add("dev.netwright.examples.Quickstart");
        File errors = folder.resolve("errors").toFile();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(errors)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        assertEquals("", Files.readString(errors.toPath()));
        assertEquals(0, process.exitValue());
    }
}
