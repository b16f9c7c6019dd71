package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.schema.Findings;
import dev.netwright.runtime.checkpoint.Schema;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes the model's class.
 *
 * <pre>{@code
 * public final class DemoModel extends Model {
 *     public static final int PARAMETERS = 109_386;
 *     public static final String SCHEMA_HASH = "…";
 *
 *     public final Dense hidden1;
 *
 *     private DemoModel(FloatStore parameters, FloatStore buffers) {
 *         super(DemoModelSchema.SCHEMA, parameters, buffers);
 *         this.hidden1 = new Dense(parameters, 0);
 *     }
 *
 *     public static DemoModel create(long seed) { … }
 *     public float[] predict(float[] image) { … }
 * }
 * }</pre>
 *
 * A network of more layers than a constructor takes has its fields in superclasses, {@code DemoModelWeights1} first.
 */
final class ModelWriter {
    /** Most layers whose fields stand in one class. */
    private static final int FIELDS = 150;

    private final Graph graph;
    private final ClassName model;
    private final ClassName schema;
    private final FreeNames classNames;
    private final Findings findings;

    ModelWriter(Graph graph, ClassName model, ClassName schema, Findings findings) {
        this.findings = findings;
        this.graph = graph;
        this.model = model;
        this.schema = schema;
        this.classNames = new FreeNames(true, ModelMethods.CLASSES);
        classNames.take(model.simpleName());
        findings.handover().ifPresent(handover -> classNames.take(handover.modelName()));
    }

    /** The class, and the superclasses that a large one has. */
    List<TypeSpec.Builder> write() {
        List<Graph.Node> layers = WeightsWriter.layers(graph);
        WeightsWriter weights = new WeightsWriter(schema, classNames);
        List<TypeSpec.Builder> types = new ArrayList<>();
        ClassName above = Types.MODEL;
        int part = 1;
        for (; layers.size() - (part - 1) * FIELDS > FIELDS; part++) {
            ClassName name = model.peerClass(model.simpleName() + "Weights" + part);
            TypeSpec.Builder type = TypeSpec.classBuilder(name)
                    .addModifiers(Modifier.ABSTRACT)
                    .superclass(above)
                    .addJavadoc("Layers of {@code $L}.\n", model.simpleName());
            CodeBlock fields = weights.addTo(type, name, graph, layers.subList((part - 1) * FIELDS, part * FIELDS));
            types.add(type.addMethod(constructor(above, fields).build()));
            above = name;
        }
        types.add(0, model(layers, layers.subList((part - 1) * FIELDS, layers.size()), weights, above));
        return types;
    }

    private TypeSpec.Builder model(
            List<Graph.Node> layers, List<Graph.Node> own, WeightsWriter weights, ClassName above) {
        TypeSpec.Builder type = TypeSpec.classBuilder(model)
                .addModifiers(Modifier.FINAL)
                .superclass(above)
                .addJavadoc("$L", javadoc())
                .addField(constant(TypeName.INT, "PARAMETERS", "Number of floats that are learned.")
                        .initializer("$L", JavaCode.integer(graph.parameterCount()))
                        .build())
                .addField(constant(
                                TypeName.get(String.class),
                                "SCHEMA_HASH",
                                "Digest of the names, roles and shapes of what is saved.")
                        .initializer(
                                "$S",
                                Schema.hash(
                                        SchemaWriter.specs(graph.parameters()),
                                        SchemaWriter.specs(graph.buffers()),
                                        SchemaWriter.inputs(graph)))
                        .build());
        if (graph.declaration().isPublic()) {
            type.addModifiers(Modifier.PUBLIC);
        }
        CodeBlock fields = weights.addTo(type, model, graph, own);
        type.addMethod(constructor(above, fields).addModifiers(Modifier.PRIVATE).build());
        new ModelMethods(graph, model, schema, findings).addTo(type, !layers.isEmpty());
        if (!layers.isEmpty()) {
            LayerWriter.addTo(type, model, layers);
        }
        return type;
    }

    private MethodSpec.Builder constructor(ClassName above, CodeBlock fields) {
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder()
                .addParameter(Types.FLOAT_STORE, "parameters")
                .addParameter(Types.FLOAT_STORE, "buffers");
        if (above.equals(Types.MODEL)) {
            constructor.addStatement("super($T.SCHEMA, parameters, buffers)", schema);
        } else {
            constructor.addStatement("super(parameters, buffers)");
        }
        return constructor.addCode(fields);
    }

    private String javadoc() {
        return "The network {@code " + graph.declaration().interfaceName().replace('$', '.') + "}.\n\n<pre>{@code\n"
                + Text.javadoc(NetworkDoc.table(graph))
                + "}</pre>\n\n<p>How values flow; the batch dimension is n:\n\n<pre>{@code\n"
                + Text.javadoc(NetworkDoc.diagram(graph))
                + "}</pre>\n\n<p>Predicting is thread-safe; writing weights, restoring and training are not.\n";
    }

    private static FieldSpec.Builder constant(TypeName type, String name, String doc) {
        return FieldSpec.builder(type, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc(doc + "\n");
    }
}
