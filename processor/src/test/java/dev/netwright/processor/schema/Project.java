package dev.netwright.processor.schema;

import dev.netwright.processor.NetwrightProcessor;
import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.CheckpointException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A folder with schema files of the network {@code p.Net}, and compilations that look at them. */
final class Project {
    static final String NAME = "p.Net";
    private static final String HEAD = "package p;\nimport dev.netwright.annotations.*;\n";

    final Path base;

    Project() {
        try {
            base = Files.createTempDirectory("project");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(int version) {
        return base.resolve("schemas").resolve(NAME).resolve(version + ".json");
    }

    /** A whole source of the interface's text. */
    static String source(String network) {
        return HEAD + network;
    }

    Compilation compile(String network, String... options) {
        return compile(Compiler.JAVAC, network, options);
    }

    Compilation compile(Compiler compiler, String network, String... options) {
        List<String> all = new ArrayList<>(List.of("-Anetwright.base=" + base, "-Anetwright.schemas=schemas"));
        all.addAll(List.of(options));
        return compiler.compile(all, Map.of("p/Net.java", source(network)), List.of(new NetwrightProcessor()));
    }

    Compilation verify(String network) {
        return compile(network);
    }

    Compilation lock(String network) {
        return compile(network, "-Anetwright.lock=update");
    }

    Compilation locked(String network) {
        Compilation compilation = lock(network);
        if (!compilation.success()) {
            throw new AssertionError(compilation.messages() + "\n" + network);
        }
        return compilation;
    }

    List<String> loads(int version) throws IOException, Json.Malformed {
        return SchemaJson.read(Files.readString(file(version))).file().loads();
    }

    /** The model class of a compilation. */
    static Class<?> model(Compilation compilation) {
        try {
            return new URLClassLoader(new URL[] {compilation.output().toUri().toURL()}, Project.class.getClassLoader())
                    .loadClass("p.NetModel");
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(compilation.messages().toString(), e);
        }
    }

    static Model create(Class<?> model, long seed) {
        try {
            var method = model.getDeclaredMethod("create", long.class);
            method.setAccessible(true);
            return (Model) method.invoke(null, seed);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static Model load(Class<?> model, Path path) throws CheckpointException {
        try {
            var method = model.getDeclaredMethod("load", Path.class);
            method.setAccessible(true);
            return (Model) method.invoke(null, path);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof CheckpointException checkpoint) {
                throw checkpoint;
            }
            throw new AssertionError(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
