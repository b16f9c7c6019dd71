package dev.netwright.processor.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;

/**
 * Writes the calls of a network of one input, whose samples differ in length: one sample as it is, or several without gaps.
 *
 * <pre>{@code
 * public float[] predict(long[] words) {
 *     return predictSequence(words)[0];
 * }
 *
 * public float[] predict(long[] words, int[] wordsLengths) {
 *     return predictSequences(words, wordsLengths)[0];
 * }
 * }</pre>
 */
final class SequenceWriter {
    private final ClassName model;
    private final Graph.Node input;
    private final Graph.Node lengths;
    private final List<Graph.Node> outputs;

    SequenceWriter(ClassName model, List<Graph.Node> inputs, List<Graph.Node> outputs) {
        this.model = model;
        this.input = inputs.get(0);
        this.lengths = inputs.get(1);
        this.outputs = outputs;
    }

    void addTo(TypeSpec.Builder type) {
        int most = input.type().shape().get(0);
        MethodSpec.Builder one = method().addJavadoc(
                        "Predicts one sample of 1 to $L positions. Thread-safe.\n\n", NetworkDoc.number(most))
                .addJavadoc("@param $L its positions, $L\n", input.name(), "{@code " + input.type() + "}");
        MethodSpec.Builder several = method().addJavadoc(
                        "Predicts samples of 1 to $L positions each. Thread-safe.\n\n", NetworkDoc.number(most))
                .addJavadoc("@param $L the positions of all samples, one after the other without gaps\n", input.name())
                .addJavadoc("@param $L positions of each sample\n", lengths.name())
                .addParameter(TypeName.get(int[].class), lengths.name());
        type.addMethod(result(one, "predictSequence(" + input.name() + ")"));
        type.addMethod(result(several, "predictSequences(" + input.name() + ", " + lengths.name() + ")"));
    }

    private MethodSpec.Builder method() {
        return MethodSpec.methodBuilder("predict")
                .addModifiers(Modifier.PUBLIC)
                .addParameter(InOutWriter.array(input), input.name());
    }

    private MethodSpec result(MethodSpec.Builder method, String call) {
        method.addJavadoc(
                outputs.stream().anyMatch(output -> output.type().varies())
                        ? "@return the results; what varies has as many positions as the samples, without gaps\n"
                        : "@return the results, sample after sample\n");
        if (outputs.size() == 1) {
            return method.returns(ArrayTypeName.of(TypeName.FLOAT))
                    .addStatement("return $L[0]", call)
                    .build();
        }
        String local = input.name().equals("outputs") ? "results" : "outputs";
        return method.returns(model.nestedClass("Outputs"))
                .addStatement("$T $L = $L", float[][].class, local, call)
                .addStatement(
                        "return new $T($L)",
                        model.nestedClass("Outputs"),
                        IntStream.range(0, outputs.size())
                                .mapToObj(k -> local + "[" + k + "]")
                                .collect(Collectors.joining(", ")))
                .build();
    }
}
