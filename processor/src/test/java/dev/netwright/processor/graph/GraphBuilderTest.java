package dev.netwright.processor.graph;

import static dev.netwright.processor.operator.TestNetwork.formula;
import static dev.netwright.processor.operator.TestNetwork.use;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.diagnose.Problem;
import dev.netwright.processor.diagnose.ProblemId;
import dev.netwright.processor.graph.Graph.Stored;
import dev.netwright.processor.operator.ParameterSpec;
import dev.netwright.processor.operator.TensorType;
import dev.netwright.processor.operator.TestNetwork;
import dev.netwright.processor.operator.TestNetwork.Spot;
import dev.netwright.runtime.checkpoint.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {
    @Test
    void parametersLieInTheOrderDeclared() {
        Graph graph = new TestNetwork()
                .input("x", 3, 4)
                .node(
                        "h",
                        "x",
                        use("Dense", "value", 5),
                        use("PReLU"),
                        use("Standardize"),
                        formula("Swish", "x * sigmoid(x)"))
                .node("p", "", use("Parameter", "value", new int[] {2, 5}))
                .node("y", "h p", use("Concat"))
                .graph();
        assertEquals(
                List.of("h.weight [5, 4] @0", "h.bias [5] @20", "h.pReLU.slope [3] @25", "p.weight [2, 5] @28"),
                shown(graph.parameters()));
        assertEquals(
                List.of("h.standardize.mean [3, 5] @0", "h.standardize.deviation [3, 5] @15"), shown(graph.buffers()));
        assertEquals(38, graph.parameterCount());
        assertEquals(30, graph.bufferCount());
        assertEquals(
                List.of("y"), graph.outputs().stream().map(Graph.Node::name).toList());
        assertEquals(
                new TensorType(TensorType.Element.FLOAT32, List.of(5, 5), true),
                graph.nodes().get(3).type());
        assertEquals(
                List.of(Role.WEIGHT, Role.BIAS, Role.SLOPE, Role.WEIGHT),
                graph.parameters().stream().map(s -> s.spec().role()).toList());
    }

    private static List<String> shown(List<Stored> tensors) {
        return tensors.stream()
                .map(s -> s.name() + " " + s.spec().shape() + " @" + s.offset())
                .toList();
    }

    @Test
    void lawsOfTheOperatorsAndOfInit() {
        Graph graph = new TestNetwork()
                .input("x", 4)
                .node("a", "x", use("Dense", "value", 5), use("PReLU"))
                .init(
                        "b",
                        "a",
                        Map.of("weight", "HE_NORMAL", "bias", "CONSTANT", "argument", 0.1),
                        use("Dense", "value", 5))
                .init("c", "b", Map.of("weight", "NORMAL"), use("Dense", "value", 5))
                .init("p", "", Map.of("weight", "ORTHOGONAL"), use("Parameter", "value", new int[] {5, 5}))
                .node("q", "", use("Parameter", "value", new int[] {5}))
                .node("y", "c p q", use("Add"))
                .graph();
        assertEquals(
                List.of(
                        "a.weight XAVIER_UNIFORM NaN",
                        "a.bias ZEROS NaN",
                        "a.pReLU.slope CONSTANT 0.25",
                        "b.weight HE_NORMAL NaN",
                        "b.bias CONSTANT 0.1",
                        "c.weight NORMAL 0.05",
                        "c.bias ZEROS NaN",
                        "p.weight ORTHOGONAL 1.0",
                        "q.weight ZEROS NaN"),
                graph.parameters().stream()
                        .map(s -> s.name() + " " + law(s.spec()))
                        .toList());
    }

    private static String law(ParameterSpec spec) {
        return spec.initializer() + " " + spec.argument();
    }

    @Test
    void everyMistakeIsToldAndNoCascade() {
        List<Problem> problems = new TestNetwork()
                .input("x", 2, 3, 4)
                .node("a", "x", use("Dense", "value", 0)) // wrong attribute: its shape is unknown
                .node("b", "a", use("Dense", "value", -1)) // checked all the same
                .node("c", "x", use("Dense", "value", 2)) // rank 3
                .node("d", "c nowhere", use("Add")) // reported by the declaration
                .node("e", "x", use("Dropout", "value", 2.0), use("Softmax", "axis", 5)) // a follower keeps the shape
                .node("y", "b d e", use("Concat", "axis", 7))
                .problems();
        assertEquals(
                List.of("Dense.value", "Dense.value", "c<-x", "Dropout.value", "Softmax.axis"),
                problems.stream().map(p -> ((Spot) p.place()).name()).toList());
        assertEquals(
                List.of(
                        ProblemId.OutOfRange,
                        ProblemId.OutOfRange,
                        ProblemId.ShapeMismatch,
                        ProblemId.OutOfRange,
                        ProblemId.OutOfRange),
                problems.stream().map(Problem::id).toList());
    }

    @Test
    void anEdgeToNowhereMakesNoGraphAndNoMessage() {
        TestNetwork network = new TestNetwork()
                .input("x", 3)
                .node("y", "", use("Dense", "value", 2))
                .node("z", "nowhere", use("Flatten"));
        assertTrue(GraphBuilder.build(network.declaration(), p -> assertEquals(ProblemId.WrongInputCount, p.id()))
                .isEmpty());
        TestNetwork open = new TestNetwork().input("x", 3).output("y", "gone", use("Dense", "value", 2));
        assertTrue(GraphBuilder.build(open.declaration(), p -> {
                    throw new AssertionError(p.toString());
                })
                .isEmpty());
    }

    @Test
    void traceFollowsTheInputThatDoesNotFit() {
        List<Problem> problems = new TestNetwork()
                .input("a", 3)
                .input("b", 7)
                .node("h", "b", use("Dense", "value", 4, "bias", false), use("PReLU"))
                .node("y", "a h", use("Add"))
                .problems();
        assertEquals(1, problems.size());
        assertEquals(
                "b [7] → h @Dense(4, bias = false) @PReLU [4] → y @Add",
                problems.get(0).trace());
        assertEquals("[4] from h", problems.get(0).found());
    }

    @Test
    void aThousandNodesBuildQuickly() {
        TestNetwork network = new TestNetwork().input("x", 8);
        String before = "x";
        for (int k = 0; k < 1000; k++) {
            network.node("n" + k, before, use("Dense", "value", 8), formula("R", "max(x, 0)"));
            before = "n" + k;
        }
        long start = System.nanoTime();
        assertEquals(1001, network.graph().nodes().size());
        double seconds = (System.nanoTime() - start) / 1e9;
        assertTrue(seconds < 2, () -> seconds + " s");
    }
}
