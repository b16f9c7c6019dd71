package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.step.View;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/**
 * Writes the plan that trains.
 *
 * <pre>{@code
 * final class DemoModelTraining extends TrainingPlan {
 *     DemoModelTraining(FloatStore parameters, FloatStore buffers) {
 *         super(parameters, buffers, Head.table(results()), DemoModelSchema.SCHEMA.inputs(), 0, 1234, 8);
 *     }
 *
 *     private static String results() { return """ … """; }
 *
 *     @Override
 *     protected void forwardPass() { … }
 *
 *     @Override
 *     protected void backwardPass() { … }
 *
 *     @Override
 *     protected void tile(int stage, int from, int to) { … }
 * }
 * }</pre>
 */
final class TrainingWriter {
    private TrainingWriter() {}

    static TypeSpec.Builder write(String name, String model, ClassName schema, Plan plan, PlanWriter stages) {
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addModifiers(Modifier.FINAL)
                .superclass(Types.TRAINING_PLAN)
                .addJavadoc(
                        "Trains a {@code $L}: the stages of the forward and of the backward pass in order, over a workspace of"
                                + "\n$L + $L * n floats.\n",
                        model,
                        plan.layout().fixed(),
                        plan.layout().perSample());
        type.addMethod(MethodSpec.constructorBuilder()
                .addParameter(Types.FLOAT_STORE, "parameters")
                .addParameter(Types.FLOAT_STORE, "buffers")
                .addStatement(
                        "super(parameters, buffers, $T.table(results()), $T.SCHEMA.inputs(), $L, $L, $L)",
                        Types.HEAD,
                        schema,
                        plan.layout().fixed(),
                        plan.layout().perSample(),
                        stages.panels())
                .build());
        type.addMethod(Methods.text("results", heads(plan)));
        requireBatch(plan).ifPresent(type::addMethod);
        stages.pass("forwardPass", false).forEach(type::addMethod);
        stages.pass("backwardPass", true).forEach(type::addMethod);
        stages.addTo(type);
        return type;
    }

    /**
     * The first layer that cannot train on a batch of one sample, where there is one.
     *
     * <pre>{@code
     * @Override
     * public void requireBatch(int n) {
     *     requireSamples(n, 2, "'stem' (@BatchNorm)");
     * }
     * }</pre>
     */
    private static Optional<MethodSpec> requireBatch(Plan plan) {
        for (Graph.Node node : plan.graph().nodes()) {
            for (Graph.Applied use : node.applied()) {
                int least = use.operator().leastBatch(use.site());
                if (least > 1) {
                    String annotation = use.operator().annotation();
                    String layer =
                            "'" + node.name() + "' (@" + annotation.substring(annotation.lastIndexOf('.') + 1) + ")";
                    return Optional.of(MethodSpec.methodBuilder("requireBatch")
                            .addAnnotation(Override.class)
                            .addModifiers(Modifier.PUBLIC)
                            .addParameter(int.class, "n")
                            .addStatement("requireSamples(n, $L, $S)", least, layer)
                            .build());
                }
            }
        }
        return Optional.empty();
    }

    /** A line a result, of which the runtime's {@code Head.table} reads the places of value, gradient, logits and their gradient. */
    private static String heads(Plan plan) {
        StringBuilder table = new StringBuilder();
        List<Graph.Node> nodes = plan.graph().outputs();
        for (int k = 0; k < nodes.size(); k++) {
            Plan.Output output = plan.outputs().get(k);
            View gradient = output.gradient().orElseThrow();
            String activation = output.head()
                    .map(head -> switch (head.activation()) {
                        case "Softmax" -> "SOFTMAX";
                        case "LogSoftmax" -> "LOG_SOFTMAX";
                        case "Sigmoid" -> "SIGMOID";
                        default -> throw new IllegalStateException(head.activation());
                    })
                    .orElse("NONE");
            Methods.line(
                    table,
                    output.name(),
                    activation,
                    span(plan, output.value()),
                    span(plan, gradient),
                    span(plan, output.head().map(Plan.Head::logits).orElse(output.value())),
                    span(plan, output.head().map(Plan.Head::gradient).orElse(gradient)),
                    nodes.get(k).type().shape().toString());
        }
        return table.toString();
    }

    /** {@code 0+128n}. */
    static String span(Plan plan, View view) {
        Operand place = Operand.of(plan, view);
        return place.fixed() + "+" + place.perSample() + "n";
    }
}
