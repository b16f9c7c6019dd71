package dev.netwright.processor.testing;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;

/**
 * One run of a compiler over sources given as texts.
 *
 * @param success whether it accepted them
 * @param diagnostics what it said
 * @param output folder of the classes and generated sources
 */
public record Compilation(
        boolean success, List<Diagnostic<? extends JavaFileObject>> diagnostics, Path output, String printed) {
    /** The compilers that the processor must work in. */
    public enum Compiler {
        JAVAC {
            @Override
            JavaCompiler create() {
                return ToolProvider.getSystemJavaCompiler();
            }
        },
        ECJ {
            @Override
            JavaCompiler create() {
                return new EclipseCompiler();
            }
        };

        abstract JavaCompiler create();

        /** Compiles sources, by file name ({@code com/example/Demo.java}), against this test's class path and {@code classPath}. */
        public Compilation compile(
                Map<String, String> sources, List<? extends Processor> processors, Path... classPath) {
            return run(this, sources, processors, List.of(), false, classPath);
        }

        /** The same, with options of the processors: {@code -Anetwright.base=DIR}. */
        public Compilation compile(
                List<String> options,
                Map<String, String> sources,
                List<? extends Processor> processors,
                Path... classPath) {
            return run(this, sources, processors, options, false, classPath);
        }

        /** The same, with the messages as the compiler prints them in place of diagnostics. */
        public Compilation print(
                List<String> options, Map<String, String> sources, List<? extends Processor> processors) {
            return run(this, sources, processors, options, true);
        }
    }

    /** The errors. */
    public List<Diagnostic<? extends JavaFileObject>> errors() {
        return diagnostics.stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .toList();
    }

    /** The messages of the errors. */
    public List<String> messages() {
        return errors().stream().map(d -> d.getMessage(Locale.ROOT)).toList();
    }

    private static Compilation run(
            Compiler which,
            Map<String, String> sources,
            List<? extends Processor> processors,
            List<String> asked,
            boolean print,
            Path... classPath) {
        try {
            Path output = Files.createTempDirectory("compilation");
            DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
            JavaCompiler compiler = which.create();
            Path folder = Files.createTempDirectory("sources");
            List<Path> units = new ArrayList<>();
            for (Map.Entry<String, String> source : sources.entrySet()) {
                Path file = folder.resolve(source.getKey());
                Files.createDirectories(file.getParent());
                units.add(Files.writeString(file, source.getValue()));
            }
            StringWriter printed = new StringWriter();
            try (StandardJavaFileManager files =
                    compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
                JavaCompiler.CompilationTask task = compiler.getTask(
                        printed,
                        files,
                        print ? null : diagnostics,
                        options(output, classPath, processors, asked),
                        null,
                        files.getJavaFileObjectsFromPaths(units));
                task.setProcessors(processors);
                boolean success = task.call();
                return new Compilation(success, diagnostics.getDiagnostics(), output, printed.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> options(
            Path output, Path[] classPath, List<? extends Processor> processors, List<String> asked) {
        List<String> path =
                new ArrayList<>(Arrays.stream(classPath).map(Path::toString).toList());
        path.add(System.getProperty("java.class.path"));
        List<String> options = new ArrayList<>(List.of(
                "--release", "17", "-d", output.toString(), "-classpath", String.join(File.pathSeparator, path)));
        options.addAll(asked);
        if (processors.isEmpty()) {
            options.add("-proc:none");
        } else {
            options.addAll(List.of("-s", output.toString()));
        }
        return options;
    }
}
