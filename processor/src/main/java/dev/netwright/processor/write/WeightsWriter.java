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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * Writes the typed weights of a model: a field a node that has any, of a class of its own.
 *
 * <pre>{@code
 * public final Hidden1 hidden1;
 *
 * public static final class Hidden1 {
 *     public final Matrix weight;
 *     public final Vector bias;
 *
 *     private Hidden1(FloatStore parameters, FloatStore buffers) {
 *         this.weight = Matrix.of(parameters, DemoModelSchema.SCHEMA.parameters().get(0));
 *         this.bias = Vector.of(parameters, DemoModelSchema.SCHEMA.parameters().get(1));
 *     }
 * }
 * }</pre>
 */
final class WeightsWriter {
    private final ClassName schema;
    private final FreeNames classNames;

    WeightsWriter(ClassName schema, FreeNames classNames) {
        this.schema = schema;
        this.classNames = classNames;
    }

    /** A node's weights: tensors by the name of their field, and the weights of its followers. */
    private static final class Group {
        private final Map<String, CodeBlock> windows = new LinkedHashMap<>();
        private final Map<String, Stored> tensors = new LinkedHashMap<>();
        private final Map<String, Group> groups = new LinkedHashMap<>();
    }

    /** Adds the fields of these nodes and their classes to a class nested in {@code outer}; returns the constructor's statements. */
    CodeBlock addTo(TypeSpec.Builder type, ClassName outer, Graph graph, List<Graph.Node> nodes) {
        Map<Integer, List<Integer>> parameters = byNode(graph.parameters());
        Map<Integer, List<Integer>> buffers = byNode(graph.buffers());
        Group root = new Group();
        for (Graph.Node node : nodes) {
            parameters
                    .getOrDefault(node.index(), List.of())
                    .forEach(k -> put(root, graph.parameters(), k, "parameters"));
            buffers.getOrDefault(node.index(), List.of()).forEach(k -> put(root, graph.buffers(), k, "buffers"));
        }
        CodeBlock.Builder statements = CodeBlock.builder();
        fill(type, outer, root, statements, "");
        return statements.build();
    }

    /** Nodes that have parameters or buffers. */
    static List<Graph.Node> layers(Graph graph) {
        Map<Integer, List<Integer>> parameters = byNode(graph.parameters());
        Map<Integer, List<Integer>> buffers = byNode(graph.buffers());
        return graph.nodes().stream()
                .filter(node -> parameters.containsKey(node.index()) || buffers.containsKey(node.index()))
                .toList();
    }

    private static Map<Integer, List<Integer>> byNode(List<Stored> stored) {
        Map<Integer, List<Integer>> byNode = new LinkedHashMap<>();
        for (int k = 0; k < stored.size(); k++) {
            byNode.computeIfAbsent(stored.get(k).node().index(), node -> new ArrayList<>())
                    .add(k);
        }
        return byNode;
    }

    private void put(Group root, List<Stored> all, int index, String store) {
        Stored stored = all.get(index);
        List<String> path = List.of(stored.name().split("\\."));
        Group group = root;
        for (String name : path.subList(0, path.size() - 1)) {
            group = group.groups.computeIfAbsent(name, key -> new Group());
        }
        String field = path.get(path.size() - 1);
        ClassName window = Types.window(stored.spec().shape().size());
        group.tensors.put(field, stored);
        group.windows.put(
                field, CodeBlock.of("$T.of($L, $T.SCHEMA.$L().get($L))", window, store, schema, store, index));
    }

    private void fill(
            TypeSpec.Builder type, ClassName outer, Group group, CodeBlock.Builder statements, String prefix) {
        group.tensors.forEach((name, stored) -> {
            field(
                    type,
                    Types.window(stored.spec().shape().size()),
                    name,
                    "{@code " + stored.name() + "} " + stored.spec().shape() + ", "
                            + stored.spec().role().text() + ".\n");
            statements.addStatement("this.$N = $L", name, group.windows.get(name));
        });
        group.groups.forEach((name, inner) -> {
            String full = prefix.isEmpty() ? name : prefix + "." + name;
            ClassName nested = outer.nestedClass(classNames.take(FreeNames.upper(FreeNames.identifier(full))));
            field(type, nested, name, "Weights of {@code " + full + "}.\n");
            statements.addStatement("this.$N = new $T(parameters, buffers)", name, nested);
            TypeSpec.Builder innerType = TypeSpec.classBuilder(nested)
                    .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                    .addJavadoc("Weights of {@code $L}: windows on the model's stores.\n", full);
            CodeBlock.Builder innerStatements = CodeBlock.builder();
            fill(innerType, nested, inner, innerStatements, full);
            innerType.addMethod(MethodSpec.constructorBuilder()
                    .addModifiers(Modifier.PRIVATE)
                    .addParameter(Types.FLOAT_STORE, "parameters")
                    .addParameter(Types.FLOAT_STORE, "buffers")
                    .addCode(innerStatements.build())
                    .build());
            type.addType(innerType.build());
        });
    }

    private static void field(TypeSpec.Builder type, TypeName of, String name, String doc) {
        type.addField(FieldSpec.builder(of, name, Modifier.PUBLIC, Modifier.FINAL)
                .addJavadoc("$L", doc)
                .build());
    }
}
