package dev.netwright.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.checkpoint.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.lang.model.element.Modifier;

/**
 * Writes what a checkpoint of the network must have.
 *
 * <pre>{@code
 * final class DemoModelSchema {
 *     static final Schema SCHEMA = new Schema("com.example.Demo", 1, parameters(), buffers(), inputs(), outputs(),
 *             DemoModelSchema::architecture, DemoModelSchema::onnxGraph);
 *
 *     private static List<TensorSpec> parameters() {
 *         return List.of(
 *             new TensorSpec("hidden1.weight", "hidden1", List.of(128, 784), Role.WEIGHT, true, 0), …);
 *     }
 *
 *     private static String architecture() { return """ … """; }
 *
 *     private static byte[] onnxGraph() { return Literals.bytes(""" … """); }
 * }
 * }</pre>
 */
final class SchemaWriter {
    private SchemaWriter() {}

    /** The inputs as the schema has them. */
    static List<Schema.Port> inputs(Graph graph) {
        return graph.inputs().stream()
                .map(node -> new Schema.Port(
                        node.name(),
                        node.type().element().name().toLowerCase(Locale.ROOT),
                        node.type().shape()))
                .toList();
    }

    /** The tensors of a table of the graph. */
    static List<TensorSpec> specs(List<Graph.Stored> stored) {
        return stored.stream()
                .map(s -> new TensorSpec(
                        s.name(),
                        s.node().name(),
                        s.spec().shape(),
                        s.spec().role(),
                        s.spec().learned(),
                        s.offset()))
                .toList();
    }

    static TypeSpec.Builder write(String name, Graph graph, String architecture, byte[] onnx) {
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addModifiers(Modifier.FINAL)
                .addJavadoc(
                        "What a checkpoint of {@code $L} must have, and the constant parts of its files.\n",
                        Text.javadoc(graph.declaration().modelName()))
                .addField(FieldSpec.builder(Types.SCHEMA, "SCHEMA", Modifier.STATIC, Modifier.FINAL)
                        .initializer(
                                "new $T($>$>\n$S,\n$L,\nparameters(),\nbuffers(),\ninputs(),\noutputs(),\n$N::architecture,\n$N::onnxGraph)$<$<",
                                Types.SCHEMA,
                                graph.declaration().interfaceName(),
                                graph.declaration().version(),
                                name,
                                name)
                        .build())
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build());
        tensors("parameters", graph.parameters()).forEach(type::addMethod);
        tensors("buffers", graph.buffers()).forEach(type::addMethod);
        ports("inputs", graph, graph.inputs()).forEach(type::addMethod);
        ports("outputs", graph, graph.outputs()).forEach(type::addMethod);
        initialize("initializeParameters", "parameters", graph.parameters()).forEach(type::addMethod);
        initialize("initializeBuffers", "buffers", graph.buffers()).forEach(type::addMethod);
        type.addMethod(text(
                "architecture",
                TypeName.get(String.class),
                Text.lines(architecture).stream().map(Text::constant).toList()));
        String bytes = new String(onnx, StandardCharsets.ISO_8859_1);
        type.addMethod(text(
                "onnxGraph",
                TypeName.get(byte[].class),
                Text.pieces(bytes).stream().map(Text::literals).toList()));
        return type;
    }

    private static MethodSpec text(String name, TypeName type, List<String> blocks) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(type);
        CodeBlock pieces = CodeBlock.join(
                blocks.stream().map(block -> CodeBlock.of("$L", block)).toList(), ",\n");
        if (name.equals("onnxGraph")) {
            return method.addStatement("return $T.bytes(\n$L)", Types.LITERALS, pieces)
                    .build();
        }
        return blocks.size() == 1
                ? method.addStatement("return $L", pieces).build()
                : method.addStatement("return $T.join($S,\n$L)", String.class, "", pieces)
                        .build();
    }

    private static List<MethodSpec> tensors(String name, List<Graph.Stored> stored) {
        List<CodeBlock> specs = specs(stored).stream()
                .map(spec -> CodeBlock.of(
                        "new $T($S, $S, $T.of($L), $T.$L, $L, $L)",
                        Types.TENSOR_SPEC,
                        spec.name(),
                        spec.layer(),
                        List.class,
                        Shapes.arguments(spec.shape()),
                        Types.ROLE,
                        spec.role().name(),
                        spec.learned(),
                        spec.offset()))
                .toList();
        int rank = stored.stream().mapToInt(s -> s.spec().shape().size()).max().orElse(0);
        return Methods.list(name, Types.TENSOR_SPEC, specs, 30 + 10 * rank);
    }

    /**
     * Initial values.
     *
     * <pre>{@code
     * static void initializeParameters(FloatStore parameters, long seed) {
     *     Initializers.fill(parameters, SCHEMA.parameters().get(0), "XAVIER_UNIFORM", Double.NaN, seed);
     * }
     * }</pre>
     */
    private static List<MethodSpec> initialize(String name, String store, List<Graph.Stored> stored) {
        Parts parts = new Parts();
        for (int k = 0; k < stored.size(); k++) {
            double argument = stored.get(k).spec().argument();
            CodeBlock number = Double.isNaN(argument)
                    ? CodeBlock.of("$T.NaN", Double.class)
                    : CodeBlock.of("$L", Double.toString(argument));
            parts.add(
                    CodeBlock.builder()
                            .add("// $L\n", stored.get(k).name())
                            .addStatement(
                                    "$T.fill($L, SCHEMA.$L().get($L), $S, $L, seed)",
                                    Types.INITIALIZERS,
                                    store,
                                    store,
                                    k,
                                    stored.get(k).spec().initializer(),
                                    number)
                            .build(),
                    30);
        }
        return Methods.split(
                MethodSpec.methodBuilder(name)
                        .addModifiers(Modifier.STATIC)
                        .addParameter(Types.FLOAT_STORE, store)
                        .addParameter(TypeName.LONG, "seed"),
                parts.groups(),
                store + ", seed");
    }

    private static List<MethodSpec> ports(String name, Graph graph, List<Graph.Node> nodes) {
        List<CodeBlock> ports = nodes.stream()
                .map(node -> CodeBlock.of(
                        "new $T($S, $S, $T.of($L)$L)",
                        Types.PORT,
                        node.name(),
                        node.type().element().name().toLowerCase(Locale.ROOT),
                        List.class,
                        Shapes.arguments(node.type().shape()),
                        more(graph, node)))
                .toList();
        int size = nodes.stream()
                .mapToInt(node -> node.type().rank() + graph.classes(node).size())
                .max()
                .orElse(0);
        return Methods.list(name, Types.PORT, ports, 30 + 10 * size);
    }

    /** The names of an output's classes, or the number of an input's ids, where there are any. */
    private static CodeBlock more(Graph graph, Graph.Node node) {
        int ids = node.isInput() ? graph.ids(node) : 0;
        return ids > 0 ? CodeBlock.of(", $L", ids) : classes(graph.classes(node));
    }

    private static CodeBlock classes(List<String> names) {
        return names.isEmpty()
                ? CodeBlock.of("")
                : CodeBlock.of(
                        ", $T.of($L)",
                        List.class,
                        CodeBlock.join(
                                names.stream()
                                        .map(name -> CodeBlock.of("$S", name))
                                        .toList(),
                                ", "));
    }
}
