package dev.netwright.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside another processor, and over sources that the compiler refuses. */
class RoundsTest {
    private static final String WAITING = """
            package a;
            import dev.netwright.annotations.*;
            @Network interface Waiting {
                @Input(4) Tensor x();
                @Dense(Sizes.HIDDEN) @Later Tensor hidden(Tensor y);
            }
            """;

    /** Generates an operator and the constant of an attribute in the first round. */
    private static final class Generating extends AbstractProcessor {
        private boolean done;

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (!done) {
                done = true;
                write(
                        "a.Later",
                        "package a; @dev.netwright.annotations.Pointwise(\"x * x\") public @interface Later {}");
                write("a.Sizes", "package a; class Sizes { static final int HIDDEN = 3; }");
            }
            return false;
        }

        private void write(String name, String text) {
            try (Writer writer = processingEnv.getFiler().createSourceFile(name).openWriter()) {
                writer.write(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return Set.of("*");
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }
    }

    /** The network has one mistake of ours, so its one message proves that it was read, once, when all was there. */
    @ParameterizedTest
    @EnumSource
    void waitsForWhatAnotherProcessorGenerates(Compiler compiler) {
        Compilation compilation = compiler.compile(
                Map.of("a/Waiting.java", WAITING), List.of(new NetwrightProcessor(), new Generating()));
        assertEquals(
                1, compilation.messages().size(), () -> compilation.messages().toString());
        assertTrue(compilation.messages().get(0).startsWith("[Netwright/UnknownNode] 'hidden' consumes 'y'"));
    }

    /** Without that processor the compiler's own errors stand, and none of ours. */
    @ParameterizedTest
    @EnumSource
    void leavesBrokenSourcesToTheCompiler(Compiler compiler) {
        silent(compiler, WAITING.replace("Tensor y", "Tensor x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@Input(4) Tensr x(); @Dense(3) Tensor y();",
                "@Input(4) Tensor x(); @Dense(\"3\") Tensor y();",
                "@Input(4) Tensor x(); @Dense(3 Tensor y();",
                "@Input(4) Tensor x(); @Dense(3) @Dense(4) Tensor y();",
                "@Input(4) Tensor x(); @Dense(3) Tensor y(Tensr x);",
                "@Input(4) Tensor x(); @Dense(3) Tensor y() throws Missing;",
                "@Input(4) Tensor x(); @Dense(3) Tensor x();",
                "@Input(4) Tensor x(); @Init(weight = Initializer.NONE) @Dense(3) Tensor y();",
                "@Input({4, }) Tensor x(); @Dense(Missing.SIZE) Tensor y();",
                "@Input(4) Tensor x(); @Needs @Dense(3) Tensor y(); @Pointwise(\"x\") @interface Needs { int a(); }",
                "@Input(4) Tensor x(); @Dense(3) Tensor y(); } @Network interface Net extends Missing {",
                "@Input(4) Tensor x(); @Dense(1 / 0) Tensor y();",
            })
    void saysNothingOfWhatTheCompilerRefuses(String body) {
        String source = "package a; import dev.netwright.annotations.*; @Network interface Broken { " + body + " }";
        for (Compiler compiler : Compiler.values()) {
            silent(compiler, source);
        }
    }

    private static void silent(Compiler compiler, String source) {
        Compilation compilation = compiler.compile(Map.of("a/Broken.java", source), List.of(new NetwrightProcessor()));
        assertFalse(compilation.success());
        assertFalse(compilation.messages().isEmpty());
        compilation
                .messages()
                .forEach(message -> assertFalse(message.contains("[Netwright/"), () -> compiler + ": " + message));
    }

    @Test
    void problemsOfSeveralNetworksComeInTheOrderOfTheSource() {
        String source = """
                package a;
                import dev.netwright.annotations.*;
                @Network interface Many {
                    @Input(4) Tensor x();
                    Tensor a();
                    @Add float b(Tensor p, Tensor q);
                    @Dense(3) Tensor c(Tensor r);
                }
                """;
        Compilation compilation =
                Compiler.JAVAC.compile(Map.of("a/Many.java", source), List.of(new NetwrightProcessor()));
        List<Long> lines =
                compilation.errors().stream().map(d -> d.getLineNumber()).toList();
        assertEquals(List.of(5L, 6L, 6L, 6L, 7L), lines);
        List<Long> columns =
                compilation.errors().stream().map(d -> d.getPosition()).toList();
        assertEquals(columns.stream().sorted().toList(), columns);
    }
}
