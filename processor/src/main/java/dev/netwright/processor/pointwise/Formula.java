package dev.netwright.processor.pointwise;

import dev.netwright.processor.diagnose.Suggestions;
import dev.netwright.processor.pointwise.Expr.Comparison;
import dev.netwright.processor.pointwise.Expr.Function;
import dev.netwright.processor.pointwise.Expr.Operation;
import dev.netwright.processor.pointwise.Lexer.Kind;
import dev.netwright.processor.pointwise.Lexer.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads the formulas of {@code @Pointwise}:
 *
 * <pre>
 * choice     = comparison [ "?" choice ":" choice ]
 * comparison = sum [ ( "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "==" | "!=" ) sum ]
 * sum        = product { ( "+" | "-" ) product }
 * product    = sign { ( "*" | "/" ) sign }
 * sign       = { "+" | "-" } atom
 * atom       = number | name | name "(" choice { "," choice } ")" | "(" choice ")"
 * </pre>
 *
 * <p>A comparison where a number is wanted is 1 or 0; a number where a condition is wanted holds where it is not 0. Any text
 * ends in an expression or in a {@link FormulaException}.
 */
public final class Formula {
    /** Longest text read. */
    public static final int MAX_LENGTH = 2_000;

    /** Deepest nesting of parentheses, functions, signs and choices. */
    public static final int MAX_DEPTH = 32;

    /** Most operators and functions. Keeps a kernel and its derivative far below the size that the JVM compiles. */
    public static final int MAX_OPERATIONS = 128;

    private static final Map<String, Comparison> COMPARISONS = Map.of(
            "<", Comparison.LT,
            "<=", Comparison.LE,
            ">", Comparison.GT,
            ">=", Comparison.GE,
            "==", Comparison.EQ,
            "!=", Comparison.NE);

    private static final Map<String, Integer> FUNCTIONS = functions();

    private final Lexer lexer;
    private final Map<String, Expr> names;
    private final String values;
    private int depth;
    private int operations;

    /** A reader that knows {@code names}; {@code values} says in messages which they are. */
    private Formula(Lexer lexer, Map<String, Expr> names, String values) {
        this.lexer = lexer;
        this.names = names;
        this.values = values;
    }

    /**
     * Reads a formula of {@code x}, which becomes {@code Var(0)}, and of attributes, which become their values (a boolean's is
     * 1 or 0). The result is simplified as {@link Exprs} does.
     */
    public static Expr parse(String text, Map<String, Double> attributes) throws FormulaException {
        return whole(text, names(attributes, true), attributes.isEmpty() ? "x" : "x and the attributes");
    }

    /** Reads a formula of attributes alone: a number. */
    public static double parseNumber(String text, Map<String, Double> attributes) throws FormulaException {
        return number(whole(text, names(attributes, false), "the attributes"), 1);
    }

    /** Reads a formula of attributes that ends at a comma or a closing parenthesis. */
    static double number(Lexer lexer, Map<String, Double> attributes) throws FormulaException {
        int column = lexer.peek().column();
        return number(new Formula(lexer, names(attributes, false), "the attributes").choice(), column);
    }

    /** Names of the functions of the language, in its order. */
    public static List<String> functionNames() {
        return List.copyOf(FUNCTIONS.keySet());
    }

    private static double number(Expr expr, int column) throws FormulaException {
        double value = Evaluator.evaluate(expr, new double[0]);
        if (!Float.isFinite((float) value)) {
            throw new FormulaException(column, "its value is " + value + ", which is not a finite float", List.of());
        }
        return value;
    }

    private static Expr whole(String text, Map<String, Expr> names, String values) throws FormulaException {
        if (text.isBlank()) {
            throw new FormulaException(1, "the formula is empty", List.of("write an expression of x, as in max(x, 0)"));
        }
        if (text.length() > MAX_LENGTH) {
            throw new FormulaException(
                    MAX_LENGTH + 1,
                    "the formula has " + text.length() + " characters, more than " + MAX_LENGTH,
                    List.of("split it into several activations"));
        }
        Formula formula = new Formula(new Lexer(text), names, values);
        Expr expr = formula.choice();
        Token rest = formula.lexer.peek();
        if (rest.kind() != Kind.END) {
            throw formula.unexpected(rest);
        }
        return expr;
    }

    private static Map<String, Expr> names(Map<String, Double> attributes, boolean withX) {
        Map<String, Expr> names = new LinkedHashMap<>();
        attributes.forEach((name, value) -> names.put(name, new Expr.Const(value)));
        names.put("pi", new Expr.Const(Math.PI));
        if (withX) {
            names.put("x", new Expr.Var(0));
        }
        return names;
    }

    private static Map<String, Integer> functions() {
        Map<String, Integer> functions = new LinkedHashMap<>();
        for (Function function : Function.values()) {
            if (function != Function.NEG) {
                functions.put(function.name().toLowerCase(Locale.ROOT), 1);
            }
        }
        functions.put("min", 2);
        functions.put("max", 2);
        functions.put("pow", 2);
        functions.put("clamp", 3);
        return functions;
    }

    private Expr choice() throws FormulaException {
        enter();
        int before = operations;
        Expr left = sum();
        Comparison comparison = Comparison.NE;
        Expr right = new Expr.Const(0);
        Comparison written = COMPARISONS.get(lexer.peek().text());
        boolean compared = written != null;
        if (written != null) {
            comparison = written;
            lexer.take();
            count();
            right = sum();
            if (COMPARISONS.containsKey(lexer.peek().text())) {
                throw new FormulaException(
                        lexer.peek().column(),
                        "comparisons cannot be chained",
                        List.of("nest choices: a < x ? (x < b ? 1 : 0) : 0"));
            }
        }
        Expr result = left;
        if (lexer.takeIf("?")) {
            count();
            Expr then = choice();
            if (!lexer.takeIf(":")) {
                throw new FormulaException(
                        lexer.peek().column(),
                        "expected ':' and what holds otherwise, found "
                                + lexer.peek().shown(),
                        List.of("write condition ? a : b"));
            }
            result = Exprs.select(comparison, left, right, then, choice());
        } else if (compared) {
            result = Exprs.select(comparison, left, right, new Expr.Const(1), new Expr.Const(0));
        }
        depth--;
        assert operations >= before;
        return result;
    }

    private Expr sum() throws FormulaException {
        Expr sum = product();
        while (lexer.peek().is("+") || lexer.peek().is("-")) {
            Operation operation = lexer.take().text().equals("+") ? Operation.ADD : Operation.SUB;
            count();
            sum = Exprs.binary(operation, sum, product());
        }
        return sum;
    }

    private Expr product() throws FormulaException {
        Expr product = sign();
        while (lexer.peek().is("*") || lexer.peek().is("/")) {
            Operation operation = lexer.take().text().equals("*") ? Operation.MUL : Operation.DIV;
            count();
            product = Exprs.binary(operation, product, sign());
        }
        return product;
    }

    private Expr sign() throws FormulaException {
        boolean negative = false;
        while (lexer.peek().is("-") || lexer.peek().is("+")) {
            count();
            negative ^= lexer.take().text().equals("-");
        }
        Expr atom = atom();
        return negative ? Exprs.unary(Function.NEG, atom) : atom;
    }

    private Expr atom() throws FormulaException {
        Token token = lexer.take();
        if (token.kind() == Kind.NUMBER) {
            double value = Double.parseDouble(token.text());
            if (!Float.isFinite((float) value)) {
                throw new FormulaException(token.column(), token.text() + " is too large for a float", List.of());
            }
            return new Expr.Const(value);
        }
        if (token.kind() == Kind.NAME) {
            return lexer.takeIf("(") ? call(token) : value(token);
        }
        if (token.is("(")) {
            Expr inner = choice();
            close(token);
            return inner;
        }
        throw unexpected(token);
    }

    private Expr value(Token name) throws FormulaException {
        Expr value = names.get(name.text());
        if (value != null) {
            return value;
        }
        Integer arity = FUNCTIONS.get(name.text());
        if (arity != null) {
            throw new FormulaException(
                    name.column(),
                    "the function '" + name.text() + "' is not given its " + arguments(arity),
                    List.of("write " + call(name.text(), arity)));
        }
        List<String> near = Suggestions.nearest(name.text(), new TreeSet<>(names.keySet()));
        throw new FormulaException(
                name.column(),
                "'" + shortened(name.text()) + "' is unknown: there are " + values + " "
                        + names.keySet().stream().sorted().limit(8).toList(),
                near.stream().map(candidate -> "write " + candidate).toList());
    }

    private Expr call(Token name) throws FormulaException {
        Integer arity = FUNCTIONS.get(name.text());
        if (arity == null) {
            boolean isValue = names.containsKey(name.text());
            throw new FormulaException(
                    name.column(),
                    isValue
                            ? "'" + name.text() + "' is a value, not a function"
                            : "'" + shortened(name.text()) + "' is no function of formulas",
                    isValue
                            ? List.of("write " + name.text() + " * (")
                            : Suggestions.nearest(name.text(), new TreeSet<>(FUNCTIONS.keySet())).stream()
                                    .map(candidate -> "write " + call(candidate, FUNCTIONS.getOrDefault(candidate, 1)))
                                    .toList());
        }
        List<Expr> arguments = new ArrayList<>();
        if (!lexer.peek().is(")")) {
            do {
                arguments.add(choice());
            } while (lexer.takeIf(","));
        }
        close(name);
        if (arguments.size() != arity) {
            throw new FormulaException(
                    name.column(),
                    "'" + name.text() + "' takes " + arguments(arity) + ", found " + arguments.size(),
                    List.of("write " + call(name.text(), arity)));
        }
        count();
        return switch (name.text()) {
            case "min" -> Exprs.min(arguments.get(0), arguments.get(1));
            case "max" -> Exprs.max(arguments.get(0), arguments.get(1));
            case "pow" -> Exprs.pow(arguments.get(0), arguments.get(1));
            case "clamp" -> Exprs.clamp(arguments.get(0), arguments.get(1), arguments.get(2));
            default -> Exprs.unary(Function.valueOf(name.text().toUpperCase(Locale.ROOT)), arguments.get(0));
        };
    }

    private void close(Token open) throws FormulaException {
        if (!lexer.takeIf(")")) {
            throw new FormulaException(
                    lexer.peek().column(),
                    "expected ')' for the '(' " + (open.kind() == Kind.NAME ? "of " : "") + "at column " + open.column()
                            + ", found " + lexer.peek().shown(),
                    List.of());
        }
    }

    private void enter() throws FormulaException {
        depth++;
        if (depth > MAX_DEPTH) {
            throw new FormulaException(
                    lexer.peek().column(),
                    "more than " + MAX_DEPTH + " levels of nesting",
                    List.of("split the formula"));
        }
    }

    private void count() throws FormulaException {
        operations++;
        if (operations > MAX_OPERATIONS) {
            throw new FormulaException(
                    lexer.peek().column(),
                    "more than " + MAX_OPERATIONS + " operators and functions",
                    List.of("split it into several activations"));
        }
    }

    private FormulaException unexpected(Token token) {
        return switch (token.text()) {
            case ")" -> new FormulaException(token.column(), "')' closes nothing, or a value is missing", List.of());
            case "=" -> new FormulaException(token.column(), "'=' has no meaning here", List.of("compare with =="));
            case ":" -> new FormulaException(token.column(), "':' without '?'", List.of("write condition ? a : b"));
            default ->
                new FormulaException(
                        token.column(),
                        token.kind() == Kind.NAME || token.kind() == Kind.NUMBER
                                ? "an operator is missing before '" + shortened(token.text()) + "'"
                                : "expected a value, found " + token.shown(),
                        List.of());
        };
    }

    private static String arguments(int arity) {
        return arity == 1 ? "argument" : arity + " arguments";
    }

    private static String call(String function, int arity) {
        return function + (arity == 1 ? "(x)" : arity == 2 ? "(a, b)" : "(x, low, high)");
    }

    private static String shortened(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }
}
