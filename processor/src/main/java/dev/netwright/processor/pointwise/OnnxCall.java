package dev.netwright.processor.pointwise;

import dev.netwright.processor.diagnose.Suggestions;
import dev.netwright.processor.pointwise.Lexer.Kind;
import dev.netwright.processor.pointwise.Lexer.Token;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The ONNX operator that {@code @Pointwise} may name: {@code LeakyRelu(alpha = value)}, its type and the values of its FLOAT
 * attributes in the order written. {@link #FORMULAS} says what each such operator of opset 17 computes.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // the defaults as the ONNX specification prints them
public record OnnxCall(String type, Map<String, Double> attributes) {
    /** An operator's formula, its attributes standing by name, and their defaults. */
    private record Definition(String formula, Map<String, Double> defaults) {}

    /** The pointwise operators of one float tensor, opset 17: https://onnx.ai/onnx/operators. */
    private static final Map<String, Definition> FORMULAS = Map.ofEntries(
            entry("Abs", "abs(x)"),
            entry("Celu", "max(x, 0) + min(0, alpha * expm1(x / alpha))", "alpha", 1.0),
            entry("Cos", "cos(x)"),
            entry("Elu", "x < 0 ? alpha * expm1(x) : x", "alpha", 1.0),
            entry("Erf", "erf(x)"),
            entry("Exp", "exp(x)"),
            entry("HardSigmoid", "clamp(alpha * x + beta, 0, 1)", "alpha", 0.2, "beta", 0.5),
            entry("HardSwish", "x * clamp(x / 6 + 0.5, 0, 1)"),
            entry("Identity", "x"),
            entry("LeakyRelu", "x < 0 ? alpha * x : x", "alpha", 0.01),
            entry("Log", "log(x)"),
            entry("Neg", "-x"),
            entry("Reciprocal", "1 / x"),
            entry("Relu", "max(x, 0)"),
            entry(
                    "Selu",
                    "x > 0 ? gamma * x : gamma * alpha * expm1(x)",
                    "alpha",
                    1.67326319217681884765625,
                    "gamma",
                    1.05070102214813232421875),
            entry("Sigmoid", "sigmoid(x)"),
            entry("Sign", "sign(x)"),
            entry("Sin", "sin(x)"),
            entry("Softplus", "softplus(x)"),
            entry("Softsign", "x / (1 + abs(x))"),
            entry("Sqrt", "sqrt(x)"),
            entry("Tanh", "tanh(x)"),
            entry("ThresholdedRelu", "x > alpha ? x : 0", "alpha", 1.0));

    private static final double[] POINTS = {-7.3, -3.1, -2, -1.4, -0.6, -0.05, 0.05, 0.4, 0.9, 1.7, 2.6, 4.2, 8.8};

    private static Map.Entry<String, Definition> entry(String type, String formula, Object... defaults) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int k = 0; k < defaults.length; k += 2) {
            values.put((String) defaults[k], (Double) defaults[k + 1]);
        }
        return Map.entry(type, new Definition(formula, values));
    }

    /** Reads {@code text}, the formulas of its attributes being of {@code attributes}. Fails on an operator not in the table. */
    public static OnnxCall parse(String text, Map<String, Double> attributes) throws FormulaException {
        if (text.length() > Formula.MAX_LENGTH) {
            throw new FormulaException(Formula.MAX_LENGTH + 1, "the text is too long", List.of());
        }
        Lexer lexer = new Lexer(text);
        Token type = lexer.take();
        Definition definition = FORMULAS.get(type.text());
        if (definition == null) {
            throw new FormulaException(
                    type.column(),
                    type.shown() + " is no ONNX operator of one value (opset 17)",
                    Suggestions.nearest(type.text(), new TreeSet<>(FORMULAS.keySet())).stream()
                            .map(name -> "write " + name)
                            .toList());
        }
        Map<String, Double> values = new LinkedHashMap<>();
        if (lexer.takeIf("(")) {
            do {
                attribute(lexer, type.text(), definition, values, attributes);
            } while (lexer.takeIf(","));
            if (!lexer.takeIf(")")) {
                throw expected("')' or ','", lexer.peek());
            }
        }
        if (lexer.peek().kind() != Kind.END) {
            throw expected("the end", lexer.peek());
        }
        return new OnnxCall(type.text(), values);
    }

    private static void attribute(
            Lexer lexer, String type, Definition definition, Map<String, Double> values, Map<String, Double> attributes)
            throws FormulaException {
        Token name = lexer.take();
        if (!definition.defaults().containsKey(name.text())) {
            throw new FormulaException(
                    name.column(),
                    name.shown() + " is no attribute of ONNX's " + type,
                    definition.defaults().keySet().stream()
                            .map(known -> "write " + known + " = …")
                            .toList());
        }
        if (values.containsKey(name.text())) {
            throw new FormulaException(name.column(), "'" + name.text() + "' is given twice", List.of());
        }
        if (!lexer.takeIf("=")) {
            throw expected("'='", lexer.peek());
        }
        values.put(name.text(), Formula.number(lexer, attributes));
    }

    private static FormulaException expected(String what, Token found) {
        return new FormulaException(found.column(), "expected " + what + ", found " + found.shown(), List.of());
    }

    /** What the operator computes, of input 0. */
    public Expr formula() {
        Definition definition = FORMULAS.get(type);
        if (definition == null) {
            throw new IllegalStateException("no operator " + type);
        }
        Map<String, Double> values = new LinkedHashMap<>(definition.defaults());
        values.putAll(attributes);
        try {
            return Formula.parse(definition.formula(), values);
        } catch (FormulaException e) {
            throw new IllegalStateException(type + ": " + definition.formula(), e);
        }
    }

    /**
     * A point where the operator computes something else than an expression of input 0, NaN where none was found: those tried
     * stand on both sides of 0 and away from usual kinks. Differences of 1e-5 of the value, or of 1, are let pass.
     */
    public double disagreement(Expr expr) {
        Expr formula = formula();
        for (double x : POINTS) {
            double ours = Evaluator.evaluate(expr, new double[] {x});
            double theirs = Evaluator.evaluate(formula, new double[] {x});
            double scale = Math.max(1, Math.abs(theirs));
            if (!(Math.abs(ours - theirs) <= 1e-5 * scale) && !(Double.isNaN(ours) && Double.isNaN(theirs))) {
                return x;
            }
        }
        return Double.NaN;
    }
}
