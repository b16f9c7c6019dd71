package dev.netwright.processor.write;

import static dev.netwright.processor.operator.TestNetwork.formula;
import static dev.netwright.processor.operator.TestNetwork.use;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.Graph.Stored;
import dev.netwright.processor.operator.OnnxRun;
import dev.netwright.processor.operator.TestNetwork;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxGraphWriterTest {
    /** 784-128-64-10 with 109,386 parameters: at most 438,300 bytes of which 437,544 are the floats. */
    @Test
    void aPlainNetworkIsHardlyLargerThanItsFloats() throws Exception {
        Graph graph = new TestNetwork()
                .input("image", 1, 28, 28)
                .node("pixels", "image", use("Flatten"))
                .node("hidden1", "pixels", use("Dense", "value", 128), formula("ReLU", "max(x, 0)"))
                .node("hidden2", "hidden1", use("Dense", "value", 64), formula("LeakyReLU", "x > 0 ? x : 0.01 * x"))
                .node("output", "hidden2", use("Dense", "value", 10))
                .graph();
        Map<String, double[]> values = zeros(graph);
        int size = OnnxRun.model(graph, values).length - 4 * graph.parameterCount();
        assertTrue(size <= 750, () -> size + " bytes beyond the floats");
        values.put("image", new double[3 * 784]);
        assertEquals(30, OnnxRun.known(OnnxRun.run(graph, 3, values), "output").length);
    }

    @Test
    void nodesAreNamedAsDeclared() {
        Graph graph = new TestNetwork()
                .input("x", 4)
                .node("table", "", use("Parameter", "value", new int[] {4}))
                .node("d", "x", use("Dropout", "value", 0.5))
                .node(
                        "h",
                        "d",
                        use("Dense", "value", 4, "bias", false),
                        use("Scale", "value", 2.0),
                        use("Dropout", "value", 0.5))
                .node("y", "h table", use("Mul"), use("Scale", "value", 2.0))
                .graph();
        String text = new String(OnnxGraphWriter.write(graph), StandardCharsets.ISO_8859_1);
        for (String name : new String[] {"h/1", "y/1", "table.weight", "Identity", "h.weight"}) {
            assertTrue(text.contains(name), name);
        }
        assertEquals(text.indexOf("value"), text.lastIndexOf("value"), "equal numbers share one constant");
        assertArrayEquals(OnnxGraphWriter.write(graph), OnnxGraphWriter.write(graph));
    }

    /** A node may be named as an ONNX operator, or as what the writer could have called something. */
    @Test
    void namesOfNodesMeetNoOther() throws Exception {
        Graph graph = new TestNetwork()
                .input("Gemm", 3)
                .node("Relu", "Gemm", use("Scale", "value", 3.0))
                .node("c1", "Relu", use("Scale", "value", 3.0), use("Scale", "value", 0.5))
                .output("y", "c1 Relu", use("Add"))
                .graph();
        Map<String, double[]> values = new HashMap<>(Map.of("Gemm", new double[] {1, 2, 3}));
        assertArrayEquals(
                new float[] {7.5f, 15, 22.5f}, OnnxRun.run(graph, 1, values).get("y"));
    }

    private static Map<String, double[]> zeros(Graph graph) {
        Map<String, double[]> values = new HashMap<>();
        for (Stored stored : graph.parameters()) {
            values.put(stored.name(), new double[stored.size()]);
        }
        return values;
    }
}
