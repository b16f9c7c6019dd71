package dev.netwright.processor.schema;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The versions before as the text that generated code holds: what the runtime's {@code SchemaVersions} reads. */
final class VersionTable {
    private VersionTable() {}

    /** The files in order; the current version last, whose tensors the schema has itself. */
    static String of(Collection<SchemaFile> before, SchemaFile current) {
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (SchemaFile file : before) {
            line(text, "version", Integer.toString(file.version()));
            for (boolean learned : new boolean[] {true, false}) {
                for (SchemaFile.Tensor tensor : file.tensors()) {
                    if (tensor.learned() == learned) {
                        line(
                                text,
                                learned ? "parameter" : "buffer",
                                tensor.node(),
                                tensor.name(),
                                tensor.role().toUpperCase(Locale.ROOT),
                                "-",
                                tensor.shape().toString());
                    }
                }
            }
            if (!first) {
                loads(text, file);
            }
            first = false;
        }
        line(text, "version", Integer.toString(current.version()));
        loads(text, current);
        return text.toString();
    }

    private static void loads(StringBuilder text, SchemaFile file) {
        Set<String> said = new HashSet<>();
        for (String line : file.loads()) {
            List<String> words = List.of(line.split(" "));
            if (!words.get(0).equals("remove")) {
                said.add(words.get(1));
                text.append(line).append('\n');
            }
        }
        for (SchemaFile.Tensor tensor : file.tensors()) {
            if (!said.contains(tensor.name())) {
                line(text, "copy", tensor.name(), tensor.name());
            }
        }
    }

    private static void line(StringBuilder text, String... words) {
        text.append(String.join(" ", words)).append('\n');
    }
}
