package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.plan.Plan;
import javax.lang.model.element.Modifier;

/**
 * Writes the plan that shows every node's activation; it is loaded when first asked for.
 *
 * <pre>{@code
 * final class DemoModelInspection extends TrainingPlan {
 *     DemoModelInspection(FloatStore parameters, FloatStore buffers) {
 *         super(parameters, buffers, Head.table(nodes()), DemoModelSchema.SCHEMA.inputs(), 0, 1234, 3);
 *     }
 *
 *     private static String nodes() { return """ … """; }
 *
 *     @Override
 *     protected void forwardPass() { … }
 *
 *     @Override
 *     protected void backwardPass() {
 *         throw new UnsupportedOperationException("an inspection has no backward pass");
 *     }
 *
 *     @Override
 *     protected void tile(int stage, int from, int to) { … }
 * }
 * }</pre>
 */
final class InspectionWriter {
    private InspectionWriter() {}

    static TypeSpec.Builder write(String name, String model, ClassName schema, Plan plan, PlanWriter stages) {
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addModifiers(Modifier.FINAL)
                .superclass(Types.TRAINING_PLAN)
                .addJavadoc(
                        "Shows every activation of a {@code $L}: the forward pass of training, over a workspace of $L + $L * n floats.\n",
                        model,
                        plan.layout().fixed(),
                        plan.layout().perSample());
        type.addMethod(MethodSpec.constructorBuilder()
                .addParameter(Types.FLOAT_STORE, "parameters")
                .addParameter(Types.FLOAT_STORE, "buffers")
                .addStatement(
                        "super(parameters, buffers, $T.table(nodes()), $T.SCHEMA.inputs(), $L, $L, $L)",
                        Types.HEAD,
                        schema,
                        plan.layout().fixed(),
                        plan.layout().perSample(),
                        stages.panels())
                .build());
        type.addMethod(Methods.text("nodes", nodes(plan)));
        stages.pass("forwardPass", false).forEach(type::addMethod);
        type.addMethod(MethodSpec.methodBuilder("backwardPass")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .addStatement(
                        "throw new $T($S)", UnsupportedOperationException.class, "an inspection has no backward pass")
                .build());
        stages.addTo(type);
        return type;
    }

    /** A line a node, {@code hidden1 0+64n [128]}. */
    private static String nodes(Plan plan) {
        StringBuilder table = new StringBuilder();
        for (int k = 0; k < plan.outputs().size(); k++) {
            Graph.Node node = plan.graph().nodes().get(k);
            Methods.line(
                    table,
                    node.name(),
                    TrainingWriter.span(plan, plan.outputs().get(k).value()),
                    node.type().shape().toString());
        }
        return table.toString();
    }
}
