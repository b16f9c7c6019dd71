package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.Graph.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * Writes the typed weights of a model: a field a node that has any. Nodes whose weights have the same names and ranks share a
 * class, named after their operators.
 *
 * <pre>{@code
 * public final Dense hidden1;
 *
 * public static final class Dense {
 *     public final Matrix weight;
 *     public final Vector bias;
 *
 *     Dense(FloatStore parameters, int parameter) {
 *         this.weight = Matrix.of(parameters, DemoModelSchema.SCHEMA.parameters().get(parameter));
 *         this.bias = Vector.of(parameters, DemoModelSchema.SCHEMA.parameters().get(parameter + 1));
 *     }
 * }
 * }</pre>
 */
final class WeightsWriter {
    private final ClassName schema;
    private final FreeNames classNames;
    private final Map<String, ClassName> classes = new HashMap<>();

    WeightsWriter(ClassName schema, FreeNames classNames) {
        this.schema = schema;
        this.classNames = classNames;
    }

    /** A tensor and its number in the schema's table of parameters, or of buffers. */
    private record Tensor(Stored stored, int index) {
        boolean learned() {
            return stored.spec().learned();
        }

        ClassName window() {
            return Types.window(stored.spec().shape().size());
        }
    }

    /** Tensors by the name of their field, and the weights of followers; the tensors of each store have numbers in a row. */
    private static final class Group {
        private final Map<String, Tensor> tensors = new LinkedHashMap<>();
        private final Map<String, Group> groups = new LinkedHashMap<>();

        /** The first number of its parameters, or of its buffers; -1 where it has none. */
        private int first(boolean learned) {
            return all().stream()
                    .filter(tensor -> tensor.learned() == learned)
                    .mapToInt(Tensor::index)
                    .min()
                    .orElse(-1);
        }

        private List<Tensor> all() {
            List<Tensor> all = new ArrayList<>(tensors.values());
            groups.values().forEach(group -> all.addAll(group.all()));
            return all;
        }

        /** What two groups that share a class agree in. */
        private String key() {
            StringBuilder key = new StringBuilder();
            tensors.forEach((name, tensor) -> key.append(name)
                    .append(tensor.learned() ? " parameter " : " buffer ")
                    .append(tensor.index() - first(tensor.learned()))
                    .append(tensor.window().simpleName())
                    .append(", "));
            groups.forEach((name, group) -> key.append(name)
                    .append(" {")
                    .append(group.key())
                    .append("} ")
                    .append(group.first(true) - first(true))
                    .append(group.first(false) - first(false)));
            return key.toString();
        }
    }

    /** Adds the fields of these nodes and their classes to {@code outer}; returns the constructor's statements. */
    CodeBlock addTo(TypeSpec.Builder type, ClassName outer, Graph graph, List<Graph.Node> nodes) {
        Map<Integer, List<Tensor>> parameters = byNode(graph.parameters());
        Map<Integer, List<Tensor>> buffers = byNode(graph.buffers());
        CodeBlock.Builder statements = CodeBlock.builder();
        for (Graph.Node node : nodes) {
            Group root = new Group();
            parameters.getOrDefault(node.index(), List.of()).forEach(tensor -> put(root, tensor));
            buffers.getOrDefault(node.index(), List.of()).forEach(tensor -> put(root, tensor));
            root.tensors.forEach((name, tensor) -> {
                field(type, tensor.window(), name, "{@code " + name + "} " + describe(tensor) + ".\n");
                statements.addStatement("this.$N = $L", name, window(tensor, Integer.toString(tensor.index())));
            });
            root.groups.forEach((name, group) -> {
                ClassName weights = weights(type, outer, group, simpleName(node, group));
                field(type, weights, name, "Weights of {@code " + name + "}: " + describe(group) + ".\n");
                statements.addStatement(
                        "this.$N = new $T($L)",
                        name,
                        weights,
                        arguments(group, Integer.toString(group.first(true)), Integer.toString(group.first(false))));
            });
        }
        return statements.build();
    }

    /** Nodes that have parameters or buffers. */
    static List<Graph.Node> layers(Graph graph) {
        Map<Integer, List<Tensor>> parameters = byNode(graph.parameters());
        Map<Integer, List<Tensor>> buffers = byNode(graph.buffers());
        return graph.nodes().stream()
                .filter(node -> parameters.containsKey(node.index()) || buffers.containsKey(node.index()))
                .toList();
    }

    private static Map<Integer, List<Tensor>> byNode(List<Stored> stored) {
        Map<Integer, List<Tensor>> byNode = new LinkedHashMap<>();
        for (int k = 0; k < stored.size(); k++) {
            byNode.computeIfAbsent(stored.get(k).node().index(), node -> new ArrayList<>())
                    .add(new Tensor(stored.get(k), k));
        }
        return byNode;
    }

    private static void put(Group root, Tensor tensor) {
        List<String> path = List.of(tensor.stored().name().split("\\."));
        Group group = root;
        for (String name : path.subList(0, path.size() - 1)) {
            group = group.groups.computeIfAbsent(name, key -> new Group());
        }
        group.tensors.put(path.get(path.size() - 1), tensor);
    }

    /** {@code DenseBatchNorm} of a node whose first operator has weights and whose follower has some of its own. */
    private static String simpleName(Graph.Node node, Group group) {
        StringBuilder name = new StringBuilder();
        if (!group.tensors.isEmpty()) {
            String annotation = node.applied().get(0).operator().annotation();
            name.append(annotation.substring(annotation.lastIndexOf('.') + 1));
        }
        group.groups.keySet().forEach(follower -> name.append(FreeNames.upper(FreeNames.identifier(follower))));
        return name.toString();
    }

    /** The class that holds such weights, added to {@code type} where no earlier group has the like. */
    private ClassName weights(TypeSpec.Builder type, ClassName outer, Group group, String wanted) {
        String key = wanted + ": " + group.key();
        ClassName shared = classes.get(key);
        if (shared != null) {
            return shared;
        }
        ClassName name = outer.nestedClass(classNames.take(wanted));
        classes.put(key, name);
        TypeSpec.Builder weights = TypeSpec.classBuilder(name)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc("Weights of a layer of {@code $L}: windows on the model's stores.\n", wanted);
        int parameter = group.first(true);
        int buffer = group.first(false);
        CodeBlock.Builder statements = CodeBlock.builder();
        group.tensors.forEach((field, tensor) -> {
            field(
                    weights,
                    tensor.window(),
                    field,
                    "Role: " + tensor.stored().spec().role().text() + ".\n");
            statements.addStatement(
                    "this.$N = $L",
                    field,
                    window(
                            tensor,
                            tensor.learned()
                                    ? plus("parameter", tensor.index() - parameter)
                                    : plus("buffer", tensor.index() - buffer)));
        });
        group.groups.forEach((field, inner) -> {
            ClassName nested = weights(type, outer, inner, FreeNames.upper(FreeNames.identifier(field)));
            field(weights, nested, field, "Weights of the follower {@code " + field + "}.\n");
            statements.addStatement(
                    "this.$N = new $T($L)",
                    field,
                    nested,
                    arguments(
                            inner,
                            plus("parameter", inner.first(true) - parameter),
                            plus("buffer", inner.first(false) - buffer)));
        });
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder();
        if (parameter >= 0) {
            constructor.addParameter(Types.FLOAT_STORE, "parameters").addParameter(int.class, "parameter");
        }
        if (buffer >= 0) {
            constructor.addParameter(Types.FLOAT_STORE, "buffers").addParameter(int.class, "buffer");
        }
        type.addType(weights.addMethod(constructor.addCode(statements.build()).build())
                .build());
        return name;
    }

    /** The stores that a group has tensors in, each with the first number there. */
    private static String arguments(Group group, String parameter, String buffer) {
        List<String> arguments = new ArrayList<>();
        if (group.first(true) >= 0) {
            arguments.add("parameters, " + parameter);
        }
        if (group.first(false) >= 0) {
            arguments.add("buffers, " + buffer);
        }
        return String.join(", ", arguments);
    }

    private static String plus(String base, int more) {
        return more == 0 ? base : base + " + " + more;
    }

    private CodeBlock window(Tensor tensor, String index) {
        String store = tensor.learned() ? "parameters" : "buffers";
        return CodeBlock.of("$T.of($L, $T.SCHEMA.$L().get($L))", tensor.window(), store, schema, store, index);
    }

    /** {@code weight [128, 784], bias [128], batchNorm.scale [128]}. */
    private static String describe(Group group) {
        return String.join(", ", describe(group, ""));
    }

    private static List<String> describe(Group group, String prefix) {
        List<String> all = new ArrayList<>();
        group.tensors.forEach((name, tensor) ->
                all.add(prefix + name + " " + tensor.stored().spec().shape()));
        group.groups.forEach((name, inner) -> all.addAll(describe(inner, prefix + name + ".")));
        return all;
    }

    private static String describe(Tensor tensor) {
        return tensor.stored().spec().shape() + ", "
                + tensor.stored().spec().role().text();
    }

    private static void field(TypeSpec.Builder type, TypeName of, String name, String doc) {
        type.addField(FieldSpec.builder(of, name, Modifier.PUBLIC, Modifier.FINAL)
                .addJavadoc("$L", doc)
                .build());
    }
}
