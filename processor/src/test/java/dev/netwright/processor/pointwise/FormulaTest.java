package dev.netwright.processor.pointwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.pointwise.Expr.Const;
import dev.netwright.processor.pointwise.Expr.Var;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FormulaTest {
    private static final Map<String, Double> ATTRIBUTES = Map.of("value", 0.25, "flag", 1.0, "off", 0.0);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 + 3 * 4 | 14",
                "(2 + 3) * 4 | 20",
                "2 - 3 - 4 | -5",
                "16 / 4 / 2 | 2",
                "-2 * -3 | 6",
                "--2 | 2",
                "+2 - -+3 | 5",
                "1e-3 + .5 + 1. + 2E+2 | 201.501",
                "pi | 3.141592653589793",
                "value * 4 | 1",
                "flag ? 7 : 8 | 7",
                "off ? 7 : 8 | 8",
                "x > 2 ? 1 : x > 1 ? 2 : 3 | 2",
                "x < 1.5 ? 1 : 2 | 2",
                "x <= 1.5 ? 1 : 2 | 1",
                "x >= 1.5 ? 1 : 2 | 1",
                "x == 1.5 ? 1 : 2 | 1",
                "x != 1.5 ? 1 : 2 | 2",
                "(x > 1) * 5 | 5",
                "1 + x > 2 ? 3 : 4 | 3",
                "min(x, 1) + max(x, 2) | 3",
                "clamp(x, 2, 3) | 2",
                "clamp(-x, -1, 3) | -1",
                "pow(x, 2) | 2.25",
                "exp(0) + expm1(0) + log(1) + log1p(0) + sqrt(4) + abs(-2) + sign(-3) | 4",
                "sin(0) + cos(0) + tanh(0) + sigmoid(0) + erf(0) | 1.5",
                "softplus(0) | 0.6931471805599453",
            })
    void values(String formula, double expected) throws FormulaException {
        double value = Evaluator.evaluate(Formula.parse(formula, ATTRIBUTES), new double[] {1.5});
        assertEquals(expected, value, 1e-14);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 1 | empty | max(x, 0)",
                "1 + | 4 | expected a value, found the end | ''",
                "max(x, 0 | 9 | expected ')' for the '(' of at column 1 | ''",
                "(x + 1 | 7 | expected ')' for the '(' at column 1 | ''",
                "x) | 2 | closes nothing | ''",
                "sigmod(x) | 1 | 'sigmod' is no function | write sigmoid(x)",
                "x * valeu | 5 | 'valeu' is unknown | write value",
                "max(x) | 1 | 'max' takes 2 arguments, found 1 | write max(a, b)",
                "exp(x, 2) | 1 | 'exp' takes argument, found 2 | write exp(x)",
                "exp() | 1 | found 0 | write exp(x)",
                "exp | 1 | not given its argument | write exp(x)",
                "value(x) | 1 | is a value, not a function | write value * (",
                "x ^ 2 | 3 | '^' has no meaning | write pow(a, b)",
                "x && 1 | 3 | '&' has no meaning | nest choices",
                "0.01f * x | 5 | 'f' follows the number 0.01 | write 0.01",
                "2x | 2 | 'x' follows the number 2 | write 2 * x",
                "x 2 | 3 | an operator is missing before '2' | ''",
                "0 < x < 1 | 7 | cannot be chained | nest choices",
                "x > 0 ? 1 | 10 | expected ':' | write condition ? a : b",
                "x : 1 | 3 | ':' without '?' | write condition ? a : b",
                "x = 1 | 3 | '=' has no meaning | compare with ==",
                "1e39 | 1 | too large for a float | ''",
                "max(x,, 1) | 7 | expected a value, found ',' | ''",
            })
    void mistakes(String formula, int column, String message, String help) {
        FormulaException e = assertThrows(FormulaException.class, () -> Formula.parse(formula, ATTRIBUTES));
        assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
        assertEquals(column, e.column(), e.getMessage());
        assertTrue(
                help.isEmpty() ? e.help().isEmpty() : e.help().get(0).contains(help),
                e.help().toString());
    }

    @Test
    void nestingAndSizeAreBounded() {
        for (String formula : List.of(
                "(".repeat(Formula.MAX_DEPTH + 1) + "x" + ")".repeat(Formula.MAX_DEPTH + 1),
                "exp(".repeat(Formula.MAX_DEPTH + 1) + "x" + ")".repeat(Formula.MAX_DEPTH + 1),
                "x > 0 ? 1 : ".repeat(Formula.MAX_DEPTH + 1) + "x",
                "-".repeat(Formula.MAX_OPERATIONS + 1) + "x",
                "x" + " + x".repeat(Formula.MAX_OPERATIONS + 1),
                "x" + " ".repeat(Formula.MAX_LENGTH),
                "(".repeat(1_000_000))) {
            assertThrows(FormulaException.class, () -> Formula.parse(formula, Map.of()), formula);
        }
    }

    @Test
    void largestFormulaIsRead() throws FormulaException {
        Expr sum = Formula.parse("x" + " + x".repeat(Formula.MAX_OPERATIONS), Map.of());
        assertEquals(Formula.MAX_OPERATIONS + 1, Evaluator.evaluate(sum, new double[] {1}));
        Expr nested = Formula.parse("tanh(".repeat(31) + "x" + ")".repeat(31), Map.of());
        Expr derivative = Derivative.of(nested, 0);
        assertTrue(Values.of(List.of(nested, derivative)).size() < 200);
        assertEquals(1, Evaluator.evaluate(derivative, new double[] {0}));
    }

    @Test
    void treeOfAFormula() throws FormulaException {
        assertEquals(Exprs.max(new Var(0), new Const(0)), Formula.parse(" max ( 0 , x ) ", Map.of()));
        assertEquals(new Var(0), Formula.parse("1 * x + 0", Map.of()));
        assertEquals(0.75, Formula.parseNumber("3 * value", ATTRIBUTES));
        assertThrows(FormulaException.class, () -> Formula.parseNumber("3 * x", ATTRIBUTES));
        assertThrows(FormulaException.class, () -> Formula.parseNumber("1 / 0", ATTRIBUTES));
    }

    @Test
    void anyTextIsReadOrRefused() {
        Random random = new Random(1);
        for (int k = 0; k < 3000; k++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.appendCodePoint(random.nextInt(4) > 0 ? random.nextInt(128) : random.nextInt(0x110000));
            }
            readOrRefuse(text.toString());
        }
    }

    @Test
    void anyTextOfTokensIsReadOrRefused() {
        String[] tokens = ("x value flag pi 1 2.5 1e3 1e + - * / ( ) < <= == != = ? : , exp max pow clamp sigmod f . ^")
                .split(" ", -1);
        Random random = new Random(2);
        for (int k = 0; k < 20_000; k++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(15); length > 0; length--) {
                text.append(tokens[random.nextInt(tokens.length)]).append(random.nextInt(8) == 0 ? " " : "");
            }
            readOrRefuse(text.toString());
        }
    }

    private static void readOrRefuse(String text) {
        try {
            Expr expr = Formula.parse(text, ATTRIBUTES);
            Evaluator.evaluate(Derivative.of(expr, 0), new double[] {0.3});
        } catch (FormulaException e) {
            assertTrue(e.column() >= 1 && e.column() <= text.length() + 1, () -> e.column() + " in " + text);
            assertTrue(!String.valueOf(e.getMessage()).isEmpty());
        }
        try {
            OnnxCall.parse(text, ATTRIBUTES).formula();
        } catch (FormulaException e) {
            assertTrue(e.column() >= 1 && e.column() <= text.length() + 1);
        }
    }
}
