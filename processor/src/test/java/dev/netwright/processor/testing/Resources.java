package dev.netwright.processor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files of the tests and of the project, found from the module's folder or the project's. */
public final class Resources {
    private Resources() {}

    /** The module's folder. */
    public static Path module() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("processor")) ? here.resolve("processor") : here;
    }

    /** The project's folder. */
    public static Path project() {
        return module().resolve("..").normalize();
    }

    /** Texts of the files of a folder by file name, of those that end so. */
    public static Map<String, String> texts(Path folder, String ending) {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }
}
