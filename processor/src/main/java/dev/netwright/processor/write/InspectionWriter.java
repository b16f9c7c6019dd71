package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes the plan that shows every node's activation; it is loaded when first asked for.
 *
 * <pre>{@code
 * final class DemoModelInspection extends TrainingPlan {
 *     DemoModelInspection(FloatStore parameters, FloatStore buffers) {
 *         super(parameters, buffers, nodes(), DemoModelSchema.SCHEMA.inputs(), 0, 1234, 3);
 *     }
 *
 *     private static List<Head> nodes() { … }
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
                        "super(parameters, buffers, nodes(), $T.SCHEMA.inputs(), $L, $L, $L)",
                        schema,
                        plan.layout().fixed(),
                        plan.layout().perSample(),
                        stages.panels())
                .build());
        Methods.list("nodes", Types.HEAD, nodes(plan), 60).forEach(type::addMethod);
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

    /** {@code Head.of("hidden1", List.of(128), new Span(0, 64))}. */
    private static List<CodeBlock> nodes(Plan plan) {
        List<CodeBlock> nodes = new ArrayList<>();
        for (int k = 0; k < plan.outputs().size(); k++) {
            Graph.Node node = plan.graph().nodes().get(k);
            nodes.add(CodeBlock.of(
                    "$T.of($S, $T.of($L), $L)",
                    Types.HEAD,
                    node.name(),
                    List.class,
                    Shapes.arguments(node.type().shape()),
                    TrainingWriter.span(plan, plan.outputs().get(k).value())));
        }
        return nodes;
    }
}
