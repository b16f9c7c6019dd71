package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes the answers of outputs with class names: of the model's one output, or by the names of the outputs.
 *
 * <pre>{@code
 * public Classification classify(float[] measurements) {
 *     return Classifier.one(IrisModelSchema.SCHEMA.outputs().get(0), Head.Activation.SOFTMAX, predict(measurements));
 * }
 *
 * public List<Classification> classifyAll(float[] measurements) { … }
 * }</pre>
 */
final class ClassesWriter {
    private final Graph graph;
    private final ClassName model;
    private final ClassName schema;

    ClassesWriter(Graph graph, ClassName model, ClassName schema) {
        this.graph = graph;
        this.model = model;
        this.schema = schema;
    }

    void addTo(TypeSpec.Builder type) {
        List<Graph.Node> outputs = graph.outputs();
        FreeNames names = new FreeNames(false);
        for (int k = 0; k < outputs.size(); k++) {
            Graph.Node output = outputs.get(k);
            if (graph.classes(output).isEmpty()) {
                continue;
            }
            String suffix = outputs.size() == 1 ? "" : FreeNames.upper(output.name());
            String of = outputs.size() == 1 ? "" : " by {@code " + output.name() + "}";
            type.addMethod(method(
                    names.take("classify" + suffix),
                    Types.CLASSIFICATION,
                    "The class of one sample" + of + ", and how probable it is. Thread-safe.\n",
                    "one",
                    k));
            type.addMethod(method(
                    names.take("classifyAll" + suffix),
                    ParameterizedTypeName.get(ClassName.get(List.class), Types.CLASSIFICATION),
                    "The class of each sample" + of + ". Thread-safe.\n",
                    "all",
                    k));
        }
    }

    private MethodSpec method(String name, TypeName result, String doc, String call, int output) {
        List<Graph.Node> outputs = graph.outputs();
        String argument = graph.inputs().size() == 1 ? graph.inputs().get(0).name() : "inputs";
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .returns(result)
                .addJavadoc("$L", doc)
                .addParameter(InOutWriter.inputParameter(model, graph.inputs()))
                .addStatement(
                        "return $T.$L($T.SCHEMA.outputs().get($L), $T.Activation.$L, predict($N)$L)",
                        Types.CLASSIFIER,
                        call,
                        schema,
                        output,
                        Types.HEAD,
                        activation(outputs.get(output)),
                        argument,
                        outputs.size() == 1
                                ? CodeBlock.of("")
                                : CodeBlock.of(".$N()", outputs.get(output).name()))
                .build();
    }

    /** What the scores are: probabilities, their logarithms, or logits. */
    private static String activation(Graph.Node output) {
        Graph.Applied last = output.applied().get(output.applied().size() - 1);
        return switch (last.operator().annotation()) {
            case "dev.netwright.annotations.Softmax" -> "SOFTMAX";
            case "dev.netwright.annotations.LogSoftmax" -> "LOG_SOFTMAX";
            case "dev.netwright.annotations.Sigmoid" -> "SIGMOID";
            default -> "NONE";
        };
    }
}
