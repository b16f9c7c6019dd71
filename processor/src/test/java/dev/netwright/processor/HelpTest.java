package dev.netwright.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import dev.netwright.processor.testing.Edits;
import dev.netwright.processor.testing.NotLiteral;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The first help of every diagnostic in {@code resources/diagnostics} is the literal edit that mends it: done to the source, the
 * problem is gone and no other comes. A help that is no edit has its line, with the reason, in {@link NotLiteral}.
 */
class HelpTest {
    private static final Collection<String> EXCUSED = new TreeSet<>();

    @TestFactory
    Stream<DynamicTest> helpsMend() {
        return MarkerTest.sources().entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> check(e.getKey(), e.getValue())));
    }

    /** Nothing is excused that no diagnostic says any more. */
    @AfterAll
    static void everyExcuseIsNeeded() {
        assertEquals(new TreeSet<>(NotLiteral.REASONS.keySet()), EXCUSED);
    }

    private static Compilation compile(String name, String source) {
        return Compiler.JAVAC.compile(
                MarkerTest.options(source), Map.of("diagnostics/" + name, source), List.of(MarkerTest.processor(name)));
    }

    private static void check(String name, String source) {
        List<String> failures = new ArrayList<>();
        Compilation before = compile(name, source);
        for (Diagnostic<?> error : before.errors()) {
            String help = Edits.help(error).orElse("");
            var excuse = NotLiteral.of(help);
            excuse.ifPresent(EXCUSED::add);
            if (excuse.isPresent()) {
                continue;
            }
            try {
                String edited = Edits.follow(source, error, help)
                        .orElseGet(() -> fail("is neither an edit (see Edits) nor excused (see NotLiteral)"));
                assertFalse(edited.equals(source), "changes nothing");
                mended(error, help, before, compile(name, edited));
            } catch (AssertionError e) {
                failures.add("line " + error.getLineNumber() + ", help '" + help + "': " + e.getMessage());
            }
        }
        assertTrue(failures.isEmpty(), () -> String.join("\n\n", failures));
    }

    private static void mended(Diagnostic<?> error, String help, Compilation before, Compilation after) {
        List<String> left = new ArrayList<>(subjects(after));
        if (help.endsWith("and name it where it is consumed")) {
            left.removeIf(subject -> subject.matches("\\[Netwright/(UnusedNode|ConstantOutput)].*"));
        }
        List<String> expected = new ArrayList<>(subjects(before));
        expected.remove(subject(error));
        expected.forEach(left::remove);
        assertEquals(List.of(), left, "the edit does not mend it, or brings another problem");
    }

    private static List<String> subjects(Compilation compilation) {
        return compilation.errors().stream().map(HelpTest::subject).toList();
    }

    /** The first line of a message: the kind of mistake and whose it is. */
    private static String subject(Diagnostic<?> error) {
        return error.getMessage(Locale.ROOT).lines().findFirst().orElse("");
    }
}
