package dev.netwright.processor.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.Lengths;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;

/**
 * Writes what goes into a model and comes out: arrays where there is one, records by the nodes' names where there are several.
 *
 * <pre>{@code
 * public record Inputs(float[] image, float[] age) {}
 * public record Outputs(float[] digit, float[] ink) {}
 * public record Targets(Target digit, Target ink) {}
 * public record Losses(Loss digit, Loss ink) implements OutputLosses<TwoModel> { … }
 *
 * public Outputs predict(Inputs inputs) {
 *     float[][] outputs = predictAll(inputs.image(), inputs.age());
 *     return new Outputs(outputs[0], outputs[1]);
 * }
 *
 * public static Dataset dataset(Inputs inputs, Targets targets) { … }
 * public static Batch batch(Inputs inputs, Targets targets) { … }
 * public RecordPredictor predictor(int maxBatch) { … }
 * }</pre>
 */
final class InOutWriter {
    /** Most components of the records; a constructor takes 255 words. */
    private static final int MOST_COMPONENTS = 200;

    private static final TypeName FLOATS = ArrayTypeName.of(TypeName.FLOAT);

    private final ClassName model;
    private final ClassName schema;
    private final List<Graph.Node> inputs;
    private final List<Graph.Node> outputs;
    private final TypeSpec.Builder type;

    private InOutWriter(Graph graph, ClassName model, ClassName schema, TypeSpec.Builder type) {
        this.model = model;
        this.schema = schema;
        this.inputs = graph.inputs();
        this.outputs = graph.outputs();
        this.type = type;
    }

    /** Adds methods and records to a model. */
    static void addTo(TypeSpec.Builder type, Graph graph, ClassName model, ClassName schema) {
        InOutWriter writer = new InOutWriter(graph, model, schema, type);
        if (writer.inputs.size() > MOST_COMPONENTS || writer.outputs.size() > MOST_COMPONENTS) {
            writer.predictArrays();
            return;
        }
        writer.records();
        writer.predict();
        if (graph.inputs().size() == 2 && writer.inputs.get(0).type().varies()) {
            new SequenceWriter(model, writer.inputs, writer.outputs).addTo(type);
        }
        if (!writer.plain()) {
            writer.samples(
                    "dataset", Types.DATASET, "A data set of samples and what they are to give; copies the arrays.\n");
            writer.samples("batch", Types.BATCH, "A batch over the arrays themselves, which are not copied.\n");
            new RecordPredictorWriter(model, writer.inputs, writer.outputs).addTo(type);
        }
        new ClassesWriter(graph, model, schema).addTo(type);
    }

    private void predictArrays() {
        boolean all = inputs.stream().allMatch(node -> array(node).equals(FLOATS));
        type.addMethod(MethodSpec.methodBuilder("predict")
                .addModifiers(Modifier.PUBLIC)
                .returns(ArrayTypeName.of(FLOATS))
                .addJavadoc(
                        "Predicts one sample or a batch: inputs and results in the order of the schema. Thread-safe.\n")
                .addParameter(all ? ArrayTypeName.of(FLOATS) : TypeName.get(Object[].class), "inputs")
                .addStatement(all ? "return predictAll((Object[]) inputs)" : "return predictAll(inputs)")
                .build());
    }

    private void records() {
        if (inputs.size() > 1) {
            type.addType(record("Inputs", inputs, "Samples for each input, one after the other; as many for each.\n")
                    .build());
        }
        if (outputs.size() > 1) {
            type.addType(record("Outputs", outputs, "Results, those of each sample one after the other.\n")
                    .build());
            type.addType(record("Targets", Types.TARGET, outputs, "What each output is to give, sample after sample.\n")
                    .build());
            type.addType(record("Losses", Types.LOSS, outputs, "The loss of each output.\n")
                    .addSuperinterface(ParameterizedTypeName.get(Types.OUTPUT_LOSSES, model))
                    .addMethod(MethodSpec.methodBuilder("lossesInOrder")
                            .addAnnotation(Override.class)
                            .addModifiers(Modifier.PUBLIC)
                            .returns(ParameterizedTypeName.get(ClassName.get(List.class), Types.LOSS))
                            .addStatement(
                                    "return $T.of($L)",
                                    List.class,
                                    outputs.stream().map(Graph.Node::name).collect(Collectors.joining(", ")))
                            .build())
                    .build());
        }
    }

    private TypeSpec.Builder record(String name, List<Graph.Node> nodes, String doc) {
        return record(name, nodes, doc, InOutWriter::array);
    }

    private TypeSpec.Builder record(String name, TypeName component, List<Graph.Node> nodes, String doc) {
        return record(name, nodes, doc, node -> component);
    }

    private TypeSpec.Builder record(
            String name, List<Graph.Node> nodes, String doc, Function<Graph.Node, TypeName> component) {
        MethodSpec.Builder components = MethodSpec.constructorBuilder();
        TypeSpec.Builder record = TypeSpec.recordBuilder(model.nestedClass(name))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(doc + "\n");
        for (Graph.Node node : nodes) {
            components.addParameter(
                    ParameterSpec.builder(component.apply(node), node.name()).build());
            record.addJavadoc("@param $L $L\n", node.name(), sample(node));
        }
        return record.recordConstructor(components.build());
    }

    /** What an array holds for each sample. */
    private String sample(Graph.Node node) {
        if (node.type().varies()) {
            String shape = "{@code " + node.type().shape() + "} a sample; what lies beyond its length is ";
            return shape + (node.isInput() ? "not read" : "0");
        }
        for (Graph.Node input : inputs) {
            if (node.isInput()
                    && Lengths.name(input.name()).equals(node.name())
                    && input.type().varies()) {
                return "the length of each sample of {@code " + input.name() + "}, 1 to "
                        + input.type().shape().get(0);
            }
        }
        return "{@code " + node.type() + "} a sample";
    }

    /** The array of a node's values: {@code float[]}, or of an input of another type {@code long[]}. */
    static TypeName array(Graph.Node node) {
        return ArrayTypeName.of(
                switch (node.type().element()) {
                    case FLOAT32 -> TypeName.FLOAT;
                    case INT32 -> TypeName.INT;
                    case INT64 -> TypeName.LONG;
                    case BOOL -> TypeName.BOOLEAN;
                });
    }

    private boolean plain() {
        return inputs.size() == 1 && outputs.size() == 1 && array(inputs.get(0)).equals(FLOATS);
    }

    /** {@code float[] image} or {@code Inputs inputs}. */
    static ParameterSpec inputParameter(ClassName model, List<Graph.Node> inputs) {
        return inputs.size() == 1
                ? ParameterSpec.builder(array(inputs.get(0)), inputs.get(0).name())
                        .build()
                : ParameterSpec.builder(model.nestedClass("Inputs"), "inputs").build();
    }

    /** {@code image} or {@code inputs.image(), inputs.age()}. */
    static String inputArrays(List<Graph.Node> inputs) {
        return inputs.stream().map(node -> inputArray(node, inputs)).collect(Collectors.joining(", "));
    }

    /** {@code image} or {@code inputs.image()}. */
    static String inputArray(Graph.Node node, List<Graph.Node> inputs) {
        return inputs.size() == 1 ? node.name() : "inputs." + node.name() + "()";
    }

    private void predict() {
        MethodSpec.Builder method = MethodSpec.methodBuilder("predict")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("Predicts one sample or a batch. Thread-safe.\n")
                .addParameter(inputParameter(model, inputs));
        if (inputs.size() == 1) {
            method.addJavadoc(
                    "\n@param $L samples of {@code $L}, one after the other\n",
                    inputs.get(0).name(),
                    inputs.get(0).type());
        }
        String call = plain() ? "predictOne" : "predictAll";
        if (outputs.size() == 1) {
            method.addJavadoc(
                    (inputs.size() == 1 ? "" : "\n") + "@return for each sample {@code $L}, {@code $L}\n",
                    outputs.get(0).name(),
                    outputs.get(0).type());
            type.addMethod(method.returns(FLOATS)
                    .addStatement("return $L($L)" + (call.equals("predictOne") ? "" : "[0]"), call, inputArrays(inputs))
                    .build());
            return;
        }
        ClassName record = model.nestedClass("Outputs");
        String local = inputs.get(0).name().equals("outputs") ? "results" : "outputs";
        type.addMethod(method.returns(record)
                .addStatement("$T $L = predictAll($L)", ArrayTypeName.of(FLOATS), local, inputArrays(inputs))
                .addStatement(
                        "return new $T($L)",
                        record,
                        IntStream.range(0, outputs.size())
                                .mapToObj(k -> local + "[" + k + "]")
                                .collect(Collectors.joining(", ")))
                .build());
    }

    /**
     * Samples with their targets.
     *
     * <pre>{@code
     * public static Dataset dataset(Inputs inputs, Targets targets) {
     *     return Datasets.dataset(TwoModelSchema.SCHEMA, List.of(inputs.image(), inputs.age()), List.of(targets.digit(), targets.ink()));
     * }
     * }</pre>
     */
    private void samples(String name, ClassName result, String doc) {
        ParameterSpec input = inputParameter(model, inputs);
        String wanted = outputs.size() == 1 ? outputs.get(0).name() : "targets";
        String target = wanted.equals(input.name()) ? wanted + "Target" : wanted;
        CodeBlock targets = outputs.size() == 1
                ? CodeBlock.of("$N", target)
                : CodeBlock.of(
                        "$L",
                        outputs.stream()
                                .map(node -> target + "." + node.name() + "()")
                                .collect(Collectors.joining(", ")));
        type.addMethod(MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(result)
                .addJavadoc(doc)
                .addParameter(input)
                .addParameter(outputs.size() == 1 ? Types.TARGET : model.nestedClass("Targets"), target)
                .addStatement(
                        "return $T.$L($T.SCHEMA, $T.of($L), $T.of($L))",
                        Types.DATASETS,
                        name,
                        schema,
                        List.class,
                        inputArrays(inputs),
                        List.class,
                        targets)
                .build());
    }
}
