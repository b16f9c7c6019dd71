package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.declare.Companion;
import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.Stage;
import dev.netwright.processor.schema.Findings;
import dev.netwright.processor.schema.Weights;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.lang.model.element.TypeElement;

/** Writes all sources of a network. */
public final class Writers {
    private Writers() {}

    /**
     * Writes the model, its plans, kernels and schema, and the companion. The same network gives the same bytes.
     *
     * @param findings the weights and networks that it is tied to
     * @param originating the interface, the one originating element of every file
     * @throws IOException where a file cannot be written, or a class of its name is there
     */
    public static void write(
            Declaration declaration,
            Graph graph,
            Plan inference,
            Plan training,
            Plan inspection,
            Optional<Plan> arrivals,
            Findings findings,
            Filer filer,
            TypeElement originating)
            throws IOException {
        String name = declaration.modelName();
        ClassName model = ClassName.get(declaration.packageName(), name);
        KernelPool kernels = new KernelPool(name + "Kernels");
        PlanWriter predicting = new PlanWriter(inference, kernels);
        PlanWriter learning = new PlanWriter(training, kernels);
        PlanWriter showing = new PlanWriter(inspection, kernels);
        List<TypeSpec.Builder> types =
                new ArrayList<>(new ModelWriter(graph, model, model.peerClass(name + "Schema"), findings)
                        .write(floats(inference, graph), floats(training, graph)));
        types.add(InferenceWriter.write(name + "Inference", "Predicts with", name, inference, predicting));
        types.add(TrainingWriter.write(name + "Training", name, model.peerClass(name + "Schema"), training, learning));
        types.add(InspectionWriter.write(
                name + "Inspection", name, model.peerClass(name + "Schema"), inspection, showing));
        arrivals.ifPresent(plan -> types.add(InferenceWriter.write(
                name + "Standardization",
                "Computes what arrives at each {@code @Standardize} of",
                name,
                plan,
                new PlanWriter(plan, kernels))));
        types.addAll(KernelsWriter.write(name, kernels.kernels()));
        TypeSpec.Builder schema =
                SchemaWriter.write(name + "Schema", graph, ArchitectureJson.write(graph), OnnxGraphWriter.write(graph));
        if (findings.weights().isPresent()) {
            Weights weights = findings.weights().get();
            String digest = weights.packed()
                    ? WeightCopy.copy(
                            weights, declaration.packageName(), LinkWriter.resource(model, weights), filer, originating)
                    : weights.digest();
            LinkWriter.addTable(schema, weights, digest);
        }
        types.add(schema);
        types.add(CompanionWriter.write(Companion.of(declaration)));
        Sources sources = new Sources(declaration.packageName(), filer, originating);
        for (TypeSpec.Builder type : types) {
            sources.write(type);
        }
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
