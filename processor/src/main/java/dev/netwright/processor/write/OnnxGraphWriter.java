package dev.netwright.processor.write;

import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.Graph.Applied;
import dev.netwright.processor.graph.Graph.Node;
import dev.netwright.processor.operator.OnnxGraph;
import dev.netwright.processor.operator.TensorType;
import dev.netwright.runtime.onnx.GraphEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
            encoder.input(node.name(), type.element().name().toLowerCase(Locale.ROOT), type.shape(), true);
        }
        for (Node node : graph.outputs()) {
            TensorType type = node.type();
            encoder.output(node.name(), type.element().name().toLowerCase(Locale.ROOT), type.shape(), type.batched());
        }
        return encoder.toBytes();
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
                operator++;
            }
            if (before.equals(node.name())) {
                return; // an input of the network
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
                    : graph.nodes().get(node.inputs().get(index)).name();
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

        /** A constant that the whole graph shares. Its name is no node's: these hold no slash at the start. */
        private String constant(Object key, java.util.function.Function<String, Emitted> constant) {
            return shared.computeIfAbsent(key, k -> {
                Emitted e = constant.apply("/" + (shared.size() + 1));
                emitted.add(e);
                return e.output;
            });
        }
    }
}
