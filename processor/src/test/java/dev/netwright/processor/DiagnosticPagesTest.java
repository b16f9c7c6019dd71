package dev.netwright.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.diagnose.Problem;
import dev.netwright.processor.diagnose.ProblemId;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.SchemaProblems;
import dev.netwright.processor.testing.Compilation.Compiler;
import dev.netwright.processor.testing.Markers;
import dev.netwright.processor.testing.Resources;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each kind of mistake has one factory, one page whose example is real, and markers. */
class DiagnosticPagesTest {
    private static final Path PAGES = Resources.project().resolve("docs/diagnostics");
    private static final Pattern EXAMPLE =
            Pattern.compile("```java\\n((?:(?!```).)*)```\\n\\n```text\\n(.*?)```\\n", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("(?:interface|class) (\\w+)");

    @Test
    void idsFactoriesPagesAndMarkersAreTheSameSet() {
        Set<String> ids =
                Arrays.stream(ProblemId.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
        List<Method> factories = Stream.of(Problems.class, SchemaProblems.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(m -> Modifier.isPublic(m.getModifiers()))
                .toList();
        assertTrue(factories.stream().allMatch(m -> m.getReturnType() == Problem.class));
        assertEquals(
                ids.stream().toList(),
                factories.stream().map(m -> capitalized(m.getName())).sorted().toList());
        Set<String> pages = new TreeSet<>();
        Resources.texts(PAGES, ".md").keySet().forEach(page -> pages.add(page.replace(".md", "")));
        pages.remove("README");
        assertEquals(ids, pages);
        Set<String> marked = new TreeSet<>();
        MarkerTest.sources().values().forEach(source -> Markers.of(source).forEach(m -> marked.add(m.id())));
        assertEquals(ids, marked);
    }

    private static String capitalized(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** The output on a page is javac's for the source on it; {@code -Dnetwright.updateGoldens=true} writes it. */
    @TestFactory
    Stream<DynamicTest> examplesAreReal() {
        return Resources.texts(PAGES, ".md").entrySet().stream()
                .filter(page -> !page.getKey().equals("README.md"))
                .map(page -> DynamicTest.dynamicTest(page.getKey(), () -> check(page.getKey(), page.getValue())));
    }

    /** Those that keep the schemas which a page asks for; else, but for the page that needs none, those of the files of weights. */
    private static List<String> options(String name, String page) throws IOException {
        List<String> locked = Locked.options(page);
        return !locked.isEmpty() || name.equals("MissingOption.md") ? locked : MarkerTest.options("");
    }

    private static void check(String name, String page) throws IOException {
        Matcher example = EXAMPLE.matcher(page);
        assertTrue(example.find(), "an example: a block of java, then a block of text");
        String source = example.group(1);
        Matcher type = TYPE.matcher(source);
        assertTrue(type.find());
        boolean sabotaged = name.equals("InternalError.md");
        Processor processor = sabotaged ? new SabotagedProcessor() : new NetwrightProcessor();
        String printed = Compiler.JAVAC
                .print(options(name, page), Map.of(type.group(1) + ".java", source), List.of(processor))
                .printed();
        String output = printed.lines()
                .filter(line -> !line.matches("\\d+ errors?"))
                .map(line ->
                        line.replaceFirst("^.*[/\\\\](?=\\w+\\.java:\\d)", "").stripTrailing())
                .filter(line -> !sabotaged || !line.matches("\\s+(at .*|Netwright .*)"))
                .collect(Collectors.joining("\n", "", "\n"));
        if (Boolean.getBoolean("netwright.updateGoldens")) {
            String updated = page.substring(0, example.start(2)) + output + page.substring(example.end(2));
            Files.writeString(PAGES.resolve(name), updated);
            return;
        }
        assertEquals(output, example.group(2));
        assertTrue(output.contains("[Netwright/" + name.replace(".md", "") + "]"), output);
    }
}
