package dev.netwright.processor.operator;

import dev.netwright.processor.declare.Attributes;
import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.declare.Declaration.Edge;
import dev.netwright.processor.declare.Declaration.NodeDeclaration;
import dev.netwright.processor.declare.Declaration.OperatorUse;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problem;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.GraphBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network declared by a test: attributes that are left out have their annotation's defaults. */
public final class TestNetwork {
    private static final Map<String, Map<String, Object>> DEFAULTS = Map.ofEntries(
            Map.entry("Input", ordered("value", List.of(), "type", "FLOAT32", "varying", false)),
            Map.entry("Parameter", ordered("value", List.of())),
            Map.entry("Constant", ordered("value", List.of(), "shape", List.of())),
            Map.entry("Dense", ordered("value", (long) Integer.MIN_VALUE, "bias", true)),
            Map.entry("Flatten", ordered()),
            Map.entry("Reshape", ordered("value", List.of())),
            Map.entry("Add", ordered()),
            Map.entry("Sub", ordered()),
            Map.entry("Mul", ordered()),
            Map.entry("Div", ordered()),
            Map.entry("MatMul", ordered()),
            Map.entry("Concat", ordered("axis", 0L)),
            Map.entry("Dropout", ordered("value", Double.NaN)),
            Map.entry("Cast", ordered()),
            Map.entry("OneHot", ordered("value", (long) Integer.MIN_VALUE)),
            Map.entry("Scale", ordered("value", Double.NaN)),
            Map.entry("Standardize", ordered()),
            Map.entry("PReLU", ordered("shared", false)),
            Map.entry(
                    "Conv2D",
                    ordered(
                            "value",
                            (long) Integer.MIN_VALUE,
                            "bias",
                            true,
                            "dilation",
                            List.of(1L),
                            "groups",
                            1L,
                            "kernel",
                            List.of(),
                            "padding",
                            List.of(0L),
                            "same",
                            false,
                            "stride",
                            List.of(1L))),
            Map.entry(
                    "Conv1D",
                    ordered(
                            "value",
                            (long) Integer.MIN_VALUE,
                            "bias",
                            true,
                            "dilation",
                            List.of(1L),
                            "groups",
                            1L,
                            "kernel",
                            List.of(),
                            "padding",
                            List.of(0L),
                            "same",
                            false,
                            "stride",
                            List.of(1L))),
            Map.entry(
                    "ConvTranspose2D",
                    ordered(
                            "value", (long) Integer.MIN_VALUE,
                            "bias", true,
                            "dilation", List.of(1L),
                            "groups", 1L,
                            "kernel", List.of(),
                            "outputPadding", List.of(0L),
                            "padding", List.of(0L),
                            "stride", List.of(1L))),
            Map.entry(
                    "MaxPool2D",
                    ordered(
                            "value", List.of(),
                            "dilation", List.of(1L),
                            "padding", List.of(0L),
                            "same", false,
                            "stride", List.of())),
            Map.entry(
                    "AvgPool2D",
                    ordered(
                            "value", List.of(),
                            "countIncludePad", true,
                            "padding", List.of(0L),
                            "same", false,
                            "stride", List.of())),
            Map.entry("GlobalAvgPool", ordered()),
            Map.entry("GlobalMaxPool", ordered()),
            Map.entry("Upsample", ordered("value", List.of(), "mode", "NEAREST")),
            Map.entry("Pad", ordered("value", List.of(), "fill", 0.0, "mode", "CONSTANT")),
            Map.entry("Softmax", ordered("axis", -1L)),
            Map.entry("LogSoftmax", ordered("axis", -1L)),
            Map.entry("Transpose", ordered("value", List.of())),
            Map.entry("Slice", ordered("axis", 0L, "from", 0L, "step", 1L, "to", (long) Integer.MAX_VALUE)),
            Map.entry(
                    "Split", ordered("axis", 0L, "index", (long) Integer.MIN_VALUE, "parts", (long) Integer.MIN_VALUE)),
            Map.entry("Take", ordered("value", (long) Integer.MIN_VALUE, "axis", 0L)),
            Map.entry("Squeeze", ordered("value", List.of())),
            Map.entry("Unsqueeze", ordered("value", List.of())),
            Map.entry("ReduceSum", ordered("value", List.of(), "keepDims", false)),
            Map.entry("ReduceMean", ordered("value", List.of(), "keepDims", false)),
            Map.entry("ReduceMax", ordered("value", List.of(), "keepDims", false)),
            Map.entry("BatchNorm", ordered("epsilon", 1e-5, "momentum", 0.1)),
            Map.entry("LayerNorm", ordered("axis", -1L, "epsilon", 1e-5)),
            Map.entry("RMSNorm", ordered("axis", -1L, "epsilon", 1e-5)),
            Map.entry("GroupNorm", ordered("epsilon", 1e-5, "groups", (long) Integer.MIN_VALUE)),
            Map.entry("InstanceNorm", ordered("epsilon", 1e-5)));

    private final List<NodeDeclaration> nodes = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /** A place that a test recognises. */
    public record Spot(String name) implements Place {}

    /** An operator of Netwright by simple name; attributes as name, value, name, value. */
    public static OperatorUse use(String name, Object... attributes) {
        Map<String, Object> values = new LinkedHashMap<>(DEFAULTS.get(name));
        Map<String, Place> places = new LinkedHashMap<>();
        for (int k = 0; k < attributes.length; k += 2) {
            String attribute = (String) attributes[k];
            values.put(attribute, normal(attributes[k + 1]));
            places.put(attribute, new Spot(name + "." + attribute));
        }
        Spot place = new Spot("@" + name);
        return new OperatorUse(
                "dev.netwright.annotations." + name, new Attributes(values, places, place), Optional.empty(), place);
    }

    /** An activation declared by a formula. */
    public static OperatorUse formula(String name, String formula) {
        Spot place = new Spot("@" + name);
        return new OperatorUse(
                "test." + name,
                new Attributes(Map.of(), Map.of(), place),
                Optional.of(new Declaration.Formula(formula, "", place)),
                place);
    }

    private static Object normal(Object value) {
        if (value instanceof Integer i) {
            return i.longValue();
        }
        if (value instanceof int[] many) {
            return Arrays.stream(many).mapToObj(i -> (long) i).toList();
        }
        if (value instanceof double[] many) {
            return Arrays.stream(many).boxed().toList();
        }
        return value;
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int k = 0; k < pairs.length; k += 2) {
            map.put((String) pairs[k], pairs[k + 1]);
        }
        return map;
    }

    /** Adds a node; {@code inputs} are names separated by blanks. */
    public TestNetwork node(String name, String inputs, OperatorUse... operators) {
        return node(name, inputs, false, Optional.empty(), operators);
    }

    /** Adds a result. */
    public TestNetwork output(String name, String inputs, OperatorUse... operators) {
        return node(name, inputs, true, Optional.empty(), operators);
    }

    /** Adds a node with {@code @Init}. */
    public TestNetwork init(String name, String inputs, Map<String, Object> init, OperatorUse... operators) {
        Map<String, Object> values = ordered("weight", "DEFAULT", "bias", "DEFAULT", "argument", Double.NaN);
        Map<String, Place> places = new LinkedHashMap<>();
        init.forEach((key, value) -> {
            values.put(key, value);
            places.put(key, new Spot("Init." + key));
        });
        return node(name, inputs, false, Optional.of(new Attributes(values, places, new Spot("@Init"))), operators);
    }

    private TestNetwork node(
            String name, String inputs, boolean output, Optional<Attributes> init, OperatorUse... operators) {
        List<Edge> edges = new ArrayList<>();
        for (String input : inputs.isEmpty() ? new String[0] : inputs.split(" ", -1)) {
            edges.add(new Edge(input, new Spot(name + "<-" + input)));
        }
        nodes.add(new NodeDeclaration(name, edges, List.of(operators), init, Optional.empty(), output, new Spot(name)));
        return this;
    }

    /** Adds an input of floats. */
    public TestNetwork input(String name, int... shape) {
        return node(name, "", use("Input", "value", shape));
    }

    /** Adds an input of floats whose first dimension varies. */
    public TestNetwork varying(String name, int... shape) {
        return node(name, "", use("Input", "value", shape, "varying", true));
    }

    /** The declaration. */
    public Declaration declaration() {
        return new Declaration("test", "test.Net", "NetModel", true, 1, nodes, new Spot("Net"));
    }

    /** The graph; fails where there are problems. */
    public Graph graph() {
        return GraphBuilder.build(declaration(), problem -> {
                    throw new AssertionError(problem.toString());
                })
                .orElseThrow();
    }

    /** The problems that building reports, where the graph must not come out. */
    public List<Problem> problems() {
        Optional<Graph> graph = GraphBuilder.build(declaration(), problems::add);
        if (graph.isPresent()) {
            throw new AssertionError("no problem was reported");
        }
        return problems;
    }
}
