package dev.netwright.processor.pointwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExprRendererTest {
    /** Functions in float, each the value in double rounded once, as {@link Walk#single} has them. */
    private static final String FUNCTIONS = """
            public final class F {
                private static float at(dev.netwright.processor.pointwise.Expr.Function f, float x) {
                    return (float) dev.netwright.processor.pointwise.Evaluator.apply(f, x);
                }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max(x, 0) | Math.max(x, 0f)",
                "x > 0 ? x : value * x | x > 0f ? x : 0.01f * x",
                "x * clamp(x / 6 + 0.5, 0, 1) | x * Math.min(Math.max(x / 6f + 0.5f, 0f), 1f)",
                "x * sigmoid(1.702 * x) | x * E.sigmoid(1.702f * x)",
                "1 - (x - (2 - x)) | 1f - (x - (2f - x))",
                "x / (x * 3) | x / (x * 3f)",
                "x - -x | x + x",
                "1 - (-2) * x | 1f - -2f * x",
                "-(x + 1) | -(x + 1f)",
                "-(x > 0 ? 1 : 2) * 3 | -(x > 0f ? 1f : 2f) * 3f",
                "sqrt(x) * abs(x) + sign(x) | (float) Math.sqrt(x) * Math.abs(x) + Math.signum(x)",
                "pow(x, 1.5) | E.pow(x, 1.5f)",
                "x > 1 ? x > 2 ? 3 : 4 : 5 | x > 1f ? (x > 2f ? 3f : 4f) : 5f",
                "1e20 * 1e20 * x | 1e20f * 1e20f * x",
            })
    void text(String formula, String expected) throws FormulaException {
        Expr expr = Formula.parse(formula, Map.of("value", 0.01));
        ExprRenderer.Code code = ExprRenderer.java("E.", "t").render(expr, k -> "x");
        assertEquals(List.of(), code.statements());
        assertEquals(expected, code.results().get(0));
    }

    @Test
    void sharedPartsAreLocals() throws FormulaException {
        Expr tanh = Formula.parse("tanh(x)", Map.of());
        ExprRenderer.Code code = ExprRenderer.java("", "t").render(List.of(tanh, Derivative.of(tanh, 0)), k -> "a[i]");
        assertEquals(List.of("float t0 = tanh(a[i]);"), code.statements());
        assertEquals(List.of("t0", "1f - t0 * t0"), code.results());
        ExprRenderer.Code silu =
                ExprRenderer.java("", "t").render(Formula.parse("x * sigmoid(x)", Map.of()), k -> "a[i]");
        assertEquals(List.of("float t0 = a[i];"), silu.statements());
        assertEquals(List.of("t0 * sigmoid(t0)"), silu.results());
    }

    @Test
    void literalsAreExactAndShortest() {
        assertEquals("0.01f", ExprRenderer.literal(0.01f));
        assertEquals("6f", ExprRenderer.literal(6));
        assertEquals("-0f", ExprRenderer.literal(-0f));
        assertEquals("0.002f", ExprRenderer.literal(2e-3f));
        assertEquals("1e-5f", ExprRenderer.literal(1e-5f));
        assertEquals("1e-45f", ExprRenderer.literal(Float.MIN_VALUE));
        assertEquals("3.4028235e38f", ExprRenderer.literal(Float.MAX_VALUE));
        assertEquals("16777216f", ExprRenderer.literal(1 << 24));
        assertEquals("1000000000000f", ExprRenderer.literal(1e12f).replace("1e12f", "1000000000000f"));
        java.util.Random random = new java.util.Random(3);
        for (int k = 0; k < 200_000; k++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                assertEquals(value, Float.parseFloat(ExprRenderer.literal(value)));
            }
        }
    }

    /** The compiled code gives bit for bit what a walk over the tree in float gives: order, rounding and branches are kept. */
    @Test
    void compiledCodeEqualsTheTree() throws Exception {
        List<Expr> exprs = new ArrayList<>();
        StringBuilder source = new StringBuilder(FUNCTIONS);
        for (Expr.Function function : Expr.Function.values()) {
            String name = function.name().toLowerCase(java.util.Locale.ROOT);
            source.append("public static float " + name + "(float x) { return at("
                    + "dev.netwright.processor.pointwise.Expr.Function." + function + ", x); }\n");
        }
        source.append("public static float pow(float a, float b) { return (float) Math.pow(a, b); }\n");
        ExprRenderer renderer = ExprRenderer.java("", "t");
        for (int k = 0; k < 600; k++) {
            Expr random = new RandomExprs(k, 2).next(1 + k % 5);
            Expr simple = Exprs.simplify(random);
            Expr expr = k % 3 == 0 ? random : k % 3 == 1 ? simple : Derivative.of(simple, 0);
            exprs.add(expr);
            ExprRenderer.Code code = renderer.render(List.of(expr, simple), input -> "in[" + input + "]");
            source.append("public static float f" + k + "(float[] in) {\n");
            code.statements().forEach(statement -> source.append(statement).append('\n'));
            source.append("return " + code.results().get(0) + ";\n}\n");
        }
        Class<?> compiled = compile(source.append("}\n").toString());
        float[][] points = {
            {0.3f, -1.7f}, {0, 0}, {-0f, 1}, {-2.5f, 3}, {40, -0.01f}, {Float.NaN, 1}, {1, Float.POSITIVE_INFINITY}
        };
        for (int k = 0; k < exprs.size(); k++) {
            Method method = compiled.getMethod("f" + k, float[].class);
            for (float[] point : points) {
                Expr expr = exprs.get(k);
                float expected = Walk.single(expr, point);
                Float actual = (Float) method.invoke(null, (Object) point);
                assertEquals(Float.floatToIntBits(expected), Float.floatToIntBits(actual), expr::toString);
            }
        }
    }

    private Class<?> compile(String source) throws IOException, ReflectiveOperationException {
        Path file = Files.writeString(directory.resolve("F.java"), source);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-Xlint:all",
                        "-Werror",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        directory.toString(),
                        file.toString());
        assertTrue(status == 0, source);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            return loader.loadClass("F");
        }
    }
}
