package dev.netwright.processor.write;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.plan.Plan;
import javax.lang.model.element.Modifier;

/**
 * Writes a plan that predicts, or that computes other values as one that predicts does.
 *
 * <pre>{@code
 * final class DemoModelInference extends InferencePlan {
 *     private static final int HIDDEN1 = 0;
 *
 *     DemoModelInference(FloatStore parameters, FloatStore buffers, PanelCache weights) {
 *         super(parameters, buffers, weights, 1, 1, 0, 192, 3);
 *     }
 *
 *     @Override
 *     protected void forwardPass() { … }
 *
 *     @Override
 *     protected void tile(int stage, int from, int to) { … }
 * }
 * }</pre>
 */
final class InferenceWriter {
    private InferenceWriter() {}

    static TypeSpec.Builder write(String name, String does, String model, Plan plan, PlanWriter stages) {
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addModifiers(Modifier.FINAL)
                .superclass(Types.INFERENCE_PLAN)
                .addJavadoc(
                        "$L a {@code $L}: the stages in order, over a workspace of $L + $L * n floats.\n",
                        does,
                        model,
                        plan.layout().fixed(),
                        plan.layout().perSample());
        MethodSpec constructor = MethodSpec.constructorBuilder()
                .addParameter(Types.FLOAT_STORE, "parameters")
                .addParameter(Types.FLOAT_STORE, "buffers")
                .addParameter(Types.PANEL_CACHE, "weights")
                .addStatement(
                        "super(parameters, buffers, weights, $L, $L, $L, $L, $L)",
                        plan.graph().inputs().size(),
                        plan.outputs().size(),
                        plan.layout().fixed(),
                        plan.layout().perSample(),
                        stages.panels())
                .build();
        type.addMethod(constructor);
        stages.pass("forwardPass", false).forEach(type::addMethod);
        stages.addTo(type);
        return type;
    }
}
