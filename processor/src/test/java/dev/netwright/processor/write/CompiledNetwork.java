package dev.netwright.processor.write;

import dev.netwright.processor.NetwrightProcessor;
import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.declare.DeclarationReader;
import dev.netwright.processor.declare.KnownOperator;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.GraphBuilder;
import dev.netwright.processor.operator.Operator;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.Planner;
import dev.netwright.processor.testing.Compilation;
import dev.netwright.runtime.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/** A network as the processor compiles it, with the plans that its code was written from. */
final class CompiledNetwork {
    final Compilation compilation;
    private final Capture capture = new Capture();
    private final ClassLoader loader;

    private CompiledNetwork(Map<String, String> sources, Compilation.Compiler compiler) {
        compilation = compiler.compile(sources, List.of(new NetwrightProcessor(), capture));
        if (!compilation.success()) {
            throw new AssertionError(compilation.diagnostics().toString());
        }
        try {
            loader = new URLClassLoader(
                    new URL[] {compilation.output().toUri().toURL()}, CompiledNetwork.class.getClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compiles the source of one network, {@code com.example.NAME}. */
    static CompiledNetwork of(String name, String source) {
        return of(name, source, Compilation.Compiler.JAVAC);
    }

    static CompiledNetwork of(String name, String source, Compilation.Compiler compiler) {
        return new CompiledNetwork(Map.of("com/example/" + name + ".java", source), compiler);
    }

    Graph graph(String name) {
        return capture.graphs.get("com.example." + name);
    }

    Plan inference(String name) {
        return Planner.inference(graph(name));
    }

    Plan training(String name) {
        return Planner.training(graph(name));
    }

    /** A class of the network's package, reached as a user outside of this test could not. */
    Class<?> type(String simpleName) throws ReflectiveOperationException {
        return Class.forName("com.example." + simpleName, true, loader);
    }

    Model create(String name, long seed) throws ReflectiveOperationException {
        var method = type(name + "Model").getDeclaredMethod("create", long.class);
        method.setAccessible(true);
        return (Model) method.invoke(null, seed);
    }

    /** Generated sources by path. */
    Map<String, String> generated() {
        Map<String, String> texts = new TreeMap<>();
        files(".java")
                .forEach((path, bytes) -> texts.put(path, new String(bytes, java.nio.charset.StandardCharsets.UTF_8)));
        return texts;
    }

    /** Generated sources and OpenCL C by path. */
    Map<String, String> written() {
        Map<String, String> texts = generated();
        files(".cl")
                .forEach((path, bytes) ->
                        texts.put(path, new String(bytes, java.nio.charset.StandardCharsets.US_ASCII)));
        return texts;
    }

    /** Class files by path. */
    Map<String, byte[]> classes() {
        return files(".class");
    }

    private Map<String, byte[]> files(String ending) {
        Map<String, byte[]> result = new TreeMap<>();
        Path output = compilation.output();
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
                result.put(output.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result;
    }

    /** Reads the declarations beside the processor. */
    private static final class Capture extends AbstractProcessor {
        private final Map<String, Graph> graphs = new HashMap<>();

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            List<KnownOperator> operators = ServiceLoader.load(Operator.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .map(o ->
                            new KnownOperator(o.annotation(), o.position() == Operator.Position.SOURCE, o.minInputs()))
                    .toList();
            DeclarationReader reader = new DeclarationReader(processingEnv.getElementUtils(), operators, name -> true);
            for (TypeElement annotation : annotations) {
                for (Element network : round.getElementsAnnotatedWith(annotation)) {
                    Declaration declaration =
                            reader.read((TypeElement) network, problem -> {}).orElseThrow();
                    GraphBuilder.build(declaration, problem -> {})
                            .ifPresent(graph -> graphs.put(declaration.interfaceName(), graph));
                }
            }
            return false;
        }

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return Set.of("dev.netwright.annotations.Network");
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }
    }
}
