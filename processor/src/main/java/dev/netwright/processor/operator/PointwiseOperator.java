package dev.netwright.processor.operator;

import dev.netwright.processor.declare.Attributes;
import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.pointwise.Derivative;
import dev.netwright.processor.pointwise.Evaluator;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Formula;
import dev.netwright.processor.pointwise.FormulaException;
import dev.netwright.processor.pointwise.OnnxCall;
import dev.netwright.processor.pointwise.OnnxRenderer;
import dev.netwright.processor.step.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operator that a {@code @Pointwise} annotation type declares: its formula at every element of one value. Made for each such
 * type from a use of it, the built-in activations among them. Stateless; thread-safe.
 */
public final class PointwiseOperator implements Operator {
    private static final int LONGEST_SHOWN = 120;

    private final String annotation;
    private final String name;
    private final Declaration.Formula formula;

    private PointwiseOperator(String annotation, String name, Declaration.Formula formula) {
        this.annotation = annotation;
        this.name = name;
        this.formula = formula;
    }

    /** The operator of an annotation type that carries a formula. */
    public static PointwiseOperator of(Declaration.OperatorUse use) {
        return new PointwiseOperator(use.annotation(), use.name(), use.formula().orElseThrow());
    }

    @Override
    public String annotation() {
        return annotation;
    }

    @Override
    public Position position() {
        return Position.ANYWHERE;
    }

    @Override
    public int minInputs() {
        return 1;
    }

    @Override
    public int maxInputs() {
        return 1;
    }

    @Override
    public void check(Site site) {
        Map<String, Double> values = checkedAttributes(site);
        if (values.size() < site.attributes().names().size()) {
            return;
        }
        Expr expr;
        try {
            expr = Formula.parse(formula.text(), values);
        } catch (FormulaException e) {
            report(site, formula.text(), e);
            return;
        }
        if (!formula.onnx().isBlank()) {
            try {
                checkSame(site, expr, OnnxCall.parse(formula.onnx(), values));
            } catch (FormulaException e) {
                report(site, formula.onnx(), e);
            }
        }
    }

    /** The attributes that are numbers, finite as floats; reports each other one. */
    private Map<String, Double> checkedAttributes(Site site) {
        Attributes attributes = site.attributes();
        Map<String, Double> values = new LinkedHashMap<>();
        for (String attribute : attributes.names()) {
            Object value = attributes.value(attribute);
            if (attribute.equals("x") || attribute.equals("pi")) {
                badAttribute(site, attribute, "has a name with another meaning in formulas", "another name");
            } else if (!(value instanceof Number) && !(value instanceof Boolean)) {
                badAttribute(site, attribute, "is not of a type that formulas know", "a number or a boolean");
            } else if (value.equals((long) dev.netwright.annotations.Attributes.UNSET)) {
                site.report(Problems.missingAttribute(
                        attributes.place(), site.node(), name, attribute, "@" + name + "(" + attribute + " = 1)"));
            } else if (!Float.isFinite((float) number(value))) {
                Checks.outOfRange(
                        site, attribute, "a finite float", String.valueOf(value), "write  " + attribute + " = 1");
            } else {
                values.put(attribute, number(value));
            }
        }
        return values;
    }

    private void badAttribute(Site site, String attribute, String fault, String expected) {
        Place place = site.attributes().place(attribute);
        String found = attribute + " = " + site.attributes().value(attribute);
        site.report(Problems.badFormula(place, name, "attribute '" + attribute + "' " + fault, expected, found, -1));
    }

    private void checkSame(Site site, Expr expr, OnnxCall call) {
        double x = call.disagreement(expr);
        if (!Double.isNaN(x)) {
            double[] at = {x};
            site.report(Problems.badFormula(
                    formula.place(),
                    name,
                    "ONNX's " + call.type() + " computes something else",
                    (float) Evaluator.evaluate(expr, at) + " at x = " + x + ", as the formula gives",
                    (float) Evaluator.evaluate(call.formula(), at) + " at x = " + x + " from " + formula.onnx(),
                    -1,
                    "leave onnx out: nodes are then made from the formula"));
        }
    }

    /** Reports a mistake in a text; of a long one, what stands around the mistake is shown. */
    private void report(Site site, String text, FormulaException e) {
        int at = e.column() - 1;
        int from = text.length() <= LONGEST_SHOWN ? 0 : Math.max(0, Math.min(at, text.length()) - LONGEST_SHOWN / 2);
        String shown = text.substring(from, Math.min(text.length(), from + LONGEST_SHOWN));
        site.report(Problems.badFormula(
                formula.place(), name, e.what(), "", shown, at - from, e.help().toArray(String[]::new)));
    }

    @Override
    public boolean takesVarying() {
        return true;
    }

    /** Not where a zero gives a zero, and its derivative there a number. */
    @Override
    public boolean needsMask(Site site) {
        Expr expr = expression(site);
        double[] zero = {0};
        return Evaluator.evaluate(expr, zero) != 0
                || !Double.isFinite(Evaluator.evaluate(Derivative.of(expr, 0), zero));
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        return Checks.floats(site) ? Optional.of(site.input(0)) : Optional.empty();
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        return lowering.map(expression(site), site.output().extents(), List.of(lowering.input(0)));
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        String input = graph.input(0);
        if (!formula.onnx().isBlank()) {
            OnnxCall call = call(site);
            return graph.node(call.type(), List.of(input), new LinkedHashMap<>(call.attributes()));
        }
        Expr expr = expression(site);
        if (expr instanceof Expr.Const constant) {
            // Equal or not, x takes the constant: a value of rank 0 becomes one of the input's shape.
            String value = graph.scalar(constant.value());
            return graph.node("Where", List.of(graph.node("Equal", List.of(input, input)), value, value));
        }
        String result = OnnxRenderer.render(expr, index -> input, graph);
        return result.equals(input) ? graph.node("Identity", List.of(input)) : result;
    }

    /** The expression that an occurrence computes of its value, {@code Var(0)}. Only for one whose check found nothing. */
    public Expr expression(Site site) {
        try {
            return Formula.parse(formula.text(), values(site.attributes()));
        } catch (FormulaException e) {
            throw new IllegalStateException("lowered in spite of a problem: " + formula.text(), e);
        }
    }

    private OnnxCall call(Site site) {
        try {
            return OnnxCall.parse(formula.onnx(), values(site.attributes()));
        } catch (FormulaException e) {
            throw new IllegalStateException("exported in spite of a problem: " + formula.onnx(), e);
        }
    }

    private static Map<String, Double> values(Attributes attributes) {
        Map<String, Double> values = new LinkedHashMap<>();
        attributes.names().forEach(attribute -> values.put(attribute, number(attributes.value(attribute))));
        return values;
    }

    private static double number(Object value) {
        return value instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) value).doubleValue();
    }
}
