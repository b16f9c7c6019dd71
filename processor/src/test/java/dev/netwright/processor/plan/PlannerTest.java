package dev.netwright.processor.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.operator.TensorType;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Plans of particular graphs: what stages they have, where buffers lie, what a loss may skip. */
class PlannerTest {
    private static final TensorType PIXELS = TensorType.floats(List.of(784));

    /** Dense(128) → ReLU → Dense(64) → SiLU → Dense(10), as the demo. */
    private static Graph demo(TestGraph.Use... last) {
        TestGraph net = new TestGraph();
        int x = net.input(784);
        TestGraph.Use hidden1 = TestOperators.dense(PIXELS, 128);
        int a = net.node(List.of(x), hidden1, TestOperators.pointwise(hidden1.output(), TestOperators.relu()));
        TestGraph.Use hidden2 = TestOperators.dense(hidden1.output(), 64);
        int b = net.node(List.of(a), hidden2, TestOperators.pointwise(hidden2.output(), TestOperators.silu()));
        TestGraph.Use output = TestOperators.dense(hidden2.output(), 10);
        TestGraph.Use[] uses =
                Stream.concat(Stream.of(output), Arrays.stream(last)).toArray(TestGraph.Use[]::new);
        return net.graph(Set.of(net.node(List.of(b), uses)));
    }

    private static TensorType logits() {
        return TensorType.floats(List.of(10));
    }

    @Test
    void aLayerIsOneStageThatWorksInPlace() {
        Plan plan = Planner.inference(demo());
        assertEquals(3, plan.forward().size());
        assertEquals(192, plan.layout().perSample());
        assertEquals(0, plan.layout().fixed());
        for (Stage stage : plan.forward()) {
            assertEquals(Extent.BATCH, stage.rows());
            assertEquals(2, stage.steps().size());
            assertTrue(stage.steps().get(0) instanceof MatMulStep);
            assertTrue(stage.steps().get(1) instanceof MapStep);
            assertEquals(
                    stage.steps().get(0).output().buffer(),
                    stage.steps().get(1).output().buffer());
            assertFalse(stage.workPerSample());
        }
        assertEquals(16, plan.forward().get(0).tile());
        assertTrue(plan.forward().get(0).work() > 2 * 784 * 128);
        assertEquals(
                Buffer.Space.OUTPUT,
                plan.forward().get(2).steps().get(0).output().buffer().space());
    }

    @Test
    void aNormalizationIsOneStage() {
        TestGraph net = new TestGraph();
        int x = net.input(4, 6);
        TensorType type = net.type(x);
        int norm = net.node(List.of(x), TestOperators.layerNorm(type));
        int probabilities = net.node(List.of(norm), TestOperators.softmax(type, false));
        Plan plan = Planner.inference(net.graph(Set.of(probabilities)));
        assertEquals(1, plan.forward().size());
    }

    @Test
    void aGradientOfABiasHasTheFeaturesAsRows() {
        Plan plan = Planner.training(demo());
        List<Stage> found = plan.backward().stream()
                .filter(s -> s.steps().stream().anyMatch(t -> writes(t, "node1.bias")))
                .toList();
        assertEquals(1, found.size());
        assertEquals(Extent.of(128), found.get(0).rows());
        assertTrue(found.get(0).workPerSample());
        List<Stage> weights = plan.backward().stream()
                .filter(s -> s.steps().stream().anyMatch(t -> writes(t, "node1.weight")))
                .toList();
        assertEquals(1, weights.size());
        assertTrue(weights.get(0).steps().get(0) instanceof MatMulStep);
        assertTrue(plan.backward().stream().allMatch(s -> s.steps().stream().noneMatch(Step::accumulate)));
    }

    private static boolean writes(Step step, String parameter) {
        Buffer buffer = step.output().buffer();
        return buffer.space() == Buffer.Space.GRADIENT && buffer.name().endsWith(parameter);
    }

    @Test
    void finalActivationsAreHeads() {
        for (TestGraph.Use last : List.of(
                TestOperators.softmax(logits(), false),
                TestOperators.softmax(logits(), true),
                TestOperators.softmaxWithAdjoint(logits()),
                TestOperators.sigmoid(logits()))) {
            Graph graph = demo(last);
            Plan plan = Planner.training(graph);
            Plan.Head head = plan.outputs().get(0).head().orElseThrow();
            assertEquals("dev.netwright.annotations." + head.activation(), last.annotation());
            assertEquals(0, head.first());
            assertTrue(head.stages() > 0 && head.stages() < plan.backward().size());
            assertTrue(head.logits().isWhole() && head.gradient().isWhole());
            new PlanCheck(graph, 3, 5).all(true);
        }
        assertTrue(Planner.training(demo()).outputs().get(0).head().isEmpty());
        TestGraph.Use tanh = TestOperators.pointwise(logits(), TestOperators.tanh());
        assertTrue(Planner.training(demo(TestOperators.sigmoid(logits()), tanh))
                .outputs()
                .get(0)
                .head()
                .isEmpty());
    }

    /** Logits and probabilities are results, both are used further, another head stands on the first one's result. */
    @Test
    void headsMayBeUsedFurther() {
        TestGraph net = new TestGraph();
        int x = net.input(5);
        int logits = net.node(List.of(x), TestOperators.dense(net.type(x), 4));
        TensorType type = net.type(logits);
        int soft = net.node(List.of(logits), TestOperators.softmax(type, false));
        int log = net.node(List.of(logits), TestOperators.softmax(type, true));
        int sigmoid = net.node(List.of(soft), TestOperators.sigmoid(type));
        int sum = net.node(List.of(soft, logits), TestOperators.binary(Expr.Operation.MUL, type));
        int end = net.node(List.of(sum, log), TestOperators.binary(Expr.Operation.ADD, type));
        Graph graph = net.graph(new TreeSet<>(List.of(logits, soft, log, sigmoid, end)));
        Plan plan = Planner.training(graph);
        assertEquals(
                3, plan.outputs().stream().filter(o -> o.head().isPresent()).count());
        for (int seed = 0; seed < 8; seed++) {
            new PlanCheck(graph, 1 + seed, seed).all(true);
        }
    }

    @Test
    void resultsThatAreNoValueOfTheirOwnAreCopied() {
        TestGraph net = new TestGraph();
        int x = net.input(2, 3);
        int parameter = net.node(List.of(), TestOperators.parameter(2, 3));
        int product = net.node(List.of(x, parameter), TestOperators.binary(Expr.Operation.MUL, net.type(x)));
        int flat = net.node(List.of(product), TestOperators.reshape(net.type(product), 6));
        int turned = net.node(List.of(product), TestOperators.transpose(net.type(product)));
        Graph graph = net.graph(new TreeSet<>(List.of(x, parameter, product, flat, turned)));
        Plan plan = Planner.inference(graph);
        double[] input = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        double[][] outputs = new Interpreter(plan)
                .parameters(new double[] {1, -1, 2, 0.5, 3, -2})
                .forward(new double[][] {input}, 2);
        assertArrayEquals(input, outputs[0]);
        assertArrayEquals(new double[] {1, -1, 2, 0.5, 3, -2, 1, -1, 2, 0.5, 3, -2}, outputs[1]);
        double[] expected = {1, -2, 6, 2, 15, -12, 7, -8, 18, 5, 33, -24};
        assertArrayEquals(expected, outputs[2]);
        assertArrayEquals(expected, outputs[3]);
        assertArrayEquals(new double[] {1, 2, -2, 15, 6, -12, 7, 5, -8, 33, 18, -24}, outputs[4]);
        new PlanCheck(graph, 2, 1).all(true);
    }

    @Test
    void aParameterUsedTwiceAddsAndOneWithoutUseIsZero() {
        TestGraph net = new TestGraph();
        int x = net.input(2);
        int p = net.node(List.of(), TestOperators.parameter(2));
        int twice = net.node(List.of(x, p), TestOperators.binary(Expr.Operation.MUL, net.type(x)));
        int again = net.node(List.of(twice, p), TestOperators.binary(Expr.Operation.ADD, net.type(x)));
        TestGraph.Use sign = TestOperators.pointwise(net.type(x), new Expr.Unary(Expr.Function.SIGN, TestOperators.X));
        int flat = net.node(List.of(x), TestOperators.dense(net.type(x), 2), sign);
        Plan plan = Planner.training(net.graph(new TreeSet<>(List.of(again, flat))));
        Interpreter interpreter = new Interpreter(plan).parameters(new double[] {3, 4, 1, 2, 3, 4, 5, 6});
        interpreter.forward(new double[][] {{1, 2, 10, 20, 100, 200}}, 3);
        double[] gradient =
                interpreter.backward(new double[][] {{1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1}}, new boolean[2]);
        assertArrayEquals(new double[] {111 + 3, 222 + 3, 0, 0, 0, 0, 0, 0}, gradient);
    }

    @Test
    void aMaximumSharesItsGradientAmongTies() {
        TestGraph net = new TestGraph();
        int x = net.input(4);
        int p = net.node(List.of(), TestOperators.parameter(4));
        int sum = net.node(List.of(x, p), TestOperators.binary(Expr.Operation.ADD, net.type(x)));
        int max = net.node(List.of(sum), TestOperators.maximum(net.type(sum)));
        Interpreter interpreter = new Interpreter(Planner.training(net.graph(Set.of(max))));
        double[][] output = interpreter.forward(new double[][] {{1, 3, 3, 2, 5, 1, 1, 1}}, 2);
        assertArrayEquals(new double[] {3, 5}, output[0]);
        assertArrayEquals(new double[] {8, 3, 3, 0}, interpreter.backward(new double[][] {{6, 8}}, new boolean[1]));
    }

    /** A value read by columns dies in the stage that writes another of its size by rows: it must keep its place. */
    @Test
    void whatOtherRowsStillReadIsNotOverwritten() {
        TestGraph net = new TestGraph();
        int x = net.input(1);
        int p = net.node(List.of(), TestOperators.parameter(2, 3));
        int a = net.node(List.of(p), TestOperators.pointwise(net.type(p), TestOperators.tanh()));
        TensorType column = net.type(p).withShape(List.of(3, 1));
        List<Extent> extents = List.of(Extent.of(3), Extent.of(2));
        int sums = net.node(
                List.of(a),
                TestGraph.Use.of(
                        column,
                        (l, t) -> l.reduce(
                                TestOperators.X,
                                MapStep.Reduction.SUM,
                                1,
                                extents,
                                List.of(l.input(0).permuted(List.of(1, 0))))));
        int q = net.node(List.of(), TestOperators.parameter(3, 2));
        int product = net.node(List.of(sums, q), TestOperators.binary(Expr.Operation.MUL, net.type(q)));
        TensorType matrix = TensorType.floats(List.of(3, 2));
        Graph graph = net.graph(
                Set.of(net.node(List.of(product, x), TestOperators.softmax(net.type(q), false), noHead(matrix))));
        for (int seed = 0; seed < 10; seed++) {
            new PlanCheck(graph, 1, seed).all(true);
        }
    }

    private static TestGraph.Use noHead(TensorType type) {
        return TestGraph.Use.of(
                type, (l, t) -> l.map(TestOperators.X, t.extents(), List.of(l.broadcast(l.input(0), t.extents()))));
    }

    @Test
    void buffersAreReused() {
        TestGraph net = new TestGraph();
        int node = net.input(100);
        for (int k = 0; k < 20; k++) {
            node = net.node(List.of(node), TestOperators.dense(net.type(node), 100));
        }
        assertEquals(200, Planner.inference(net.graph(Set.of(node))).layout().perSample());
    }

    @Test
    void aThousandNodesPlanInTime() {
        TestGraph net = new TestGraph();
        int node = net.input(32);
        int skip = node;
        while (net.size() < 1000) {
            TensorType type = net.type(node);
            TestGraph.Use dense = TestOperators.dense(type, 32);
            node = net.node(List.of(node), dense, TestOperators.pointwise(dense.output(), TestOperators.silu()));
            if (net.size() % 3 == 0) {
                node = net.node(List.of(node, skip), TestOperators.binary(Expr.Operation.ADD, type));
                skip = node;
            }
        }
        Graph graph = net.graph(Set.of(node));
        Plan inference = Planner.inference(graph);
        Plan training = Planner.training(graph);
        double[][] input = {new double[32]};
        Arrays.fill(input[0], 0.1);
        double[] parameters = new double[graph.parameterCount()];
        Arrays.setAll(parameters, k -> Math.sin(k) * 0.2);
        double[][] expected = new Interpreter(inference).parameters(parameters).forward(input, 1);
        Interpreter byLayout = Interpreter.byLayout(training, 3).parameters(parameters);
        assertArrayEquals(expected[0], byLayout.forward(input, 1)[0], 1e-12);
        for (double value : byLayout.backward(new double[][] {new double[32]}, new boolean[1])) {
            assertEquals(0, value);
        }
    }

    @Test
    void tooLargeIsSaid() {
        TestGraph net = new TestGraph();
        Set<Integer> outputs = new TreeSet<>();
        int a = net.input(1 << 30);
        for (int k = 0; k < 3; k++) {
            a = net.node(List.of(a), TestOperators.pointwise(net.type(a), TestOperators.tanh()));
            outputs.add(a);
        }
        Graph graph = net.graph(outputs);
        PlanTooLarge e = assertThrows(PlanTooLarge.class, () -> Planner.training(graph));
        assertTrue(e.floats() >= 3L << 30, e.getMessage());
        TestGraph wide = new TestGraph();
        int b = wide.input(1 << 30);
        TensorType none = TensorType.floats(List.of(1 << 30, 4));
        int c = wide.node(
                List.of(b), TestGraph.Use.of(none, (l, t) -> l.map(TestOperators.X, t.extents(), List.of(l.source()))));
        PlanTooLarge wider = assertThrows(PlanTooLarge.class, () -> Planner.inference(wide.graph(Set.of(c))));
        assertEquals(1L << 32, wider.floats());
        assertEquals("node1", wider.what());
    }
}
