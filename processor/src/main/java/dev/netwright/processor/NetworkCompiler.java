package dev.netwright.processor;

import dev.netwright.processor.declare.Change;
import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.declare.DeclarationReader;
import dev.netwright.processor.declare.Failure;
import dev.netwright.processor.declare.KnownOperator;
import dev.netwright.processor.declare.Links;
import dev.netwright.processor.declare.MigrationClasses;
import dev.netwright.processor.declare.Networks;
import dev.netwright.processor.diagnose.Printer;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.GraphBuilder;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.PlanTooLarge;
import dev.netwright.processor.plan.Planner;
import dev.netwright.processor.schema.Findings;
import dev.netwright.processor.schema.PretrainedCheck;
import dev.netwright.processor.schema.SchemaOptions;
import dev.netwright.processor.schema.Schemas;
import dev.netwright.processor.schema.TransferCheck;
import dev.netwright.processor.write.Writers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.annotation.processing.Filer;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;

/** Takes one interface through the stages. Whatever goes wrong ends in a message, never in an exception. */
final class NetworkCompiler {
    private final Filer filer;
    private final Printer printer;
    private final Networks networks;
    private final Optional<Path> base;
    private final Schemas schemas;

    /**
     * @param sources tells of a qualified name whether its annotation type is among the sources
     * @param known tells of a qualified name whether it is a network among the sources
     */
    NetworkCompiler(
            ProcessingEnvironment environment,
            List<KnownOperator> operators,
            Predicate<String> sources,
            Predicate<String> known) {
        this.filer = environment.getFiler();
        this.printer = new Printer(environment.getMessager());
        this.schemas = new Schemas(
                environment.getOptions(),
                new MigrationClasses(environment.getElementUtils(), environment.getTypeUtils()));
        this.networks = new Networks(
                environment.getElementUtils(),
                new DeclarationReader(environment.getElementUtils(), operators, sources),
                known);
        this.base = Optional.ofNullable(environment.getOptions().get(SchemaOptions.BASE))
                .map(Path::of);
    }

    Networks networks() {
        return networks;
    }

    /** Whether {@code network} refers to one that is yet to come. */
    boolean awaits(TypeElement network) {
        return networks.awaits(network);
    }

    /** Compiles {@code network}, or prints everything that is wrong with it. */
    void compile(TypeElement network) {
        Optional<Declaration> declaration = Optional.empty();
        try {
            declaration = networks.read(network, printer);
            if (declaration.isPresent()) {
                stages(declaration.get(), network);
            }
        } catch (PlanTooLarge e) {
            printer.report(Failure.tooLarge(network, e.what(), e.floats()));
        } catch (FilerException e) {
            printer.report(Failure.taken(network, declaration));
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            printer.report(Failure.internal(network, declaration, e));
        }
        printer.flush();
    }

    /** The graph is built even where the declaration has problems, so that all of them are told in one go. */
    private void stages(Declaration declaration, TypeElement network) throws IOException {
        Optional<Graph> graph = GraphBuilder.build(declaration, printer);
        Links links = networks.links(network, printer);
        Findings findings = graph.map(sound -> findings(sound, links)).orElse(Findings.NONE);
        if (graph.isEmpty() || printer.any()) {
            return;
        }
        Schemas.Verdict verdict = schemas.check(graph.get(), Change.read(network), Change.version(network), printer);
        if (printer.any()) {
            return;
        }
        Plan inference = Planner.inference(graph.get());
        Plan training = Planner.training(graph.get());
        Plan inspection = Planner.inspection(graph.get());
        Optional<Plan> arrivals = Planner.arrivals(graph.get());
        Writers.write(
                declaration,
                graph.get(),
                inference,
                training,
                inspection,
                arrivals,
                findings.with(verdict),
                filer,
                network);
        verdict.locking().ifPresent(locking -> locking.write(declaration.place(), printer));
    }

    private Findings findings(Graph graph, Links links) {
        return new Findings(
                Schemas.Verdict.NONE,
                links.pretrained().flatMap(attributes -> PretrainedCheck.check(graph, attributes, base, printer)),
                links.transfer().flatMap(transfer -> TransferCheck.check(graph, transfer, printer)));
    }
}
