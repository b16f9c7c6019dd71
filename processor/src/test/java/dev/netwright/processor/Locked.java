package dev.netwright.processor;

import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Schema files that a page of a document asks for by comments: {@code <!-- locked -->} above a source locks it, {@code <!-- edit
 * Digits/1.json | this => that -->} changes a file, {@code <!-- delete Digits/1.json -->} takes it away, {@code <!-- option … -->} adds an
 * option of the processor.
 */
final class Locked {
    private static final Pattern STEP = Pattern.compile(
            "<!-- (?:(locked) -->\\n\\s*```java\\n((?:(?!```).)*)```|(edit|delete|option) (.*?) -->)", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("interface (\\w+)");

    private Locked() {}

    /** The options under which the page's example is compiled; none where it keeps no schemas. */
    static List<String> options(String page) throws IOException {
        Path base = Files.createTempDirectory("page");
        Path schemas = base.resolve("schemas");
        List<String> options = new ArrayList<>();
        Matcher step = STEP.matcher(page);
        while (step.find()) {
            if (options.isEmpty()) {
                options.addAll(List.of("-Anetwright.base=" + base, "-Anetwright.schemas=schemas"));
            }
            if (step.group(1) != null) {
                lock(step.group(2), options);
            } else if (step.group(3).equals("edit")) {
                String[] parts = step.group(4).split(" [|] | => ", 3);
                Path file = schemas.resolve(parts[0]);
                String text = Files.readString(file);
                if (!text.contains(parts[1])) {
                    throw new AssertionError(file + " has no " + parts[1] + "\n" + text);
                }
                Files.writeString(file, text.replace(parts[1], parts[2].replace("\\n", "\n")));
            } else if (step.group(3).equals("delete")) {
                Files.delete(schemas.resolve(step.group(4)));
            } else {
                String name = step.group(4).substring(0, step.group(4).indexOf('='));
                options.removeIf(option -> option.startsWith(name + "="));
                options.add(step.group(4));
            }
        }
        return options;
    }

    private static void lock(String source, List<String> options) {
        Matcher type = TYPE.matcher(source);
        if (!type.find()) {
            throw new AssertionError("no interface in " + source);
        }
        List<String> locking = new ArrayList<>(options);
        locking.add("-Anetwright.lock=update");
        Compilation compilation = Compiler.JAVAC.compile(
                locking, Map.of(type.group(1) + ".java", source), List.of(new NetwrightProcessor()));
        if (!compilation.success()) {
            throw new AssertionError(compilation.messages() + "\n" + source);
        }
    }
}
