package dev.netwright.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.operator.ParameterSpec;
import dev.netwright.processor.schema.Schemas;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.checkpoint.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * Writes what a checkpoint of the network must have.
 *
 * <pre>{@code
 * final class DemoModelSchema {
 *     static final Schema SCHEMA =
 *             Schema.of("com.example.Demo", 1, table(), DemoModelSchema::architecture, DemoModelSchema::onnxGraph);
 *
 *     private static String table() { return """ … """; }
 *
 *     private static String versions() { return """ … """; } // where the schema has any before
 *
 *     private static String schemaFiles() { return """ … """; } // where it was checked against any, which SCHEMA then holds
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

    /** {@code schemas} is what the schema files say. */
    static TypeSpec.Builder write(String name, Graph graph, Schemas.Verdict schemas, String architecture, byte[] onnx) {
        String versions = schemas.versions();
        String checked = schemas.files().isEmpty() ? "" : ".checkedAgainst(schemaFiles())";
        CodeBlock before = versions.isEmpty()
                ? CodeBlock.of("")
                : CodeBlock.of("versions(), $T::fill, $L, ", Types.INITIALIZERS, classes(versions));
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addModifiers(Modifier.FINAL)
                .addJavadoc(
                        "What a checkpoint of {@code $L} must have, and the constant parts of its files.\n",
                        Text.javadoc(graph.declaration().modelName()))
                .addField(FieldSpec.builder(Types.SCHEMA, "SCHEMA", Modifier.STATIC, Modifier.FINAL)
                        .initializer(
                                "$T.of($S, $L, table(), $L$N::architecture, $N::onnxGraph)$L",
                                Types.SCHEMA,
                                graph.declaration().interfaceName(),
                                graph.declaration().version(),
                                before,
                                name,
                                name,
                                checked)
                        .build())
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build());
        type.addMethod(Methods.text("table", table(graph)));
        if (!versions.isEmpty()) {
            type.addMethod(Methods.text("versions", versions));
        }
        if (!checked.isEmpty()) {
            type.addMethod(Methods.text("schemaFiles", schemas.files()));
        }
        type.addMethod(Methods.text("architecture", architecture));
        String bytes = new String(onnx, StandardCharsets.ISO_8859_1);
        type.addMethod(MethodSpec.methodBuilder("onnxGraph")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(byte[].class)
                .addStatement(
                        "return $T.bytes(\n$L)",
                        Types.LITERALS,
                        Text.pieces(bytes).stream().map(Text::literals).collect(Collectors.joining(",\n")))
                .build());
        return type;
    }

    /** The user's classes that migrate tensors: {@code Map.ofEntries(Map.entry("com.example.Folded", com.example.Folded::new))}. */
    private static CodeBlock classes(String versions) {
        CodeBlock entries = versions.lines()
                .map(line -> line.split(" "))
                .filter(words -> words[0].equals("compute"))
                .map(words -> words[2])
                .distinct()
                .map(name -> CodeBlock.of("$T.entry($S, $L::new)", Map.class, name, name))
                .collect(CodeBlock.joining(", "));
        return entries.isEmpty()
                ? CodeBlock.of("$T.of()", Map.class)
                : CodeBlock.of("$T.ofEntries($L)", Map.class, entries);
    }

    /** A line for each input, parameter, buffer and output, in order: what the runtime's {@code SchemaTable} reads. */
    private static String table(Graph graph) {
        StringBuilder table = new StringBuilder();
        graph.inputs().forEach(node -> port("input", graph, node, table));
        graph.parameters().forEach(stored -> tensor("parameter", stored, table));
        graph.buffers().forEach(stored -> tensor("buffer", stored, table));
        graph.outputs().forEach(node -> port("output", graph, node, table));
        return table.toString();
    }

    private static void tensor(String kind, Graph.Stored stored, StringBuilder table) {
        ParameterSpec spec = stored.spec();
        String argument = Double.isNaN(spec.argument()) ? "" : "(" + spec.argument() + ")";
        Methods.line(
                table,
                kind,
                stored.node().name(),
                stored.name(),
                spec.role().name(),
                spec.initializer() + argument,
                spec.shape().toString());
    }

    private static void port(String kind, Graph graph, Graph.Node node, StringBuilder table) {
        String element = node.type().element().name().toLowerCase(Locale.ROOT);
        Methods.line(table, kind, node.name(), element, node.type().shape().toString());
        if (node.isInput() && graph.ids(node) > 0) {
            Methods.line(table, "ids", Integer.toString(graph.ids(node)));
        }
        if (node.type().varies()) {
            Methods.line(table, "lengths", graph.lengths(node).name());
        }
        for (String label : graph.classes(node)) {
            Methods.line(
                    table,
                    "class",
                    label.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"));
        }
    }
}
