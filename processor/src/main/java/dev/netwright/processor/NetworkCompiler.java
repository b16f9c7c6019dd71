package dev.netwright.processor;

import dev.netwright.processor.declare.Change;
import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.declare.DeclarationReader;
import dev.netwright.processor.declare.Failure;
import dev.netwright.processor.declare.KnownOperator;
import dev.netwright.processor.diagnose.Printer;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.GraphBuilder;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.PlanTooLarge;
import dev.netwright.processor.plan.Planner;
import dev.netwright.processor.schema.Schemas;
import dev.netwright.processor.write.Writers;
import java.io.IOException;
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
    private final DeclarationReader reader;
    private final Schemas schemas;

    NetworkCompiler(ProcessingEnvironment environment, List<KnownOperator> operators, Predicate<String> sources) {
        this.filer = environment.getFiler();
        this.printer = new Printer(environment.getMessager());
        this.schemas = new Schemas(environment.getOptions());
        this.reader = new DeclarationReader(environment.getElementUtils(), operators, sources);
    }

    /** Compiles {@code network}, or prints everything that is wrong with it. */
    void compile(TypeElement network) {
        Optional<Declaration> declaration = Optional.empty();
        try {
            declaration = reader.read(network, printer);
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
                verdict.versions(),
                filer,
                network);
        verdict.locking().ifPresent(locking -> locking.write(declaration.place(), printer));
    }
}
