package dev.netwright.processor;

import com.google.auto.common.BasicAnnotationProcessor;
import com.google.common.collect.ImmutableSetMultimap;
import dev.netwright.processor.declare.KnownOperator;
import dev.netwright.processor.declare.Networks;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/** Compiles each {@code @Network} and each {@code @Extract}. */
final class NetworkStep implements BasicAnnotationProcessor.Step {
    private final NetworkCompiler compiler;
    private final Set<String> networks = new HashSet<>();
    private final Set<String> deferred = new HashSet<>();

    NetworkStep(ProcessingEnvironment environment, List<KnownOperator> operators, Predicate<String> sources) {
        this.compiler = new NetworkCompiler(environment, operators, sources, networks::contains);
    }

    /** The networks of the compilation. */
    Networks networks() {
        return compiler.networks();
    }

    @Override
    public Set<String> annotations() {
        return Networks.annotations();
    }

    @Override
    public Set<? extends Element> process(ImmutableSetMultimap<String, Element> elements) {
        Set<TypeElement> types = new LinkedHashSet<>();
        for (Element element : elements.values()) {
            if (element instanceof TypeElement type) {
                types.add(type);
                networks.add(type.getQualifiedName().toString());
            }
        }
        Set<Element> waiting = new LinkedHashSet<>();
        for (TypeElement type : types) {
            if (compiler.awaits(type) && deferred.add(type.getQualifiedName().toString())) {
                waiting.add(type);
            } else {
                compiler.compile(type);
            }
        }
        return waiting;
    }
}
