package dev.netwright.processor;

import com.google.auto.common.BasicAnnotationProcessor;
import com.google.auto.service.AutoService;
import dev.netwright.processor.declare.KnownOperator;
import dev.netwright.processor.operator.Operator;
import dev.netwright.processor.operator.Operators;
import dev.netwright.processor.schema.SchemaOptions;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.Processor;
import javax.lang.model.SourceVersion;

/**
 * Compiles {@code @Network} interfaces: reads the declaration, infers the graph, plans it, writes the model. An interface whose
 * types or annotations another processor has yet to generate waits for the next round.
 */
@AutoService(Processor.class)
public final class NetwrightProcessor extends BasicAnnotationProcessor {
    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public Set<String> getSupportedOptions() {
        return SchemaOptions.NAMES;
    }

    @Override
    protected Iterable<? extends Step> steps() {
        List<KnownOperator> operators = Operators.all().stream()
                .map(operator -> new KnownOperator(
                        operator.annotation(), operator.position() == Operator.Position.SOURCE, operator.minInputs()))
                .toList();
        PointwiseStep formulas = new PointwiseStep();
        NetworkStep networks = new NetworkStep(processingEnv, operators, formulas::declared);
        return List.of(
                formulas,
                new OperatorOnTypeStep(processingEnv, operators),
                networks,
                new CompatibilityStep(processingEnv, networks.networks()));
    }
}
