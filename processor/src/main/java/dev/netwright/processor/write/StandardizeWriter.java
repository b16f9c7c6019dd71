package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.operator.StandardizeOperator;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes the fit of every {@code @Standardize}. The plan that computes what arrives at them is written as the one that predicts.
 *
 * <pre>{@code
 * public TwoModel standardize(Samples data) {
 *     Standardization.fit(this, data, standardized(),
 *             buffers -> new TwoModelStandardization(parameterStore(), buffers, new PanelCache()));
 *     return this;
 * }
 *
 * private static List<Standardization.Site> standardized() {
 *     return List.of(new Standardization.Site("scaled", "scaled.", 0));
 * }
 * }</pre>
 */
final class StandardizeWriter {
    private StandardizeWriter() {}

    static void addTo(TypeSpec.Builder type, Graph graph, ClassName model) {
        List<CodeBlock> sites = sites(graph);
        if (sites.isEmpty()) {
            return;
        }
        type.addMethod(MethodSpec.methodBuilder("standardize")
                .addModifiers(Modifier.PUBLIC)
                .returns(model)
                .addJavadoc("""
                        Sets mean and deviation of every {@code @Standardize} to those of the values that arrive there when this model, with the
                        weights it has, predicts the data; targets are not looked at. A failure changes nothing. Returns this model.

                        @throws IllegalArgumentException where the data does not fit the network, has no samples, or a value is NaN or infinite
                        """)
                .addParameter(Types.SAMPLES, "data")
                .addStatement(
                        "$T.fit(this, data, standardized(), buffers -> new $T(parameterStore(), buffers, new $T()))",
                        Types.STANDARDIZATION,
                        model.peerClass(model.simpleName() + "Standardization"),
                        Types.PANEL_CACHE)
                .addStatement("return this")
                .build());
        Methods.list("standardized", Types.STANDARDIZATION.nestedClass("Site"), sites, 60)
                .forEach(type::addMethod);
    }

    /** The sites in the order of the plan's results; a site's round is the most that lie on a path to it. */
    private static List<CodeBlock> sites(Graph graph) {
        List<CodeBlock> sites = new ArrayList<>();
        int[] rounds = new int[graph.nodes().size()];
        for (Graph.Node node : graph.nodes()) {
            int round =
                    node.inputs().stream().mapToInt(input -> rounds[input]).max().orElse(0);
            for (Graph.Applied use : node.applied()) {
                if (use.operator() instanceof StandardizeOperator) {
                    sites.add(CodeBlock.of(
                            "new $T($S, $S, $L)",
                            Types.STANDARDIZATION.nestedClass("Site"),
                            node.name(),
                            use.prefix(),
                            round++));
                }
            }
            rounds[node.index()] = round;
        }
        return sites;
    }
}
