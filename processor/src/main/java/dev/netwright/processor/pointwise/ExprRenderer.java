package dev.netwright.processor.pointwise;

import dev.netwright.processor.pointwise.Expr.Binary;
import dev.netwright.processor.pointwise.Expr.Comparison;
import dev.netwright.processor.pointwise.Expr.Const;
import dev.netwright.processor.pointwise.Expr.Select;
import dev.netwright.processor.pointwise.Expr.Unary;
import dev.netwright.processor.pointwise.Expr.Var;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Expressions as Java or OpenCL C, in float. What is used more than once becomes a local variable, inputs included (unless their text is
 * a name); numbers are rounded to float once. The order of operations is that of the tree. Thread-safe.
 */
public final class ExprRenderer {
    private static final int CONDITIONAL = 0;
    private static final int COMPARED = 1;
    private static final int SUM = 2;
    private static final int PRODUCT = 3;
    private static final int SIGN = 4;
    private static final int ATOM = 5;

    private final Dialect dialect;
    private final String prefix;

    private ExprRenderer(Dialect dialect, String prefix) {
        this.dialect = dialect;
        this.prefix = prefix;
    }

    /**
     * Renders Java that calls functions as {@code functions + "exp(…)"}, for instance {@code "Elementary."}, or an empty text with
     * a static import; and that names locals {@code prefix + 0}, {@code prefix + 1}, …
     */
    public static ExprRenderer java(String functions, String prefix) {
        return new ExprRenderer(new Dialect.Java(functions), prefix);
    }

    /** Renders OpenCL C with such locals. */
    public static ExprRenderer openCl(String prefix) {
        return new ExprRenderer(new Dialect.OpenCl(), prefix);
    }

    /**
     * What was rendered.
     *
     * @param statements declarations of locals, in order, each ending in a semicolon
     * @param results one float expression for each expression rendered; simple enough to stand at the right of {@code =}, to be
     *     put in parentheses elsewhere
     */
    public record Code(List<String> statements, List<String> results) {
        public Code {
            statements = List.copyOf(statements);
            results = List.copyOf(results);
        }
    }

    /** A part's text and how tightly it binds. */
    private record Text(String code, int level) {}

    /** The code of one expression; {@code input} gives the text of an input, which has no side effects. */
    public Code render(Expr expr, IntFunction<String> input) {
        return render(List.of(expr), input);
    }

    /** The code of several expressions at the same point. */
    public Code render(List<Expr> exprs, IntFunction<String> input) {
        Values values = Values.of(exprs);
        int[] uses = values.uses();
        Text[] texts = new Text[values.size()];
        List<String> statements = new ArrayList<>();
        for (int k = 0; k < texts.length; k++) {
            texts[k] = text(values, k, texts, input);
            if (uses[k] > 1 && worthLocal(values.expr(k), texts[k].code())) {
                String local = prefix + statements.size();
                statements.add("float " + local + " = " + texts[k].code() + ";");
                texts[k] = new Text(local, ATOM);
            }
        }
        List<String> results = new ArrayList<>();
        for (int index = 0; index < exprs.size(); index++) {
            results.add(texts[values.result(index)].code());
        }
        return new Code(statements, results);
    }

    private static boolean worthLocal(Expr expr, String text) {
        return !(expr instanceof Const)
                && !(expr instanceof Var && text.chars().allMatch(Character::isJavaIdentifierPart));
    }

    private Text text(Values values, int k, Text[] texts, IntFunction<String> input) {
        Expr expr = values.expr(k);
        int[] at = values.operands(k);
        if (expr instanceof Const c) {
            String literal = dialect.literal((float) c.value());
            return new Text(literal, literal.startsWith("-") ? SIGN : ATOM);
        }
        if (expr instanceof Var v) {
            return new Text(input.apply(v.index()), ATOM);
        }
        if (expr instanceof Unary u) {
            return unary(u, texts[at[0]]);
        }
        if (expr instanceof Binary b) {
            return binary(b, texts[at[0]], texts[at[1]]);
        }
        Select s = (Select) expr;
        String condition = wrap(texts[at[0]], SUM) + symbol(s.comparison()) + wrap(texts[at[1]], SUM);
        return new Text(
                condition + " ? " + wrap(texts[at[2]], COMPARED) + " : " + wrap(texts[at[3]], COMPARED), CONDITIONAL);
    }

    private Text unary(Unary u, Text x) {
        if (u.function() == Expr.Function.NEG) {
            return new Text("-" + wrap(x, ATOM), SIGN);
        }
        String function = dialect.function(u.function());
        return new Text(function + "(" + x.code() + ")", function.startsWith("(") ? SIGN : ATOM);
    }

    private Text binary(Binary b, Text left, Text right) {
        return switch (b.operation()) {
            case ADD -> new Text(wrap(left, SUM) + " + " + wrap(right, PRODUCT), SUM);
            case SUB -> new Text(wrap(left, SUM) + " - " + wrap(right, PRODUCT), SUM);
            case MUL -> new Text(wrap(left, PRODUCT) + " * " + wrap(right, SIGN), PRODUCT);
            case DIV -> new Text(wrap(left, PRODUCT) + " / " + wrap(right, SIGN), PRODUCT);
            case MIN -> new Text(dialect.min() + "(" + left.code() + ", " + right.code() + ")", ATOM);
            case MAX -> new Text(dialect.max() + "(" + left.code() + ", " + right.code() + ")", ATOM);
            case POW -> new Text(dialect.pow() + "(" + left.code() + ", " + right.code() + ")", ATOM);
        };
    }

    private static String wrap(Text text, int level) {
        return text.level() >= level ? text.code() : "(" + text.code() + ")";
    }

    private static String symbol(Comparison comparison) {
        return switch (comparison) {
            case LT -> " < ";
            case LE -> " <= ";
            case GT -> " > ";
            case GE -> " >= ";
            case EQ -> " == ";
            case NE -> " != ";
        };
    }

    /**
     * The shortest literal of a float: {@code 0.01f}, {@code 6f}, {@code 1.5e-7f}. The same on every JDK, unlike
     * {@link Float#toString}.
     */
    public static String literal(float value) {
        if (Float.isNaN(value)) {
            return "Float.NaN";
        }
        if (Float.isInfinite(value)) {
            return value > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0f" : "0f";
        }
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; ; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.floatValue() == value) {
                return decimal(rounded.stripTrailingZeros()) + "f";
            }
        }
    }

    private static String decimal(BigDecimal number) {
        int exponent = number.precision() - number.scale() - 1;
        if (exponent >= -4 && exponent <= 8) {
            return number.toPlainString();
        }
        return number.movePointLeft(exponent).toPlainString() + "e" + exponent;
    }
}
