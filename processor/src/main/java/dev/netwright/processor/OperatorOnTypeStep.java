package dev.netwright.processor;

import com.google.auto.common.BasicAnnotationProcessor;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import dev.netwright.processor.declare.KnownOperator;
import dev.netwright.processor.declare.StrayOperators;
import dev.netwright.processor.diagnose.Printer;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;

/** Answers operators on types and on methods outside a network with the form that was meant. */
final class OperatorOnTypeStep implements BasicAnnotationProcessor.Step {
    private final ProcessingEnvironment environment;
    private final StrayOperators stray;

    OperatorOnTypeStep(ProcessingEnvironment environment, List<KnownOperator> operators) {
        this.environment = environment;
        this.stray = new StrayOperators(environment.getElementUtils(), operators);
    }

    @Override
    public Set<String> annotations() {
        return stray.annotations();
    }

    @Override
    public Set<? extends Element> process(ImmutableSetMultimap<String, Element> elements) {
        Printer printer = new Printer(environment.getMessager());
        elements.forEach((annotation, element) -> stray.check(element, annotation, printer));
        printer.flush();
        return ImmutableSet.of();
    }
}
