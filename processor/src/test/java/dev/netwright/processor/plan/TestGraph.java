package dev.netwright.processor.plan;

import dev.netwright.processor.declare.Attributes;
import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problem;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.operator.Lowering;
import dev.netwright.processor.operator.OnnxGraph;
import dev.netwright.processor.operator.Operator;
import dev.netwright.processor.operator.ParameterSpec;
import dev.netwright.processor.operator.Site;
import dev.netwright.processor.operator.TensorType;
import dev.netwright.processor.step.View;
import dev.netwright.runtime.checkpoint.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds graphs by hand, of operators that are lowerings alone. */
final class TestGraph {
    private final List<Graph.Node> nodes = new ArrayList<>();
    private final List<Graph.Stored> parameters = new ArrayList<>();
    private final List<Graph.Stored> buffers = new ArrayList<>();

    /** What an operator lowers to. */
    interface Lower {
        View lower(Lowering lowering, TensorType output);
    }

    /** An operator with its result's type. */
    record Use(String annotation, TensorType output, Map<String, List<Integer>> learned, Lower lower) {
        static Use of(TensorType output, Lower lower) {
            return new Use("test.Operator", output, Map.of(), lower);
        }

        Use named(String name) {
            return new Use(name, output, learned, lower);
        }

        Use learning(String name, Integer... shape) {
            Map<String, List<Integer>> all = new LinkedHashMap<>(learned);
            all.put(name, Arrays.asList(shape));
            return new Use(annotation, output, all, lower);
        }
    }

    int input(Integer... shape) {
        TensorType type = TensorType.floats(Arrays.asList(shape));
        return node(
                List.of(),
                new Use("dev.netwright.annotations.Input", type, Map.of(), (lowering, t) -> lowering.source()));
    }

    int node(List<Integer> inputs, Use... uses) {
        int index = nodes.size();
        String name = "node" + index;
        List<Graph.Applied> applied = new ArrayList<>();
        for (int k = 0; k < uses.length; k++) {
            Use use = uses[k];
            String prefix = k == 0 ? name + "." : name + "." + k + ".";
            applied.add(new Graph.Applied(new Definition(use), new TestSite(name, use), prefix, use.output()));
        }
        TensorType type = uses[uses.length - 1].output();
        nodes.add(new Graph.Node(index, name, inputs, applied, type, false));
        for (int k = 0; k < uses.length; k++) {
            String prefix = applied.get(k).prefix();
            uses[k].learned().forEach((local, shape) -> {
                boolean learned = !local.startsWith("buffer");
                ParameterSpec spec = learned
                        ? ParameterSpec.learned(local, shape, Role.WEIGHT, "ZEROS", Double.NaN)
                        : ParameterSpec.buffer(local, shape, Role.MEAN, 0);
                List<Graph.Stored> store = learned ? parameters : buffers;
                int offset = store.isEmpty()
                        ? 0
                        : store.get(store.size() - 1).offset()
                                + store.get(store.size() - 1).size();
                store.add(new Graph.Stored(prefix + local, nodes.get(index), spec, offset));
            });
        }
        return index;
    }

    TensorType type(int node) {
        return nodes.get(node).type();
    }

    int size() {
        return nodes.size();
    }

    /** The graph with the nodes given as results. */
    Graph graph(Set<Integer> outputs) {
        List<Graph.Node> marked = nodes.stream()
                .map(n -> new Graph.Node(
                        n.index(), n.name(), n.inputs(), n.applied(), n.type(), outputs.contains(n.index())))
                .toList();
        Declaration declaration = new Declaration("test", "test.Net", "NetModel", true, 1, List.of(), Place.NOWHERE);
        return new Graph(declaration, marked, parameters, buffers);
    }

    private record Definition(Use use) implements Operator {
        @Override
        public String annotation() {
            return use.annotation();
        }

        @Override
        public Position position() {
            return Position.FIRST;
        }

        @Override
        public int minInputs() {
            return 0;
        }

        @Override
        public int maxInputs() {
            return 9;
        }

        @Override
        public void check(Site site) {}

        @Override
        public Optional<TensorType> infer(Site site) {
            return Optional.of(use.output());
        }

        @Override
        public View lower(Site site, Lowering lowering) {
            return use.lower().lower(lowering, use.output());
        }

        @Override
        public String onnx(Site site, OnnxGraph graph) {
            throw new UnsupportedOperationException();
        }
    }

    private record TestSite(String node, Use use) implements Site {
        @Override
        public String written() {
            return "@" + use.annotation();
        }

        @Override
        public Attributes attributes() {
            return new Attributes(Map.of("axis", -1L), Map.of(), Place.NOWHERE);
        }

        @Override
        public int inputCount() {
            throw new UnsupportedOperationException();
        }

        @Override
        public TensorType input(int index) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String inputName(int index) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Place inputPlace(int index) {
            return Place.NOWHERE;
        }

        @Override
        public TensorType output() {
            return use.output();
        }

        @Override
        public List<ParameterSpec> parameters() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String trace(int input) {
            return node;
        }

        @Override
        public void report(Problem problem) {
            throw new UnsupportedOperationException();
        }
    }
}
