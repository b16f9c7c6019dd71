package dev.netwright.processor.write;

import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.Graph.Applied;
import dev.netwright.processor.graph.Graph.Node;
import dev.netwright.processor.graph.Lengths;
import dev.netwright.processor.operator.OnnxGraph;
import dev.netwright.processor.operator.OnnxMasks;
import dev.netwright.processor.operator.TensorType;
import dev.netwright.runtime.onnx.GraphEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The network as the fields of an ONNX GraphProto, but for its initializers: opset 17 of the default domain, in inference. Each node's
 * value is named as the node, what comes before it {@code node/1}, {@code node/2}, …; parameters and buffers have their full names;
 * constants are {@code Constant} nodes, equal numbers shared. Nothing is written that does not change the result, so that a small network
 * makes a small file.
 */
public final class OnnxGraphWriter {
    private final Graph graph;
    private final List<Emitted> emitted = new ArrayList<>();
    private final Map<Object, String> shared = new HashMap<>();
    private final Map<String, String> values = new HashMap<>();
    private final LengthMasks lengthMasks = new LengthMasks();

    private OnnxGraphWriter(Graph graph) {
        this.graph = graph;
    }

    /** The encoded fields. The same graph gives the same bytes. */
    public static byte[] write(Graph graph) {
        return new OnnxGraphWriter(graph).write();
    }

    private byte[] write() {
        GraphEncoder encoder = new GraphEncoder();
        for (Node node : graph.nodes()) {
            new NodeWriter(node).write();
        }
        emitted.forEach(e -> e.encode(encoder));
        encoder.name(name(graph.declaration().interfaceName()));
        for (Node node : graph.inputs()) {
            TensorType type = node.type();
            if (graph.isLengths(node)) {
                encoder.input(node.name(), "int64", List.of(), true);
            } else {
                encoder.input(
                        node.name(),
                        type.element().name().toLowerCase(Locale.ROOT),
                        type.shape(),
                        dimensions(type),
                        true);
            }
        }
        for (Node node : graph.outputs()) {
            TensorType type = node.type();
            encoder.output(
                    node.name(),
                    type.element().name().toLowerCase(Locale.ROOT),
                    type.shape(),
                    dimensions(type),
                    type.batched());
        }
        return encoder.toBytes();
    }

    /** Names of the dimensions that are as large as the longest sample of a call, by axis. */
    private static Map<Integer, String> dimensions(TensorType type) {
        Map<Integer, String> names = new HashMap<>();
        type.varying().forEach((axis, input) -> names.put(axis, input + "/positions"));
        return names;
    }

    private static String name(String binaryName) {
        return binaryName.substring(binaryName.lastIndexOf('.') + 1);
    }

    /** A node of the file; names of what it takes and gives may still change. */
    private abstract static class Emitted {
        String output;

        Emitted(String output) {
            this.output = output;
        }

        abstract void encode(GraphEncoder encoder);

        void rename(String from, String to) {
            if (output.equals(from)) {
                output = to;
            }
        }
    }

    private static final class OperatorNode extends Emitted {
        private final String type;
        private final List<String> inputs;
        private final Map<String, Object> attributes;

        OperatorNode(String type, List<String> inputs, Map<String, Object> attributes, String output) {
            super(output);
            this.type = type;
            this.inputs = new ArrayList<>(inputs);
            this.attributes = attributes;
        }

        @Override
        void encode(GraphEncoder encoder) {
            encoder.node(type, inputs, List.of(output), attributes);
        }

        @Override
        void rename(String from, String to) {
            super.rename(from, to);
            inputs.replaceAll(name -> name.equals(from) ? to : name);
        }
    }

    private static final class Floats extends Emitted {
        private final List<Float> values;
        private final List<Integer> shape;

        Floats(List<Float> values, List<Integer> shape, String output) {
            super(output);
            this.values = values;
            this.shape = shape;
        }

        @Override
        void encode(GraphEncoder encoder) {
            encoder.floats(output, values, shape);
        }
    }

    private static final class Integers extends Emitted {
        private final List<Long> values;

        Integers(List<Long> values, String output) {
            super(output);
            this.values = values;
        }

        @Override
        void encode(GraphEncoder encoder) {
            encoder.integers(output, values);
        }
    }

    /** The ONNX nodes of one node of the network. */
    private final class NodeWriter implements OnnxGraph {
        private final Node node;
        private final List<Emitted> own = new ArrayList<>();
        private int operator;
        private String before = "";
        private int intermediates;

        NodeWriter(Node node) {
            this.node = node;
        }

        void write() {
            for (Applied applied : node.applied()) {
                before = applied.operator().onnx(applied.site(), this);
                if (applied.output().varies() && applied.operator().needsMask(applied.site())) {
                    before = OnnxMasks.masked(applied.output(), before, 0, this);
                }
                operator++;
            }
            values.put(node.name(), node.name());
            if (node.isInput()) {
                values.put(node.name(), before);
                return;
            }
            String result = before;
            if (own.stream().noneMatch(e -> e.output.equals(result))) {
                node("Identity", List.of(result), Map.of());
                own.get(own.size() - 1).output = node.name();
            } else {
                own.forEach(e -> e.rename(result, node.name()));
            }
        }

        private String add(Emitted e) {
            own.add(e);
            emitted.add(e);
            return e.output;
        }

        private String intermediate() {
            return node.name() + "/" + ++intermediates;
        }

        @Override
        public String input(int index) {
            return operator > 0
                    ? before
                    : Objects.requireNonNull(values.get(
                            graph.nodes().get(node.inputs().get(index)).name()));
        }

        @Override
        public String real(TensorType type) {
            String all = "";
            for (Map.Entry<Integer, String> entry : type.varying().entrySet()) {
                String one = lengthMasks.real(entry.getValue(), entry.getKey(), type.rank());
                all = all.isEmpty() ? one : lengthMasks.node("And", List.of(all, one), Map.of());
            }
            return all;
        }

        @Override
        public String lengths(String input) {
            return lengthMasks.floats(input);
        }

        @Override
        public String most(String input) {
            return lengthMasks.most(input);
        }

        @Override
        public String source() {
            return node.name();
        }

        @Override
        public String parameter(String local) {
            return node.applied().get(operator).prefix() + local;
        }

        @Override
        public String node(String type, List<String> inputs) {
            return node(type, inputs, Map.of());
        }

        @Override
        public String node(String type, List<String> inputs, Map<String, Object> attributes) {
            return add(new OperatorNode(type, inputs, attributes, intermediate()));
        }

        @Override
        public String floats(List<Float> values, List<Integer> shape) {
            return add(new Floats(values, shape, intermediate()));
        }

        @Override
        public String scalar(double value) {
            return constant(
                    Float.floatToIntBits((float) value), name -> new Floats(List.of((float) value), List.of(), name));
        }

        @Override
        public String integers(List<Long> values) {
            return constant(values, name -> new Integers(values, name));
        }

        private String constant(Object key, Function<String, Emitted> constant) {
            return shared(key, constant);
        }
    }

    /** A node that the whole graph shares. Its name is no node's: these hold no slash at the start. */
    private String shared(Object key, Function<String, Emitted> node) {
        String known = shared.get(key);
        if (known != null) {
            return known;
        }
        Emitted e = node.apply("/" + (shared.size() + 1));
        emitted.add(e);
        shared.put(key, e.output);
        return e.output;
    }

    /** What says which positions lie within a sample's length, made once for the whole graph. */
    private final class LengthMasks {
        private static final long FLOAT = 1; // TensorProto.DataType

        /** How many positions this call has room for: {@code Shape(x)[1:2]}. */
        String most(String input) {
            return node("Shape", List.of(input), new TreeMap<>(Map.of("start", 1L, "end", 2L)));
        }

        String floats(String input) {
            return node("Cast", List.of(Lengths.name(input)), Map.of("to", FLOAT));
        }

        /** {@code [N, 1, …, most, …, 1]}: {@code Range(0, most, 1) < lengths}, the positions along {@code axis} of {@code rank} axes a sample. */
        String real(String input, int axis, int rank) {
            String last = node("Squeeze", List.of(most(input)), Map.of());
            String zero = node("Squeeze", List.of(integers(0)), Map.of());
            String one = node("Squeeze", List.of(integers(1)), Map.of());
            String positions = node("Range", List.of(zero, last, one), Map.of());
            String lengths = node("Unsqueeze", List.of(Lengths.name(input), integers(1)), Map.of());
            String real = node("Less", List.of(positions, lengths), Map.of());
            List<Long> others = new ArrayList<>();
            for (int k = 0; k < rank; k++) {
                if (k != axis) {
                    others.add(k + 1L);
                }
            }
            return others.isEmpty() ? real : node("Unsqueeze", List.of(real, integers(others)), Map.of());
        }

        String integers(long value) {
            return integers(List.of(value));
        }

        String integers(List<Long> values) {
            return shared(values, name -> new Integers(values, name));
        }

        String node(String type, List<String> inputs, Map<String, Object> attributes) {
            return shared(List.of(type, inputs, attributes), name -> new OperatorNode(type, inputs, attributes, name));
        }
    }
}
