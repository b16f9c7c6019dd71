package dev.netwright.processor.declare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.SourcePlace;
import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One declaration, two readings, two compilers. */
class ReadingTest {
    private static final String LANGUAGE = "dev.netwright.annotations.";
    private static final List<KnownOperator> OPERATORS = List.of(
            new KnownOperator(LANGUAGE + "Input", true, 0),
            new KnownOperator(LANGUAGE + "Constant", true, 0),
            new KnownOperator(LANGUAGE + "Dense", false, 1),
            new KnownOperator(LANGUAGE + "Dropout", false, 1),
            new KnownOperator(LANGUAGE + "Reshape", false, 1),
            new KnownOperator(LANGUAGE + "Add", false, 2));

    private static final String SOURCE = """
            package com.example;

            import dev.netwright.annotations.*;

            public class Outer {
                @Network(version = 7)
                public interface Net {
                    @Input({2, 3}) Tensor zebra();
                    @Input(value = 6, type = DataType.FLOAT32) Tensor ant();
                    @Reshape(6) Tensor flat(Tensor zebra);
                    @Dense(bias = false, value = 6) @Init(weight = Initializer.NORMAL, argument = 0.1) @LeakyReLU
                    @Dropout(0.3f) Tensor body(Tensor flat);
                    @Add @Odd(text = "a \\"b\\" \\\\ = \\u2192\\n", many = {1, 2.5, 0.0 / 0, -1 / 0.0, 1e-9}, big = 1L << 40)
                    @Output Tensor sum(Tensor body, Tensor ant);
                    @Constant(value = {0.1f, 16777216, 1e-10f}, shape = {}) Tensor fixed();
                    @Add Tensor last(Tensor sum, Tensor fixed);
                    @ELU(3) @Output Tensor tail();
                }

                @Pointwise(value = "x * scale", onnx = "")
                public @interface Odd {
                    String text() default "";
                    double[] many() default {};
                    boolean yes() default true;
                    float scale() default 1 / 3f;
                    long big() default 0;
                    DataType[] kinds() default {DataType.BOOL};
                }
            }
            """;

    /** Reads the network, or the companion where {@code companion} names one. */
    private static final class Reading extends AbstractProcessor {
        private final String name;
        private final boolean companion;
        private final List<Declaration> declarations = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        Reading(String name, boolean companion) {
            this.name = name;
            this.companion = companion;
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (round.processingOver()) {
                return false;
            }
            TypeElement type = processingEnv.getElementUtils().getTypeElement(name);
            if (companion) {
                declarations.add(new CompanionReader(processingEnv.getElementUtils()).read(type));
            } else {
                new DeclarationReader(processingEnv.getElementUtils(), OPERATORS, "com.example.Outer.Odd"::equals)
                        .read(type, problem -> problems.add(problem.toString()))
                        .ifPresent(declarations::add);
            }
            return false;
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

    private static Declaration read(Compiler compiler) {
        Reading reading = new Reading("com.example.Outer.Net", false);
        Compilation compilation = compiler.compile(Map.of("com/example/Outer.java", SOURCE), List.of(reading));
        assertEquals(List.of(), compilation.messages());
        assertEquals(List.of(), reading.problems);
        assertEquals(1, reading.declarations.size());
        return reading.declarations.get(0);
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatStandsThere(Compiler compiler) {
        Declaration read = read(compiler);
        assertEquals("com.example.Outer$Net", read.interfaceName());
        assertEquals("com.example", read.packageName());
        assertEquals("Outer_NetModel", read.modelName());
        assertEquals(7, read.version());
        assertTrue(read.isPublic());
        assertEquals(
                List.of("zebra", "ant", "flat", "body", "sum", "fixed", "last", "tail"),
                read.nodes().stream().map(Declaration.NodeDeclaration::name).toList());
        Declaration.NodeDeclaration body = read.nodes().get(3);
        assertEquals(
                List.of("Dense", "LeakyReLU", "Dropout"),
                body.operators().stream().map(Declaration.OperatorUse::name).toList());
        Attributes dense = body.operators().get(0).attributes();
        assertEquals(List.of("value", "bias"), dense.names());
        assertEquals(6, dense.integer("value"));
        assertFalse(dense.flag("bias"));
        assertTrue(dense.given("bias"));
        Attributes leaky = body.operators().get(1).attributes();
        assertEquals(0.01, leaky.number("value"));
        assertFalse(leaky.given("value"));
        assertEquals(
                "x > 0 ? x : value * x",
                body.operators().get(1).formula().orElseThrow().text());
        assertEquals(0.3, body.operators().get(2).attributes().number("value"));
        assertEquals("NORMAL", body.init().orElseThrow().text("weight"));
        assertEquals(
                List.of(6), read.nodes().get(2).operators().get(0).attributes().integers("value"));
        Declaration.OperatorUse odd = read.nodes().get(4).operators().get(1);
        assertEquals("a \"b\" \\ = \u2192\n", odd.attributes().text("text"));
        assertEquals(
                List.of(1.0, 2.5, Double.NaN, Double.NEGATIVE_INFINITY, 1e-9),
                odd.attributes().numbers("many"));
        assertEquals(1L << 40, odd.attributes().value("big"));
        assertEquals(0.33333334, odd.attributes().number("scale"));
        assertEquals(List.of("BOOL"), odd.attributes().value("kinds"));
        assertEquals(
                List.of(0.1, 16777216.0, 1e-10),
                read.nodes().get(5).operators().get(0).attributes().numbers("value"));
        assertEquals(List.of("last"), edges(read.nodes().get(7)));
        assertEquals(List.of("body", "ant"), edges(read.nodes().get(4)));
        assertEquals(List.of(), edges(read.nodes().get(5)));
    }

    private static List<String> edges(Declaration.NodeDeclaration node) {
        return node.inputs().stream().map(Declaration.Edge::node).toList();
    }

    @Test
    void placesAreTheNarrowest() {
        Declaration read = read(Compiler.JAVAC);
        Declaration.OperatorUse dense = read.nodes().get(3).operators().get(0);
        assertEquals("false", String.valueOf(((SourcePlace) dense.attributes().place("bias")).value()));
        Declaration.OperatorUse odd = read.nodes().get(4).operators().get(1);
        SourcePlace formula = (SourcePlace) odd.formula().orElseThrow().place();
        assertEquals("Odd", formula.element().getSimpleName().toString());
        assertEquals("\"x * scale\"", String.valueOf(formula.value()));
        SourcePlace edge = (SourcePlace) read.nodes().get(4).inputs().get(1).place();
        assertEquals("ant", edge.element().getSimpleName().toString());
    }

    @Test
    void bothCompilersReadTheSame() {
        assertEquals(Companion.of(read(Compiler.JAVAC)), Companion.of(read(Compiler.ECJ)));
    }

    @ParameterizedTest
    @EnumSource
    void theCompanionOfAClassFileReadsTheSame(Compiler compiler) {
        Companion written = Companion.of(read(Compiler.JAVAC));
        assertEquals("Outer_Net_Declaration", written.className());
        Compilation library =
                compiler.compile(Map.of("com/example/Outer_Net_Declaration.java", source(written)), List.of());
        assertEquals(List.of(), library.messages());
        for (Compiler reader : Compiler.values()) {
            Reading reading = new Reading("com.example.Outer_Net_Declaration", true);
            Compilation compilation =
                    reader.compile(Map.of("Other.java", "class Other {}"), List.of(reading), library.output());
            assertEquals(List.of(), compilation.messages());
            Declaration again = reading.declarations.get(0);
            assertEquals(written, Companion.of(again));
            assertEquals(Place.NOWHERE, again.place());
            assertEquals(Optional.empty(), again.nodes().get(0).init());
        }
    }

    /** A companion class by hand: what the writer is to write. */
    private static String source(Companion companion) {
        return """
                package %s;
                import dev.netwright.annotations.NetworkDeclaration;
                @NetworkDeclaration(network = %s, version = %d, model = %s, isPublic = %s, nodes = {%s})
                final class %s {}
                """.formatted(
                        companion.packageName(),
                        literal(companion.network()),
                        companion.version(),
                        literal(companion.model()),
                        companion.isPublic(),
                        literals(companion.nodes()),
                        companion.className());
    }

    private static String literals(List<String> texts) {
        return String.join(", ", texts.stream().map(ReadingTest::literal).toList());
    }

    private static String literal(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t") + "\"";
    }
}
