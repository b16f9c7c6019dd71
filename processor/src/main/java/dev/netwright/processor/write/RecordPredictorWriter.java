package dev.netwright.processor.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes the predictor of a network with several inputs or outputs.
 *
 * <pre>{@code
 * public static final class RecordPredictor extends Predictor {
 *     private RecordPredictor(TwoModel model, int maxBatch) {
 *         super(model, maxBatch);
 *     }
 *
 *     public void predict(Inputs inputs, int from, int n, Outputs outputs, int to) {
 *         inputFrom(0, inputs.image(), from);
 *         inputFrom(1, inputs.age(), from);
 *         outputFrom(0, outputs.digit(), to);
 *         run(n);
 *     }
 * }
 * }</pre>
 */
final class RecordPredictorWriter {
    private final ClassName model;
    private final ClassName predictor;
    private final List<Graph.Node> inputs;
    private final List<Graph.Node> outputs;

    RecordPredictorWriter(ClassName model, List<Graph.Node> inputs, List<Graph.Node> outputs) {
        this.model = model;
        this.predictor = model.nestedClass("RecordPredictor");
        this.inputs = inputs;
        this.outputs = outputs;
    }

    void addTo(TypeSpec.Builder type) {
        type.addMethod(MethodSpec.methodBuilder("predictor")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(predictor)
                .addJavadoc(
                        "A predictor that allocates nothing in its calls, for at most {@code maxBatch} samples each.\n")
                .addParameter(TypeName.INT, "maxBatch")
                .addStatement("return new $T(this, maxBatch)", predictor)
                .build());
        type.addType(TypeSpec.classBuilder(predictor)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .superclass(Types.PREDICTOR)
                .addJavadoc("Predicts into the caller's arrays and allocates nothing. Not thread-safe: one a thread.\n")
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(model, "model")
                        .addParameter(TypeName.INT, "maxBatch")
                        .addStatement("super(model, maxBatch)")
                        .build())
                .addMethod(predict())
                .build());
    }

    private MethodSpec predict() {
        FreeNames names = new FreeNames(false, "this");
        ParameterSpec input = InOutWriter.inputParameter(model, inputs);
        names.take(input.name());
        TypeName floats = ArrayTypeName.of(TypeName.FLOAT);
        boolean single = outputs.size() == 1;
        String output = names.take(single ? outputs.get(0).name() : "outputs");
        String from = names.take("from");
        String n = names.take("n");
        String to = names.take("to");
        MethodSpec.Builder method = MethodSpec.methodBuilder("predict")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "Predicts {@code $L} samples from sample {@code $L} on; their results go to sample {@code $L} of the outputs and on.\n",
                        n,
                        from,
                        to)
                .addParameter(input)
                .addParameter(TypeName.INT, from)
                .addParameter(TypeName.INT, n)
                .addParameter(single ? floats : model.nestedClass("Outputs"), output)
                .addParameter(TypeName.INT, to);
        for (int k = 0; k < inputs.size(); k++) {
            method.addStatement("inputFrom($L, $L, $L)", k, InOutWriter.inputArray(inputs.get(k), inputs), from);
        }
        for (int k = 0; k < outputs.size(); k++) {
            method.addStatement(
                    "outputFrom($L, $L, $L)",
                    k,
                    single ? output : output + "." + outputs.get(k).name() + "()",
                    to);
        }
        return method.addStatement("run($L)", n).build();
    }
}
