package dev.netwright.processor.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.schema.Findings;
import java.io.InputStream;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import javax.lang.model.element.Modifier;

/** Writes the methods of a model: making it, loading it, predicting with it. */
final class ModelMethods {
    /** Simple names of classes that a model's source uses, which no class nested in it takes. */
    static final String[] CLASSES = {
        "Layer",
        "Inputs",
        "Outputs",
        "Targets",
        "Losses",
        "RecordPredictor",
        "Predictor",
        "OutputLosses",
        "Loss",
        "Target",
        "Datasets",
        "Device",
        "Dataset",
        "Samples",
        "Standardization",
        "Batch",
        "Head",
        "Classification",
        "Classifier",
        "List",
        "Object",
        "String",
        "Override",
        "Model",
        "FloatStore",
        "Schema",
        "Matrix",
        "Vector",
        "Tensor3",
        "Tensor4",
        "TensorN",
        "Path",
        "InputStream",
        "Format",
        "CheckpointException",
        "Difference",
        "LoadResult",
        "Initializer",
        "InferencePlan",
        "PanelCache",
        "Trainable",
        "LayerOf",
        "Generated",
        "Math",
        "Long",
        "Integer",
        "Float",
        "Record",
        "Enum",
        "System",
        "IllegalArgumentException"
    };

    private final Graph graph;
    private final ClassName model;
    private final ClassName schema;

    private final Findings findings;

    ModelMethods(Graph graph, ClassName model, ClassName schema, Findings findings) {
        this.findings = findings;
        this.graph = graph;
        this.model = model;
        this.schema = schema;
    }

    void addTo(TypeSpec.Builder type, boolean layers) {
        type.addMethod(zeros()).addMethod(create()).addMethod(createBy());
        type.addMethod(load())
                .addMethod(loadFrom(InputStream.class, "in", "Reads a model from a stream, which stays open.\n"))
                .addMethod(
                        loadFrom(ReadableByteChannel.class, "in", "Reads a model from a channel, which stays open.\n"))
                .addMethod(loadFrom(byte[].class, "bytes", "Reads a model from the bytes of a file.\n"));
        type.addMethod(restore());
        if (layers) {
            type.addMethod(restoreLayers());
        }
        CheckpointMethods.addTo(type, model, schema, layers);
        findings.weights().ifPresent(weights -> LinkWriter.addPretrained(type, model, schema, weights));
        findings.handover().ifPresent(handover -> LinkWriter.addFrom(type, model, handover));
        type.addMethod(copy());
        InOutWriter.addTo(type, graph, model, schema);
        StandardizeWriter.addTo(type, graph, model);
        type.addMethod(inferencePlan()).addMethod(trainable()).addMethod(inspection());
        type.addMethod(to()).addMethod(openCl());
    }

    /** {@code return new DemoModel(new FloatStore(109386), new FloatStore(0));}. */
    private MethodSpec zeros() {
        return MethodSpec.methodBuilder("zeros")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(model)
                .addStatement(
                        "return new $T(new $T(PARAMETERS), new $T($L))",
                        model,
                        Types.FLOAT_STORE,
                        Types.FLOAT_STORE,
                        graph.bufferCount())
                .build();
    }

    /**
     * The same seed gives the same model.
     *
     * <pre>{@code
     * public static DemoModel create(long seed) {
     *     DemoModel model = zeros();
     *     model.initialize(seed);
     *     return model;
     * }
     * }</pre>
     */
    private MethodSpec create() {
        return factory("create", "A model with initial values: the same for the same seed.\n")
                .addParameter(TypeName.LONG, "seed")
                .addStatement("$T model = zeros()", model)
                .addStatement("model.initialize(seed)")
                .addStatement("return model")
                .build();
    }

    /** As {@code create(seed)}, every parameter filled by one law. */
    private MethodSpec createBy() {
        return factory("create", "A model whose parameters are filled by a law, each from the seed and its own name.\n")
                .addParameter(TypeName.LONG, "seed")
                .addParameter(Types.INITIALIZER, "initializer")
                .addStatement("$T model = zeros()", model)
                .addStatement("model.initialize(seed, initializer)")
                .addStatement("return model")
                .build();
    }

    private MethodSpec.Builder factory(String name, String doc) {
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(model)
                .addJavadoc("$L", doc);
    }

    /**
     * {@code return zeros().restore(path);}.
     */
    private MethodSpec load() {
        return factory("load", "Reads a model from a file, by extension; all differences are told in one message.\n")
                .addParameter(Path.class, "path")
                .addException(Types.CHECKPOINT_EXCEPTION)
                .addStatement("return zeros().restore(path)")
                .build();
    }

    /**
     * Reads from a stream, a channel or bytes.
     *
     * <pre>{@code
     * public static DemoModel load(InputStream in, Format format) throws CheckpointException {
     *     DemoModel model = zeros();
     *     model.restoreFrom(in, format);
     *     return model;
     * }
     * }</pre>
     */
    private MethodSpec loadFrom(Class<?> type, String name, String doc) {
        return factory("load", doc)
                .addParameter(type, name)
                .addParameter(Types.FORMAT, "format")
                .addException(Types.CHECKPOINT_EXCEPTION)
                .addStatement("$T model = zeros()", model)
                .addStatement("model.restoreFrom($L, format)", name)
                .addStatement("return model")
                .build();
    }

    private MethodSpec.Builder restoring(String doc) {
        return MethodSpec.methodBuilder("restore")
                .addModifiers(Modifier.PUBLIC)
                .returns(model)
                .addJavadoc("$L", doc)
                .addParameter(Path.class, "path")
                .addException(Types.CHECKPOINT_EXCEPTION);
    }

    /** Restores all. */
    private MethodSpec restore() {
        return restoring(
                        "Reads all parameters and buffers from a file; a failure changes nothing. Returns this model.\n")
                .addStatement("restoreFrom(path)")
                .addStatement("return this")
                .build();
    }

    /**
     * Restores some layers.
     *
     * <pre>{@code
     * public DemoModel restore(Path path, Layer first, Layer... more) throws CheckpointException {
     *     restoreFrom(path, first, more);
     *     return this;
     * }
     * }</pre>
     */
    private MethodSpec restoreLayers() {
        ClassName layer = model.nestedClass("Layer");
        return restoring("""
                        Reads the parameters and buffers of some layers from a file, which may hold others and lack others;
                        the rest stays as it is, and a failure changes nothing. Returns this model.
                        """)
                .addParameter(layer, "first")
                .addParameter(ArrayTypeName.of(layer), "more")
                .varargs()
                .addStatement("restoreFrom(path, first, more)")
                .addStatement("return this")
                .build();
    }

    private MethodSpec copy() {
        return MethodSpec.methodBuilder("copy")
                .addModifiers(Modifier.PUBLIC)
                .returns(model)
                .addJavadoc("A model of its own with the same parameters and buffers.\n")
                .addStatement("$T copy = zeros()", model)
                .addStatement("copy.copyFrom(this)")
                .addStatement("return copy")
                .build();
    }

    private MethodSpec inferencePlan() {
        return MethodSpec.methodBuilder("inferencePlan")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .returns(Types.INFERENCE_PLAN)
                .addParameter(Types.PANEL_CACHE, "weights")
                .addStatement(
                        "return new $T(parameterStore(), bufferStore(), weights)",
                        model.peerClass(model.simpleName() + "Inference"))
                .build();
    }

    private MethodSpec trainable() {
        return MethodSpec.methodBuilder("trainable")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(Types.TRAINABLE)
                .addStatement(
                        "return new $T(parameterStore(), bufferStore())",
                        model.peerClass(model.simpleName() + "Training"))
                .build();
    }

    private MethodSpec inspection() {
        return MethodSpec.methodBuilder("inspectionPlan")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .returns(Types.TRAINABLE)
                .addStatement(
                        "return new $T(parameterStore(), bufferStore())",
                        model.peerClass(model.simpleName() + "Inspection"))
                .build();
    }

    /**
     * Where the model's work is done.
     *
     * <pre>{@code
     * public DemoModel to(Device device) {
     *     moveTo(device);
     *     return this;
     * }
     * }</pre>
     */
    private MethodSpec to() {
        return MethodSpec.methodBuilder("to")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(model)
                .addParameter(Types.DEVICE, "device")
                .addStatement("moveTo(device)")
                .addStatement("return this")
                .build();
    }

    /**
     * The text of {@link ClWriter}.
     *
     * <pre>{@code
     * protected InputStream openCl() {
     *     return DemoModel.class.getResourceAsStream("DemoModel.cl");
     * }
     * }</pre>
     */
    private MethodSpec openCl() {
        return MethodSpec.methodBuilder("openCl")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .returns(InputStream.class)
                .addStatement("return $T.class.getResourceAsStream($S)", model, model.simpleName() + ".cl")
                .build();
    }
}
