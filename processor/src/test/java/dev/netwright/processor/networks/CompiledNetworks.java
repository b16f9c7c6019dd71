package dev.netwright.processor.networks;

import dev.netwright.processor.NetwrightProcessor;
import dev.netwright.processor.declare.DeclarationReader;
import dev.netwright.processor.declare.KnownOperator;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.GraphBuilder;
import dev.netwright.processor.operator.Operator;
import dev.netwright.processor.operator.Operators;
import dev.netwright.processor.write.ClassFile;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Format;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Networks of the package {@code nets}, compiled together by one run of javac with the processor, every lint on and warnings
 * errors; of class files within the limits; loaded, with their graphs as the front end read them.
 */
final class CompiledNetworks implements AutoCloseable {
    private static final List<String> OPTIONS =
            List.of("--release", "17", "-Xlint:all,-processing", "-Werror", "-Xmaxerrs", "1000", "-Xmaxwarns", "1000");

    private final Path directory;
    private final boolean success;
    private final List<Diagnostic<? extends JavaFileObject>> diagnostics;
    private final Map<String, Graph> graphs;
    private final URLClassLoader loader;

    private CompiledNetworks(
            Path directory,
            boolean success,
            List<Diagnostic<? extends JavaFileObject>> diagnostics,
            Map<String, Graph> graphs)
            throws IOException {
        this.directory = directory;
        this.success = success;
        this.diagnostics = diagnostics;
        this.graphs = graphs;
        this.loader = new URLClassLoader(
                new URL[] {directory.resolve("classes").toUri().toURL()}, CompiledNetworks.class.getClassLoader());
    }

    /** Compiles sources by simple name of their type; fails with javac's words and the sources they concern. */
    static CompiledNetworks compile(Map<String, String> sources) {
        CompiledNetworks compiled = attempt(sources, true);
        if (!compiled.success) {
            StringBuilder text = new StringBuilder();
            compiled.diagnostics.stream().limit(5).forEach(d -> text.append(d).append('\n'));
            sources.forEach((name, source) -> {
                if (text.toString().matches("(?s).*\\b" + name + "(Model.*|)\\.java.*")) {
                    text.append(source).append('\n');
                }
            });
            compiled.close();
            throw new AssertionError(text.toString());
        }
        compiled.checkClassFiles();
        return compiled;
    }

    private void checkClassFiles() {
        try (Stream<Path> files = Files.walk(directory.resolve("classes"))) {
            List<Path> classes =
                    files.filter(file -> file.toString().endsWith(".class")).toList();
            for (Path file : classes) {
                ClassFile.check(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (IOException | AssertionError e) {
            close();
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** Compiles sources whatever comes of it. */
    static CompiledNetworks attempt(Map<String, String> sources, boolean capture) {
        try {
            Path directory = Files.createTempDirectory("networks");
            Path classes = Files.createDirectories(directory.resolve("classes"));
            List<Path> files = new ArrayList<>();
            for (Map.Entry<String, String> source : sources.entrySet()) {
                Path file = directory.resolve("src/nets/" + source.getKey() + ".java");
                Files.createDirectories(file.getParent());
                files.add(Files.writeString(file, source.getValue()));
            }
            JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
            DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
            Capture graphs = new Capture();
            try (StandardJavaFileManager manager =
                    javac.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
                List<String> options = new ArrayList<>(OPTIONS);
                options.addAll(List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path")));
                JavaCompiler.CompilationTask task = javac.getTask(
                        null, manager, diagnostics, options, null, manager.getJavaFileObjectsFromPaths(files));
                task.setProcessors(
                        capture ? List.of(new NetwrightProcessor(), graphs) : List.of(new NetwrightProcessor()));
                boolean success = task.call();
                return new CompiledNetworks(directory, success, diagnostics.getDiagnostics(), graphs.graphs);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    boolean success() {
        return success;
    }

    List<Diagnostic<? extends JavaFileObject>> diagnostics() {
        return diagnostics;
    }

    /** A network by the simple name of its interface. */
    Compiled network(String name) {
        return new Compiled(name);
    }

    /** The model of the network that a source declares, wherever its name comes from. */
    Class<?> model(String name, String source) throws ClassNotFoundException {
        Matcher renamed = Pattern.compile("@Network\\(model = \"([^\"]+)\"").matcher(source);
        String simple = renamed.find()
                ? renamed.group(1)
                : source.contains("class " + name + "Outer") ? name + "Outer_" + name + "Model" : name + "Model";
        return loader.loadClass("nets." + simple);
    }

    /** A class of the sources. */
    Class<?> type(String name) throws ClassNotFoundException {
        return loader.loadClass("nets." + name);
    }

    @Override
    public void close() {
        try {
            loader.close();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One of the networks. */
    final class Compiled {
        private final String name;
        private final Class<?> type;

        private Compiled(String name) {
            this.name = name;
            try {
                this.type = loader.loadClass("nets." + name + "Model");
            } catch (ClassNotFoundException e) {
                throw new AssertionError("no model was generated for " + name, e);
            }
        }

        /** The graph that the front end reads of the declaration. */
        Graph graph() {
            Graph graph = graphs.get("nets." + name);
            if (graph == null) {
                throw new AssertionError("no graph of " + name);
            }
            return graph;
        }

        Model create(long seed) {
            return (Model) call("create", new Class<?>[] {long.class}, seed);
        }

        Model load(byte[] bytes, Format format) {
            return (Model) call("load", new Class<?>[] {byte[].class, Format.class}, bytes, format);
        }

        private Object call(String method, Class<?>[] types, Object... arguments) {
            try {
                Method found = type.getDeclaredMethod(method, types);
                found.setAccessible(true);
                return found.invoke(null, arguments);
            } catch (InvocationTargetException e) {
                throw new AssertionError(name + "Model." + method + ": " + e.getCause(), e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Reads the declarations beside the processor. */
    private static final class Capture extends AbstractProcessor {
        private final Map<String, Graph> graphs = new HashMap<>();

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            List<KnownOperator> operators = Operators.all().stream()
                    .map(o ->
                            new KnownOperator(o.annotation(), o.position() == Operator.Position.SOURCE, o.minInputs()))
                    .toList();
            DeclarationReader reader = new DeclarationReader(processingEnv.getElementUtils(), operators, name -> true);
            for (TypeElement annotation : annotations) {
                for (Element network : round.getElementsAnnotatedWith(annotation)) {
                    reader.read((TypeElement) network, problem -> {})
                            .flatMap(declaration -> GraphBuilder.build(declaration, problem -> {}))
                            .ifPresent(graph -> graphs.put(graph.declaration().interfaceName(), graph));
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
