package dev.netwright.processor.graph;

import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.declare.Declaration.NodeDeclaration;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.graph.Graph.Applied;
import dev.netwright.processor.graph.Graph.Node;
import dev.netwright.processor.graph.Graph.Stored;
import dev.netwright.processor.operator.ParameterSpec;
import dev.netwright.processor.operator.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the graph of a declaration: definitions of the operators, shapes, parameters with places in the stores. Reports all mistakes of
 * a network in one go: a node whose shape is unknown after one matches anything. Problems of the declaration itself (names, edges,
 * unused nodes) have been reported before; an edge to a node that is not declared above is one of these.
 */
public final class GraphBuilder {
    /**
     * Most floats that all values of one sample take together: an eighth of what an index can reach, for gradients and intermediate values
     * lie in the same workspace.
     */
    static final long MOST_VALUES = Integer.MAX_VALUE / 8;

    /** Most floats of the parameters, or of the buffers: what a Java array holds on every virtual machine. */
    static final long MOST_STORED = Integer.MAX_VALUE - 8L;

    /** Most inputs of other types than FLOAT32: each is a parameter of its own of the kernels that read it. */
    static final long MOST_TYPED = 100;

    private final Declaration declaration;
    private final Reporter reporter;
    private final Trace trace = new Trace();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<NodeAnalysis> analyses = new ArrayList<>();
    private final Set<String> lengths = new HashSet<>();
    private boolean failed;

    private GraphBuilder(Declaration declaration, Reporter reporter) {
        this.reporter = problem -> {
            failed = true;
            reporter.report(problem);
        };
        this.declaration = Lengths.added(declaration, this.reporter);
        this.declaration.nodes().forEach(node -> lengths.add(node.name()));
        declaration.nodes().forEach(node -> lengths.remove(node.name()));
    }

    /** The graph, or nothing after reporting why there is none. */
    public static Optional<Graph> build(Declaration declaration, Reporter reporter) {
        return new GraphBuilder(declaration, reporter).build();
    }

    private Optional<Graph> build() {
        for (NodeDeclaration node : declaration.nodes()) {
            List<Optional<TensorType>> inputs = node.inputs().stream()
                    .map(edge -> Optional.ofNullable(numbers.get(edge.node()))
                            .flatMap(number -> analyses.get(number).type()))
                    .toList();
            NodeAnalysis analysis = NodeAnalysis.of(node, inputs, trace, reporter);
            if (!lengths.contains(node.name())) {
                trace.add(node, analysis.type());
            }
            numbers.put(node.name(), analyses.size());
            analyses.add(analysis);
        }
        checkOutputs();
        checkSizes();
        boolean complete = !analyses.isEmpty()
                && analyses.stream().allMatch(a -> a.type().isPresent())
                && declaration.nodes().stream()
                        .flatMap(node -> node.inputs().stream())
                        .allMatch(edge -> numbers.containsKey(edge.node()));
        return failed || !complete ? Optional.empty() : Optional.of(graph());
    }

    private boolean isOutput(int number) {
        List<NodeDeclaration> nodes = declaration.nodes();
        return nodes.get(number).output()
                || (number == nodes.size() - 1 && nodes.stream().noneMatch(NodeDeclaration::output));
    }

    /** Results depend on an input and are numbers that can be computed with. */
    private void checkOutputs() {
        boolean anyInput = analyses.stream().anyMatch(NodeAnalysis::isInput);
        for (int k = 0; k < analyses.size(); k++) {
            NodeDeclaration node = declaration.nodes().get(k);
            Optional<TensorType> type = analyses.get(k).type();
            ClassNames.check(node, isOutput(k), type, reporter);
            if (!isOutput(k)) {
                continue;
            }
            if (type.isPresent() && type.get().element() != TensorType.Element.FLOAT32) {
                reporter.report(Problems.typeMismatch(
                        node.place(),
                        node.name(),
                        "@Output",
                        node.name(),
                        "FLOAT32",
                        type.get().toString(),
                        "",
                        "put  @Cast @Output Tensor " + node.name() + "Floats(Tensor " + node.name() + ");  below"));
            }
            if (type.isPresent() && type.get().varies() && type.get().varying().lastKey() > 0) {
                int axis = type.get().varying().lastKey();
                reporter.report(Problems.varyingLength(
                        node.place(),
                        node.name(),
                        "@Output",
                        node.name(),
                        axis,
                        "a result of which no axis but the first varies",
                        type.get().toString(),
                        "",
                        "make axis " + axis + " the first by a @Transpose, or take the mean over it:  @ReduceMean("
                                + axis + ")"));
            }
            if (anyInput && known(k) && !reaches(k)) {
                reporter.report(Problems.constantOutput(
                        node.place(),
                        node.name(),
                        "computed from parameters and constants alone",
                        trace.to(node, node.operators().size() - 1, 0)));
            }
        }
    }

    /** Whether all edges above a node lead to nodes. */
    private boolean known(int number) {
        return above(number).stream()
                .flatMap(k -> declaration.nodes().get(k).inputs().stream())
                .allMatch(edge -> numbers.containsKey(edge.node()));
    }

    private boolean reaches(int number) {
        return above(number).stream().anyMatch(k -> analyses.get(k).isInput());
    }

    /** A node and all that it depends on. */
    private Set<Integer> above(int number) {
        Set<Integer> found = new HashSet<>();
        List<Integer> open = new ArrayList<>(List.of(number));
        while (!open.isEmpty()) {
            int next = open.remove(open.size() - 1);
            if (found.add(next)) {
                declaration.nodes().get(next).inputs().forEach(edge -> {
                    Integer input = numbers.get(edge.node());
                    if (input != null && input < next) {
                        open.add(input);
                    }
                });
            }
        }
        return found;
    }

    /** What fits by itself may be too large together. */
    private void checkSizes() {
        long values = 0;
        long parameters = 0;
        long buffers = 0;
        for (NodeAnalysis analysis : analyses) {
            for (Applied applied : analysis.applied()) {
                values += applied.output().size();
            }
            for (Tensor tensor : analysis.tensors()) {
                long size = TensorType.size(tensor.spec().shape());
                if (tensor.spec().learned()) {
                    parameters = Math.min(parameters, Long.MAX_VALUE - size) + size;
                } else {
                    buffers = Math.min(buffers, Long.MAX_VALUE - size) + size;
                }
            }
        }
        String name = declaration.interfaceName();
        String network = "'" + name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1) + "'";
        long typed = analyses.stream()
                .filter(NodeAnalysis::isInput)
                .flatMap(analysis -> analysis.type().stream())
                .filter(type -> type.element() != TensorType.Element.FLOAT32)
                .count();
        if (typed > MOST_TYPED) {
            reporter.report(Problems.tooLarge(
                    declaration.place(),
                    "the number of inputs of other types than FLOAT32 in " + network,
                    String.valueOf(typed),
                    MOST_TYPED,
                    "inputs",
                    "",
                    "join inputs of the same type into one, and part it after @Cast with @Slice"));
        }
        tooLarge("a sample's values in " + network, values, MOST_VALUES, values(), "make the largest layers smaller");
        tooLarge(
                "the parameters of " + network,
                parameters,
                MOST_STORED,
                tensors(true),
                "make the largest layers smaller");
        tooLarge(
                "the buffers of " + network,
                buffers,
                MOST_STORED,
                tensors(false),
                "make what they are fitted to smaller");
    }

    private void tooLarge(String subject, long size, long most, List<String> largest, String help) {
        if (size > most) {
            reporter.report(Problems.tooLarge(
                    declaration.place(),
                    subject,
                    String.valueOf(size),
                    most,
                    "elements",
                    "",
                    help + ": " + String.join(", ", largest.subList(0, Math.min(3, largest.size())))));
        }
    }

    private List<String> values() {
        return analyses.stream()
                .filter(analysis -> analysis.type().isPresent())
                .sorted(Comparator.comparingLong(
                        (NodeAnalysis a) -> -a.type().orElseThrow().size()))
                .map(a -> a.name() + " " + a.type().orElseThrow())
                .toList();
    }

    private List<String> tensors(boolean learned) {
        return analyses.stream()
                .flatMap(analysis -> analysis.tensors().stream())
                .filter(tensor -> tensor.spec().learned() == learned)
                .sorted(Comparator.comparingLong(
                        (Tensor t) -> -TensorType.size(t.spec().shape())))
                .map(tensor -> tensor.name() + " " + tensor.spec().shape())
                .toList();
    }

    private Graph graph() {
        List<Node> nodes = new ArrayList<>();
        List<Stored> parameters = new ArrayList<>();
        List<Stored> buffers = new ArrayList<>();
        for (int k = 0; k < analyses.size(); k++) {
            NodeAnalysis analysis = analyses.get(k);
            List<Integer> inputs = declaration.nodes().get(k).inputs().stream()
                    .map(edge -> numbers.get(edge.node()))
                    .toList();
            Node node = new Node(
                    k,
                    analysis.name(),
                    inputs,
                    analysis.applied(),
                    analysis.type().orElseThrow(),
                    isOutput(k));
            nodes.add(node);
            for (Tensor tensor : analysis.tensors()) {
                List<Stored> store = tensor.spec().learned() ? parameters : buffers;
                int offset = store.isEmpty()
                        ? 0
                        : store.get(store.size() - 1).offset()
                                + store.get(store.size() - 1).size();
                store.add(new Stored(tensor.name(), node, tensor.spec(), offset));
            }
        }
        return new Graph(declaration, nodes, parameters, buffers);
    }

    /** A parameter or buffer by its full name. */
    record Tensor(String name, ParameterSpec spec) {}
}
