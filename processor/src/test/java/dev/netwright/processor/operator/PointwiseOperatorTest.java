package dev.netwright.processor.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.netwright.processor.declare.Attributes;
import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problem;
import dev.netwright.processor.diagnose.ProblemId;
import dev.netwright.processor.operator.TensorType.Element;
import dev.netwright.processor.pointwise.Derivative;
import dev.netwright.processor.pointwise.Evaluator;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.OnnxModels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

final class PointwiseOperatorTest {
    /** A function and its derivative, written by hand from the literature. */
    private record Reference(DoubleUnaryOperator value, DoubleUnaryOperator derivative) {}

    private static final Map<String, Reference> REFERENCES = references();

    private static Map<String, Reference> references() {
        Map<String, Reference> all = new HashMap<>();
        all.put("ReLU", new Reference(x -> x > 0 ? x : 0, x -> x > 0 ? 1 : 0));
        all.put("ReLU6", new Reference(x -> x < 0 ? 0 : x > 6 ? 6 : x, x -> x > 0 && x < 6 ? 1 : 0));
        all.put("LeakyReLU", new Reference(x -> x > 0 ? x : 0.01 * x, x -> x > 0 ? 1 : 0.01));
        // Clevert et al. 2015.
        all.put("ELU", new Reference(x -> x > 0 ? x : Math.exp(x) - 1, x -> x > 0 ? 1 : Math.exp(x)));
        // Klambauer et al. 2017.
        double lambda = 1.05070098735548049342;
        double alpha = 1.67326324235437728482;
        all.put(
                "SELU",
                new Reference(
                        x -> x > 0 ? lambda * x : lambda * alpha * (Math.exp(x) - 1),
                        x -> x > 0 ? lambda : lambda * alpha * Math.exp(x)));
        DoubleUnaryOperator logistic = x -> 1 / (1 + Math.exp(-x));
        all.put("Sigmoid", new Reference(logistic, x -> Math.exp(-x) / Math.pow(1 + Math.exp(-x), 2)));
        all.put("Tanh", new Reference(Math::tanh, x -> 1 / Math.pow(Math.cosh(x), 2)));
        all.put("Softplus", new Reference(x -> Math.log(1 + Math.exp(x)), logistic));
        all.put("Softsign", new Reference(x -> x / (1 + Math.abs(x)), x -> 1 / Math.pow(1 + Math.abs(x), 2)));
        // Ramachandran et al. 2017, Swish with β = 1.
        all.put(
                "SiLU",
                new Reference(
                        x -> x / (1 + Math.exp(-x)),
                        x -> (1 + Math.exp(-x) + x * Math.exp(-x)) / Math.pow(1 + Math.exp(-x), 2)));
        // Misra 2019: x tanh(ln(1 + eˣ)); derivative eˣ ω / δ² with ω and δ of its equation 2.
        all.put("Mish", new Reference(x -> x * Math.tanh(Math.log(1 + Math.exp(x))), x -> {
            double omega = 4 * (x + 1) + 4 * Math.exp(2 * x) + Math.exp(3 * x) + Math.exp(x) * (4 * x + 6);
            double delta = 2 * Math.exp(x) + Math.exp(2 * x) + 2;
            return Math.exp(x) * omega / (delta * delta);
        }));
        // Hendrycks and Gimpel 2016: x Φ(x), Φ by Simpson's rule; derivative Φ(x) + x φ(x).
        all.put(
                "GELU",
                new Reference(x -> x * normal(x), x -> normal(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI)));
        double c = Math.sqrt(2 / Math.PI);
        all.put("GELUTanh", new Reference(x -> x / 2 * (1 + Math.tanh(c * (x + 0.044715 * Math.pow(x, 3)))), x -> {
            double u = c * (x + 0.044715 * Math.pow(x, 3));
            return 0.5 * (1 + Math.tanh(u)) + x / 2 / Math.pow(Math.cosh(u), 2) * c * (1 + 3 * 0.044715 * x * x);
        }));
        // Howard et al. 2019 (MobileNetV3): ReLU6(x + 3) / 6.
        DoubleUnaryOperator hard = x -> Math.max(0, Math.min(6, x + 3)) / 6;
        all.put("HardSigmoid", new Reference(hard, x -> Math.abs(x) < 3 ? 1 / 6.0 : 0));
        all.put(
                "HardSwish",
                new Reference(x -> x * hard.applyAsDouble(x), x -> x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6));
        return all;
    }

    private static double normal(double x) {
        int steps = 2000;
        double h = x / steps;
        double sum = 0;
        for (int k = 0; k <= steps; k++) {
            double weight = k == 0 || k == steps ? 1 : k % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp(-Math.pow(k * h, 2) / 2);
        }
        return 0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI);
    }

    @Test
    void builtInsEqualTheLiterature() {
        Map<String, Declaration.OperatorUse> uses = BuiltIns.read();
        assertEquals(REFERENCES.keySet(), uses.keySet(), "each built-in activation has a reference here");
        uses.forEach((name, use) -> {
            TestSite site = new TestSite(use.attributes(), TensorType.floats(List.of(4)));
            PointwiseOperator operator = PointwiseOperator.of(use);
            operator.check(site);
            assertEquals(List.of(), site.problems, name);
            Expr expr = operator.expression(site);
            Expr derivative = Derivative.of(expr, 0);
            Reference reference = REFERENCES.get(name);
            for (double x = -9.003; x < 9; x += 0.017) {
                double[] at = {x};
                double value = reference.value().applyAsDouble(x);
                double slope = reference.derivative().applyAsDouble(x);
                assertEquals(value, Evaluator.evaluate(expr, at), 1e-12, name + " at " + x);
                assertEquals(slope, Evaluator.evaluate(derivative, at), 1e-12, name + "' at " + x);
            }
            assertEquals(
                    reference.derivative().applyAsDouble(0),
                    Evaluator.evaluate(derivative, new double[1]),
                    1e-12,
                    name);
        });
    }

    @Test
    void builtInsInOnnxRuntime() throws Exception {
        float[] x = new float[801];
        for (int k = 0; k < x.length; k++) {
            x[k] = (k - 400) / 40f;
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        for (Map.Entry<String, Declaration.OperatorUse> entry : BuiltIns.read().entrySet()) {
            TestSite site = new TestSite(entry.getValue().attributes(), TensorType.floats(List.of(4)));
            PointwiseOperator operator = PointwiseOperator.of(entry.getValue());
            TestGraph graph = new TestGraph();
            String output = operator.onnx(site, graph);
            Expr expr = operator.expression(site);
            try (OrtSession session = environment.createSession(graph.models.model(List.of(output)));
                    OnnxTensor input = OnnxTensor.createTensor(environment, x);
                    OrtSession.Result result = session.run(Map.of("x", input))) {
                float[] values = (float[]) result.get(0).getValue();
                for (int k = 0; k < x.length; k++) {
                    double expected = Evaluator.evaluate(expr, new double[] {x[k]});
                    assertEquals(expected, values[k], 1e-6 * 10, entry.getKey() + " at " + x[k]);
                }
            }
            assertTrue(
                    entry.getValue().formula().orElseThrow().onnx().isEmpty()
                            || graph.models.types().size() == 1,
                    entry.getKey());
        }
    }

    @Test
    void constantAndIdentityKeepTheShape() throws Exception {
        for (String formula : List.of("3", "x")) {
            TestGraph graph = new TestGraph();
            String output = operator(formula, "").onnx(site(Map.of()), graph);
            try (OrtSession session =
                            OrtEnvironment.getEnvironment().createSession(graph.models.model(List.of(output)));
                    OnnxTensor input =
                            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), new float[] {1, Float.NaN});
                    OrtSession.Result result = session.run(Map.of("x", input))) {
                float[] values = (float[]) result.get(0).getValue();
                assertEquals(2, values.length);
                assertEquals(formula.equals("x") ? 1 : 3, values[0]);
                assertEquals(formula.equals("x") ? Float.NaN : 3, values[1]);
            }
        }
    }

    @Test
    void mistakesAreReportedInTheUsersWords() {
        assertEquals(
                "formula of @Mine: 'sigmod' is no function of formulas|x * ▸sigmod(x)   (at character 5)|[write sigmoid(x)]",
                problem(operator("x * sigmod(x)", ""), site(Map.of())));
        assertEquals(
                "formula of @Mine: attribute 'mode' is not of a type that formulas know|mode = SLOW|[]",
                problem(operator("x", ""), site(Map.of("mode", "SLOW"))));
        assertEquals(
                "formula of @Mine: attribute 'x' has a name with another meaning in formulas|x = 1.0|[]",
                problem(operator("x", ""), site(Map.of("x", 1.0))));
        String other = problem(operator("x > 0 ? x : 1", "Elu"), site(Map.of()));
        assertTrue(other.startsWith("formula of @Mine: ONNX's Elu computes something else|-0.99932"), other);
        assertEquals(
                "formula of @Mine: 'LeakyReLU' is no ONNX operator of one value (opset 17)|▸LeakyReLU(alpha = 1)   (at"
                        + " character 1)|[write LeakyRelu]",
                problem(operator("x", "LeakyReLU(alpha = 1)"), site(Map.of())));
        assertEquals(
                "formula of @Mine: 'beta' is no attribute of ONNX's Elu|Elu(▸beta = 1)   (at character 5)|[write alpha = …]",
                problem(operator("x", "Elu(beta = 1)"), site(Map.of())));
    }

    @Test
    void attributesAreFiniteFloats() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e39}) {
            TestSite site = site(Map.of("beta", value));
            operator("beta * x", "").check(site);
            Problem problem = site.problems.get(0);
            assertEquals(ProblemId.OutOfRange, problem.id());
            assertTrue(problem.what().endsWith("(@Mine): 'beta' is out of range"), problem.what());
            assertEquals(String.valueOf(value), problem.found());
            assertEquals(List.of("write  beta = 1"), problem.help());
        }
    }

    @Test
    void unsetAttributeIsMissing() {
        TestSite site = site(Map.of("beta", (long) Integer.MIN_VALUE));
        operator("beta * x", "").check(site);
        assertEquals(ProblemId.MissingAttribute, site.problems.get(0).id());
    }

    @Test
    void booleansChoose() {
        PointwiseOperator operator = operator("flag ? x : -x", "");
        assertEquals(new Expr.Var(0), operator.expression(site(Map.of("flag", true))));
        assertEquals(
                new Expr.Unary(Expr.Function.NEG, new Expr.Var(0)), operator.expression(site(Map.of("flag", false))));
    }

    @Test
    void onlyFloats() {
        TestSite site = new TestSite(
                new Attributes(Map.of(), Map.of(), Place.NOWHERE), new TensorType(Element.INT64, List.of(3), true));
        assertEquals(Optional.empty(), operator("x", "").infer(site));
        assertEquals(ProblemId.TypeMismatch, site.problems.get(0).id());
        TestSite floats = site(Map.of());
        assertEquals(
                Optional.of(TensorType.floats(List.of(2))), operator("x", "").infer(floats));
    }

    private static String problem(PointwiseOperator operator, TestSite site) {
        operator.check(site);
        assertEquals(1, site.problems.size(), site.problems.toString());
        Problem problem = site.problems.get(0);
        assertEquals(ProblemId.BadFormula, problem.id());
        return problem.what() + "|" + problem.found() + "|" + problem.help();
    }

    private static PointwiseOperator operator(String formula, String onnx) {
        return PointwiseOperator.of(new Declaration.OperatorUse(
                "com.example.Mine",
                new Attributes(Map.of(), Map.of(), Place.NOWHERE),
                Optional.of(new Declaration.Formula(formula, onnx, Place.NOWHERE)),
                Place.NOWHERE));
    }

    private static TestSite site(Map<String, Object> attributes) {
        return new TestSite(new Attributes(attributes, Map.of(), Place.NOWHERE), TensorType.floats(List.of(2)));
    }

    /** A node of one operator and one value. */
    private static final class TestSite implements Site {
        private final Attributes attributes;
        private final TensorType input;
        final List<Problem> problems = new ArrayList<>();

        TestSite(Attributes attributes, TensorType input) {
            this.attributes = attributes;
            this.input = input;
        }

        @Override
        public String node() {
            return "hidden";
        }

        @Override
        public String written() {
            return "@Mine";
        }

        @Override
        public Attributes attributes() {
            return attributes;
        }

        @Override
        public int inputCount() {
            return 1;
        }

        @Override
        public TensorType input(int index) {
            return input;
        }

        @Override
        public String inputName(int index) {
            return "before";
        }

        @Override
        public Place inputPlace(int index) {
            return Place.NOWHERE;
        }

        @Override
        public TensorType output() {
            return input;
        }

        @Override
        public List<ParameterSpec> parameters() {
            return List.of();
        }

        @Override
        public String trace(int index) {
            return "";
        }

        @Override
        public void report(Problem problem) {
            problems.add(problem);
        }
    }

    /** Nodes of one operator, its input {@code x}. */
    private static final class TestGraph implements OnnxGraph {
        final OnnxModels models = new OnnxModels();

        @Override
        public String input(int index) {
            return "x";
        }

        @Override
        public String source() {
            throw new IllegalArgumentException("no input of the network");
        }

        @Override
        public String real(TensorType type) {
            throw new IllegalArgumentException("nothing varies");
        }

        @Override
        public String lengths(String input) {
            throw new IllegalArgumentException("nothing varies");
        }

        @Override
        public String most(String input) {
            throw new IllegalArgumentException("nothing varies");
        }

        @Override
        public String parameter(String local) {
            throw new IllegalArgumentException("no parameter " + local);
        }

        @Override
        public String node(String type, List<String> inputs) {
            return models.node(type, inputs);
        }

        @Override
        public String node(String type, List<String> inputs, Map<String, Object> attributes) {
            return models.node(type, inputs, new LinkedHashMap<>(attributes));
        }

        @Override
        public String scalar(double value) {
            return models.scalar(value);
        }

        @Override
        public String floats(List<Float> values, List<Integer> shape) {
            throw new IllegalArgumentException("no constants of a shape");
        }

        @Override
        public String integers(List<Long> values) {
            throw new IllegalArgumentException("no integers");
        }
    }
}
