package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.declare.Companion;
import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.schema.Findings;
import dev.netwright.processor.schema.Weights;
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
     * @param findings the versions, weights and networks that it is tied to
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
                new ArrayList<>(new ModelWriter(graph, model, model.peerClass(name + "Schema"), findings).write());
        MemoryWriter.addTo(types.get(0), graph, inference, training);
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
        TypeSpec.Builder schema = SchemaWriter.write(
                name + "Schema",
                graph,
                findings.schemas(),
                ArchitectureJson.write(graph),
                OnnxGraphWriter.write(graph));
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
        sources.resource(name + ".cl", ClWriter.write(name, inference, training));
    }
}
