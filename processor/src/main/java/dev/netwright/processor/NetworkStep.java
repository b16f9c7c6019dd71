package dev.netwright.processor;

import com.google.auto.common.BasicAnnotationProcessor;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import dev.netwright.processor.declare.KnownOperator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/** Compiles each {@code @Network}. */
final class NetworkStep implements BasicAnnotationProcessor.Step {
    private final NetworkCompiler compiler;

    NetworkStep(ProcessingEnvironment environment, List<KnownOperator> operators, Predicate<String> sources) {
        this.compiler = new NetworkCompiler(environment, operators, sources);
    }

    @Override
    public Set<String> annotations() {
        return Set.of("dev.netwright.annotations.Network");
    }

    @Override
    public Set<? extends Element> process(ImmutableSetMultimap<String, Element> elements) {
        for (Element element : elements.values()) {
            if (element instanceof TypeElement type) {
                compiler.compile(type);
            }
        }
        return ImmutableSet.of();
    }
}
