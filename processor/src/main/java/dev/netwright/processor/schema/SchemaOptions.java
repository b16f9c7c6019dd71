package dev.netwright.processor.schema;

import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.diagnose.SchemaProblems;
import dev.netwright.processor.diagnose.Suggestions;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of the processor that say where schema files are and what to do with them.
 *
 * @param base the folder of the project
 * @param directory the folder of all schema files
 * @param shown the folder as the option names it, for messages
 * @param lock what to do with a version that has no file
 */
public record SchemaOptions(Path base, Path directory, String shown, Lock lock) {
    /** The directory that files named in options and annotations are relative to. */
    public static final String BASE = "netwright.base";

    /** The folder of schema files, relative to the base. */
    public static final String SCHEMAS = "netwright.schemas";

    /** {@code verify}, {@code update} or {@code require}. */
    public static final String LOCK = "netwright.lock";

    /** The options that the processor supports. */
    public static final Set<String> NAMES = Set.of(BASE, SCHEMAS, LOCK);

    private static final String[] BASE_LINES = {
        "Maven:  <arg>-Anetwright.base=${project.basedir}</arg>  in <compilerArgs> of maven-compiler-plugin",
        "Gradle:  options.compilerArgs.add(\"-Anetwright.base=$projectDir\")  in tasks.withType(JavaCompile)"
    };

    /** What to do with a version that has no file. */
    public enum Lock {
        /** It is open: a note. Nothing is written. */
        VERIFY,
        /** Its file is written, once. */
        UPDATE,
        /** An error: releases have only locked versions. */
        REQUIRE
    }

    /** The folder of schema files from the base, with slashes. */
    String relative() {
        return base.toAbsolutePath()
                .relativize(directory.toAbsolutePath())
                .toString()
                .replace('\\', '/');
    }

    /** The options; empty where no schemas are kept, or the options make no sense, which is reported. */
    static Optional<SchemaOptions> of(Map<String, String> options, Place place, Reporter reporter) {
        String schemas = given(options, SCHEMAS);
        String base = given(options, BASE);
        String lock = given(options, LOCK);
        if (schemas == null || schemas.isEmpty()) {
            if (lock != null || schemas != null) {
                reporter.report(SchemaProblems.schemaOptions(
                        place,
                        schemas == null
                                ? "-A" + LOCK + " is given, but no schemas are kept"
                                : "-A" + SCHEMAS + " is empty",
                        "-A" + SCHEMAS + "=DIR, a folder relative to -A" + BASE,
                        schemas == null ? "-A" + LOCK + "=" + lock : "-A" + SCHEMAS + "=",
                        "give  -A" + SCHEMAS + "=schemas  to javac, or take -A" + LOCK + " away"));
            }
            return Optional.empty();
        }
        if (base == null || base.isEmpty()) {
            reporter.report(SchemaProblems.schemaOptions(
                    place,
                    "-A" + SCHEMAS + " needs -A" + BASE,
                    "-A" + BASE + "=DIR, the folder of the project",
                    "-A" + SCHEMAS + "=" + schemas + " alone",
                    BASE_LINES));
            return Optional.empty();
        }
        Optional<Lock> mode = lock(lock == null ? "verify" : lock, place, reporter);
        Optional<Path> directory = directory(base, schemas, place, reporter);
        return mode.isEmpty() || directory.isEmpty()
                ? Optional.empty()
                : Optional.of(new SchemaOptions(Path.of(base), directory.get(), schemas, mode.get()));
    }

    /** An option's value, empty where it is given without one, null where it is not given. */
    private static @Nullable String given(Map<String, String> options, String name) {
        return options.containsKey(name) ? Objects.requireNonNullElse(options.get(name), "") : null;
    }

    private static Optional<Lock> lock(String text, Place place, Reporter reporter) {
        List<String> known = Arrays.stream(Lock.values())
                .map(lock -> lock.name().toLowerCase(Locale.ROOT))
                .toList();
        if (known.contains(text)) {
            return Optional.of(Lock.valueOf(text.toUpperCase(Locale.ROOT)));
        }
        String nearest = Suggestions.nearest(text, known).stream().findFirst().orElse("verify");
        reporter.report(SchemaProblems.schemaOptions(
                place,
                "-A" + LOCK + " has an unknown value",
                String.join(", ", known),
                "-A" + LOCK + "=" + text,
                "give  -A" + LOCK + "=" + nearest + "  to javac"));
        return Optional.empty();
    }

    private static Optional<Path> directory(String base, String schemas, Place place, Reporter reporter) {
        try {
            Path folder = Path.of(base);
            if (Files.isDirectory(folder)) {
                return Optional.of(folder.resolve(schemas));
            }
            reporter.report(SchemaProblems.schemaOptions(
                    place,
                    "-A" + BASE + " is no directory",
                    "the folder of the project",
                    "-A" + BASE + "=" + base,
                    BASE_LINES));
        } catch (InvalidPathException e) {
            reporter.report(SchemaProblems.schemaOptions(
                    place, "an option is no path", "a path", e.getInput(), "give the path of a folder"));
        }
        return Optional.empty();
    }
}
