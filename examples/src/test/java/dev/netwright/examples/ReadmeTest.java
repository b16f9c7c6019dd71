package dev.netwright.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every Java block of the README and of the training guide stands in a source that the build compiles. */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final int LONGEST_QUICKSTART = 30;

    private static List<String> blocks(String document) throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("..", document)))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Test
    void blocksAreCompiled() throws IOException {
        List<String> sources;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .map(ReadmeTest::read)
                    .map(ReadmeTest::squeezed)
                    .toList();
        }
        List<String> blocks = new ArrayList<>(blocks("README.md"));
        assertTrue(blocks.size() >= 4, "blocks found: " + blocks.size());
        blocks.addAll(blocks("docs/training.md"));
        for (String block : blocks) {
            assertTrue(sources.stream().anyMatch(source -> source.contains(squeezed(block))), block);
        }
    }

    @Test
    void theQuickstartIsShort() throws IOException {
        long lines = blocks("README.md")
                .get(0)
                .lines()
                .filter(line -> !line.isBlank())
                .count();
        assertTrue(lines <= LONGEST_QUICKSTART, lines + " lines");
    }

    private static String squeezed(String text) {
        return text.replaceAll("// spotless:o(n|ff)", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
