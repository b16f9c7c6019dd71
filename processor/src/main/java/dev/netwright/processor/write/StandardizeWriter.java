package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes the fit of every {@code @Standardize} that takes an input of the network as it comes.
 *
 * <pre>{@code
 * public TwoModel standardize(Dataset train) {
 *     train.statistics(1).into(parameters().get("scaled.mean"), parameters().get("scaled.deviation"));
 *     return this;
 * }
 * }</pre>
 */
final class StandardizeWriter {
    private static final String STANDARDIZE = "dev.netwright.annotations.Standardize";

    private StandardizeWriter() {}

    static void addTo(TypeSpec.Builder type, Graph graph, ClassName model) {
        List<Graph.Node> inputs = graph.inputs();
        MethodSpec.Builder method = MethodSpec.methodBuilder("standardize")
                .addModifiers(Modifier.PUBLIC)
                .returns(model)
                .addJavadoc("""
                        Sets mean and deviation of every {@code @Standardize} that takes an input as it comes from that input in the data.
                        Returns this model.
                        """)
                .addParameter(Types.DATASET, "train");
        List<String> fitted = new ArrayList<>();
        for (Graph.Node node : graph.nodes()) {
            int source = node.inputs().size() == 1 ? node.inputs().get(0) : -1;
            int input = source < 0 ? -1 : inputs.indexOf(graph.nodes().get(source));
            boolean raw =
                    input >= 0 && node.applied().get(0).operator().annotation().equals(STANDARDIZE);
            if (raw) {
                String prefix = node.applied().get(0).prefix();
                method.addStatement(
                        "train.statistics($L).into(parameters().get($S), parameters().get($S))",
                        input,
                        prefix + "mean",
                        prefix + "deviation");
                fitted.add(node.name());
            }
        }
        if (!fitted.isEmpty()) {
            type.addMethod(method.addStatement("return this").build());
        }
    }
}
