package dev.netwright.processor.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Markers;
import dev.netwright.processor.testing.Resources;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Pairs of networks in {@code resources/schemas}: the first is locked, the second compiled. It gives exactly the errors that its comments
 * mark, see {@link Markers}; where it has none, the lines of {@code // LOADS} are how it loads the first, and it can be locked in turn.
 *
 * <pre>
 * === ReLU becomes GELU
 * @Network interface Net { … }
 * ---
 * @Network interface Net { … } // ERROR^@GELU^: [SchemaChanged] …
 * </pre>
 */
class PairsTest {
    private static final int AT_LEAST = 60;

    record Pair(String name, String before, String after) {
        static Pair of(String text) {
            String[] parts = text.split("\n", 2);
            String[] networks = parts[1].split("(?m)^---\n", 2);
            return new Pair(parts[0].strip(), networks[0], networks[1]);
        }
    }

    static List<Pair> pairs() {
        return Resources.texts(Resources.module().resolve("src/test/resources/schemas"), ".txt").values().stream()
                .flatMap(text -> Stream.of(text.split("(?m)^=== ")).skip(1))
                .map(Pair::of)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> verdicts() {
        assertTrue(pairs().size() >= AT_LEAST, () -> pairs().size() + " pairs");
        return pairs().stream().map(pair -> DynamicTest.dynamicTest(pair.name(), () -> check(pair)));
    }

    private static void check(Pair pair) throws Exception {
        Project project = new Project();
        project.locked(pair.before());
        String first = Files.readString(project.file(1));
        Compilation compilation = project.lock(pair.after());
        String source = Project.source(pair.after());
        List<String> differences = Markers.differences(source, compilation.errors());
        assertEquals(List.of(), differences, () -> String.join("\n\n", differences));
        assertFalse(
                compilation.diagnostics().stream().anyMatch(d -> d.getKind() == Diagnostic.Kind.WARNING),
                () -> compilation.diagnostics().toString());
        assertEquals(first, Files.readString(project.file(1)), "a locked file never changes");
        List<String> loads = source.lines()
                .filter(line -> line.strip().startsWith("// LOADS "))
                .map(line -> line.strip().substring("// LOADS ".length()))
                .toList();
        if (compilation.success() && pair.after().contains("version = 2")) {
            assertEquals(loads, project.loads(2));
            Compilation again = project.verify(
                    pair.after().replaceAll("@(Renamed|Added|Removed|Resized|SplitFrom|MergedFrom)(\\([^)]*\\))?", ""));
            assertTrue(again.success(), () -> "without its annotations: " + again.messages());
        } else {
            assertEquals(List.of(), loads);
            assertFalse(Files.exists(project.file(2)));
        }
        if (compilation.success()) {
            assertTrue(Markers.of(source).isEmpty());
        } else {
            compilation
                    .errors()
                    .forEach(error -> assertTrue(
                            error.getMessage(Locale.ROOT).contains("help: "), () -> error.getMessage(Locale.ROOT)));
        }
    }
}
