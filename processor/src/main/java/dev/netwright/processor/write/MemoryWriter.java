package dev.netwright.processor.write;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.Stage;
import dev.netwright.processor.plan.ThreadMemory;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.Step;
import java.util.List;
import java.util.Locale;
import javax.lang.model.element.Modifier;

/**
 * Writes how much memory a model takes.
 *
 * <pre>{@code
 * public static final long INFERENCE_THREAD_BYTES = 8_192L;
 *
 * public static long inferenceBytes(int n) {
 *     return floatBytes(n, 219_000L, 192L);
 * }
 * }</pre>
 */
final class MemoryWriter {
    private MemoryWriter() {}

    static void addTo(TypeSpec.Builder type, Graph graph, Plan inference, Plan training) {
        add(type, graph, inference, "predicted", "predicting n", "parameters, buffers, packed weights and workspace");
        add(
                type,
                graph,
                training,
                "trained",
                "training with n",
                "parameters, gradients, buffers, packed operands and workspace, without an optimizer's slots");
    }

    private static void add(TypeSpec.Builder type, Graph graph, Plan plan, String did, String calls, String which) {
        String name = plan.training() ? "training" : "inference";
        String constant = name.toUpperCase(Locale.ROOT) + "_THREAD_BYTES";
        type.addField(FieldSpec.builder(TypeName.LONG, constant, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc(
                        "Bytes of floats that each thread keeps, at most, that has $L or helped to, for any number of samples: tiles of"
                                + "\nconvolutions and products.\n",
                        did)
                .initializer("$LL", JavaCode.integer(4 * ThreadMemory.floats(plan)))
                .build());
        long[] floats = floats(plan, graph);
        type.addMethod(MethodSpec.methodBuilder(name + "Bytes")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(TypeName.LONG)
                .addParameter(TypeName.INT, "n")
                .addJavadoc(
                        "Bytes of the floats that $L samples takes: $L; {@link #$L} beside for each\nthread that takes part.\n",
                        calls,
                        which,
                        constant)
                .addStatement(
                        "return floatBytes(n, $LL, $LL)", JavaCode.integer(floats[0]), JavaCode.integer(floats[1]))
                .build());
    }

    /** Floats of a call of n samples: a fixed part, and a part a sample. */
    private static long[] floats(Plan plan, Graph graph) {
        long parameters = graph.parameterCount();
        long[] floats = {
            (plan.training() ? 2 : 1) * parameters
                    + graph.bufferCount()
                    + plan.layout().fixed(),
            plan.layout().perSample()
        };
        for (List<Stage> stages : List.of(plan.forward(), plan.backward())) {
            for (Stage stage : stages) {
                for (Step step : stage.steps()) {
                    if (Steps.packed(step)) {
                        List<Extent> panel = ((MatMulStep) step).b().extents();
                        boolean batch = panel.stream().anyMatch(Extent::batch);
                        floats[batch ? 1 : 0] +=
                                (long) panel.get(0).factor() * panel.get(1).factor();
                    }
                }
            }
        }
        return floats;
    }
}
