package dev.netwright.processor.pointwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nodes rendered, run by ONNX Runtime, against the evaluator in double. */
final class OnnxRendererTest {
    /** Functions over [-8, 8]; what is only defined for positive arguments gets them. */
    private static final List<String> FORMULAS = List.of(
            "exp(x)",
            "expm1(x)",
            "log(abs(x) + 0.01)",
            "log1p(abs(x))",
            "log1p(-0.7 * sigmoid(x))",
            "sqrt(abs(x))",
            "abs(x)",
            "sign(x)",
            "sin(x)",
            "cos(x)",
            "tanh(x)",
            "sigmoid(x)",
            "softplus(x)",
            "erf(x)",
            "-x",
            "x + 2",
            "2 - x",
            "x * x",
            "1 / (1 + x * x)",
            "min(x, 1)",
            "max(x, -1)",
            "max(x, 0)",
            "min(x, 0)",
            "pow(abs(x) + 0.1, 1.3)",
            "pow(x, 5)",
            "x < 1 ? x : 2",
            "x <= 1 ? x : 2",
            "x > 1 ? x : 2",
            "x >= 1 ? x : 2",
            "x == 1 ? 5 : x",
            "x != 1 ? 5 : x",
            "x > 0 ? 1 : 0",
            "clamp(x, 0, 6)",
            "x * tanh(softplus(x))",
            "x * sigmoid(1.702 * x)",
            "0.5 * x * (1 + erf(x * 0.7071067811865476))",
            "max(x, 0) + 0 * min(x, 0)",
            "max(x, 0) - 0 / (1 + x * x)",
            "0.5 * x * (1 + tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)))",
            "x > 0 ? x : 1.3 * expm1(x)");

    @Test
    void asOnnxRuntimeComputes() throws Exception {
        OnnxModels model = new OnnxModels();
        List<Expr> exprs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        for (String formula : FORMULAS) {
            exprs.add(Formula.parse(formula, Map.of()));
            outputs.add(OnnxRenderer.render(exprs.get(exprs.size() - 1), k -> "x", model));
        }
        float[] x = new float[1001];
        for (int k = 0; k < x.length; k++) {
            x[k] = k == 500 ? 0 : (k - 500) * 0.016f;
        }
        x[600] = 1;
        float[][] results = run(model.model(outputs), x);
        for (int f = 0; f < exprs.size(); f++) {
            double worst = 0;
            double largest = 0;
            for (int k = 0; k < x.length; k++) {
                double expected = Evaluator.evaluate(exprs.get(f), new double[] {x[k]});
                worst = Math.max(worst, Math.abs(results[f][k] - expected));
                largest = Math.max(largest, Math.abs(expected));
            }
            assertTrue(worst <= 1e-6 * largest, FORMULAS.get(f) + ": " + worst + " of " + largest);
        }
    }

    /** Near 0, where exp(x) - 1 and log(1 + x) lose all digits, each value is right to 1e-6 of itself. */
    @Test
    void compositionsKeepSmallValues() throws Exception {
        OnnxModels model = new OnnxModels();
        List<Expr> exprs = List.of(Formula.parse("expm1(x)", Map.of()), Formula.parse("log1p(x)", Map.of()));
        List<String> outputs = exprs.stream()
                .map(expr -> OnnxRenderer.render(expr, k -> "x", model))
                .toList();
        float[] x = {
            -1e-3f, 1e-3f, -1e-6f, 1e-6f, 1e-9f, -1e-9f, 0, 0.3f, -0.3f, -0.999f, 0.49f, 0.51f, 0.99f, 1, 1.01f, 60
        };
        float[][] results = run(model.model(outputs), x);
        for (int f = 0; f < exprs.size(); f++) {
            for (int k = 0; k < x.length; k++) {
                double expected = Evaluator.evaluate(exprs.get(f), new double[] {x[k]});
                assertEquals(expected, results[f][k], 1e-6 * Math.abs(expected), "at " + x[k]);
            }
        }
    }

    @Test
    void partsOnceAndReluWithoutItsZero() throws FormulaException {
        OnnxModels model = new OnnxModels();
        OnnxRenderer.render(Formula.parse("tanh(x) + tanh(x) * sigmoid(tanh(x))", Map.of()), k -> "x", model);
        assertEquals(List.of("Tanh", "Sigmoid", "Mul", "Add"), model.types());
        OnnxModels relu = new OnnxModels();
        assertEquals("v0", OnnxRenderer.render(Formula.parse("max(x, 0)", Map.of()), k -> "x", relu));
        assertEquals(List.of("Relu"), relu.types());
    }

    static float[][] run(byte[] model, float[] x) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model);
                OnnxTensor input = OnnxTensor.createTensor(environment, x);
                OrtSession.Result result = session.run(Map.of("x", input))) {
            float[][] values = new float[result.size()][];
            for (int k = 0; k < values.length; k++) {
                values[k] = (float[]) result.get(k).getValue();
            }
            return values;
        }
    }
}
