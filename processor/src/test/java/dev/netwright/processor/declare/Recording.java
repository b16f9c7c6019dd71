package dev.netwright.processor.declare;

import dev.netwright.processor.operator.Operator;
import dev.netwright.processor.operator.Operators;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** Processors that write down what they see. */
final class Recording extends AbstractProcessor {
    private final Consumer<Elements> look;

    private Recording(Consumer<Elements> look) {
        this.look = look;
    }

    /** What the sources of networks, by binary name, declare. */
    static Processor networks(List<String> networks, Map<String, Companion> found) {
        return new Recording(elements -> {
            DeclarationReader reader = new DeclarationReader(
                    elements,
                    Operators.all().stream()
                            .map(o -> new KnownOperator(
                                    o.annotation(), o.position() == Operator.Position.SOURCE, o.minInputs()))
                            .toList(),
                    name -> true);
            for (String network : networks) {
                TypeElement type = elements.getTypeElement(network.replace('$', '.'));
                reader.read(type, problem -> {
                            throw new AssertionError(problem);
                        })
                        .ifPresent(declaration -> found.put(network, Companion.of(declaration)));
            }
        });
    }

    /** What companions of networks hold. */
    static Processor companions(Map<String, Companion> of, Map<String, Companion> found) {
        return new Recording(elements -> of.forEach((network, companion) -> {
            TypeElement type = elements.getTypeElement(companion.packageName() + "." + companion.className());
            found.put(network, Companion.of(new CompanionReader(elements).read(type)));
        }));
    }

    /** A processor as it is, and the originating elements of each file that it creates. */
    static Processor origins(Processor processor, Map<String, List<String>> found) {
        return (Processor) Proxy.newProxyInstance(
                Recording.class.getClassLoader(), new Class<?>[] {Processor.class}, (self, method, arguments) -> {
                    if (method.getName().equals("init")) {
                        processor.init(recorded((ProcessingEnvironment) arguments[0], found));
                        return null;
                    }
                    return method.invoke(processor, arguments);
                });
    }

    private static ProcessingEnvironment recorded(ProcessingEnvironment environment, Map<String, List<String>> found) {
        Filer filer = (Filer) Proxy.newProxyInstance(
                Recording.class.getClassLoader(), new Class<?>[] {Filer.class}, (self, method, arguments) -> {
                    if (method.getName().startsWith("create")) {
                        Element[] from = (Element[]) arguments[arguments.length - 1];
                        boolean resource = method.getName().equals("createResource");
                        found.put(
                                resource ? arguments[1] + "/" + arguments[2] : String.valueOf(arguments[0]),
                                Arrays.stream(from).map(Object::toString).toList());
                    }
                    return method.invoke(environment.getFiler(), arguments);
                });
        return (ProcessingEnvironment) Proxy.newProxyInstance(
                Recording.class.getClassLoader(),
                new Class<?>[] {ProcessingEnvironment.class},
                (self, method, arguments) ->
                        method.getName().equals("getFiler") ? filer : method.invoke(environment, arguments));
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        if (!round.processingOver()) {
            look.accept(processingEnv.getElementUtils());
        }
        return false;
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }
}
