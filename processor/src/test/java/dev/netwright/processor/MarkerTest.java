package dev.netwright.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import dev.netwright.processor.testing.Markers;
import dev.netwright.processor.testing.Resources;
import dev.netwright.processor.testing.WeightFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every source in {@code resources/diagnostics} gives the errors that its comments mark, and no other; see {@link Markers}. */
class MarkerTest {
    static Map<String, String> sources() {
        return Resources.texts(Resources.module().resolve("src/test/resources/diagnostics"), ".java");
    }

    @TestFactory
    Stream<DynamicTest> diagnostics() {
        Map<String, String> sources = sources();
        assertFalse(sources.isEmpty());
        return sources.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> check(e.getKey(), e.getValue())));
    }

    private static void check(String name, String source) {
        Compilation compilation = Compiler.JAVAC.compile(
                options(source), Map.of("diagnostics/" + name, source), List.of(processor(name)));
        List<String> differences = Markers.differences(source, compilation.errors());
        assertEquals(List.of(), differences, () -> String.join("\n\n", differences));
        assertEquals(
                List.of(),
                compilation.diagnostics().stream()
                        .filter(d -> d.getKind() == Diagnostic.Kind.WARNING)
                        .toList());
    }

    /** A bug of ours cannot be had for the asking: {@code InternalError.java} is compiled in an environment that fails. */
    static Processor processor(String name) {
        return name.equals("InternalError.java") ? new SabotagedProcessor() : new NetwrightProcessor();
    }

    /**
     * What a line {@code // OPTIONS} of a source asks for, {@code ${diagnostics}} being the folder of these sources; where there is none, the folder
     * of the files of weights is the base.
     */
    static List<String> options(String source) {
        if (!source.contains("// OPTIONS")) {
            return List.of("-Anetwright.base=" + WeightFiles.folder());
        }
        Path folder = Resources.module().resolve("src/test/resources/diagnostics");
        return source.lines()
                .filter(line -> line.startsWith("// OPTIONS "))
                .flatMap(
                        line -> Stream.of(line.substring("// OPTIONS ".length()).split(" ")))
                .map(option -> option.replace("${diagnostics}", folder.toString()))
                .toList();
    }

    @Test
    void missingAndUnexpectedBothFail() {
        String source = Objects.requireNonNull(sources().get("NoOperator.java"));
        Compilation compilation = Compiler.JAVAC.compile(
                Map.of("diagnostics/NoOperator.java", source), List.of(new NetwrightProcessor()));
        String unmarked = source.replaceAll("// ERROR.*", "");
        assertFalse(Markers.differences(unmarked, compilation.errors()).isEmpty());
        assertFalse(Markers.differences(source, List.of()).isEmpty());
        String elsewhere = source.replace("// ERROR^", "// ERROR^not ");
        assertFalse(Markers.differences(elsewhere, compilation.errors()).isEmpty());
    }
}
