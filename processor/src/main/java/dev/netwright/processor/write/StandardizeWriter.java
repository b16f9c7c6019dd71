package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.operator.StandardizeOperator;
import javax.lang.model.element.Modifier;

/**
 * Writes the fit of every {@code @Standardize}. The plan that computes what arrives at them is written as the one that predicts.
 *
 * <pre>{@code
 * public TwoModel standardize(Samples data) {
 *     Standardization.fit(this, data, Standardization.sites(standardized()),
 *             buffers -> new TwoModelStandardization(parameterStore(), buffers, new PanelCache()));
 *     return this;
 * }
 *
 * private static String standardized() { return """ … """; }
 * }</pre>
 */
final class StandardizeWriter {
    private StandardizeWriter() {}

    static void addTo(TypeSpec.Builder type, Graph graph, ClassName model) {
        String sites = sites(graph);
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
                        "$T.fit(this, data, $T.sites(standardized()), buffers -> new $T(parameterStore(), buffers, new $T()))",
                        Types.STANDARDIZATION,
                        Types.STANDARDIZATION,
                        model.peerClass(model.simpleName() + "Standardization"),
                        Types.PANEL_CACHE)
                .addStatement("return this")
                .build());
        type.addMethod(Methods.text("standardized", sites));
    }

    /** A line a site, {@code scaled scaled. 0}, in the order of the plan's results; its round is the most sites on a path to it. */
    private static String sites(Graph graph) {
        StringBuilder sites = new StringBuilder();
        int[] rounds = new int[graph.nodes().size()];
        for (Graph.Node node : graph.nodes()) {
            int round = node.inputs().stream()
                    .mapToInt(input -> rounds[input])
                    .max()
                    .orElse(0);
            for (Graph.Applied use : node.applied()) {
                if (use.operator() instanceof StandardizeOperator) {
                    Methods.line(sites, node.name(), use.prefix(), Integer.toString(round++));
                }
            }
            rounds[node.index()] = round;
        }
        return sites.toString();
    }
}
