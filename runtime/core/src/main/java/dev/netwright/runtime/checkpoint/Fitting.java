package dev.netwright.runtime.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says of a file whether its tensors fit a schema, or one of the versions before that it loads. Reads no numbers. */
final class Fitting {
    private Fitting() {}

    /** Every difference to the version that the file is of; where it names none and fits none, to the current one. */
    static List<Difference> diff(TensorTable table, Schema schema) {
        Optional<SchemaVersions> versions = schema.versions();
        if (versions.isEmpty()) {
            return now(table, table.classes(), schema);
        }
        int named = table.network().equals(schema.network()) ? table.version() : 0;
        if (named > schema.version()) {
            return List.of(new Difference(
                    "version", Difference.Kind.VERSION, schema.version() + ", or one before", Integer.toString(named)));
        }
        if (named > 0) {
            return versions.get()
                    .find(named)
                    .map(before -> tensors(table, before))
                    .orElseGet(() -> now(table, table.classes(), schema));
        }
        List<Difference> differences = now(table, table.classes(), schema);
        boolean older = versions.get().newestFirst().stream()
                .anyMatch(before -> tensors(table, before).isEmpty());
        return older && !differences.isEmpty() ? List.of() : differences;
    }

    private static List<Difference> tensors(TensorTable table, Schema schema) {
        return Differences.between(Staging.wanted(schema, Set.of()), table.tensors(), true);
    }

    private static List<Difference> now(TensorTable table, Map<String, List<String>> classes, Schema schema) {
        List<Difference> differences = new ArrayList<>(tensors(table, schema));
        schema.classes().forEach((output, names) -> {
            List<String> found = classes.getOrDefault(output, names);
            if (!found.equals(names)) {
                differences.add(new Difference(
                        output, Difference.Kind.CLASSES, names.toString(), Names.escape(found.toString())));
            }
        });
        return differences;
    }

    /** Layers whose tensors a file has all; none where classes differ, or where it is not for its tensors that the file does not fit. */
    static Set<String> layers(Path path, Schema schema) throws CheckpointException {
        Set<String> layers = new LinkedHashSet<>();
        schema.parameters().forEach(spec -> layers.add(spec.layer()));
        schema.buffers().forEach(spec -> layers.add(spec.layer()));
        List<Difference> differences =
                now(TensorTable.read(path), Checkpoint.read(path).metadata().classes(), schema);
        differences.forEach(
                difference -> schema.find(difference.tensor()).ifPresent(spec -> layers.remove(spec.layer())));
        boolean tensors = differences.stream().allMatch(each -> each.kind() != Difference.Kind.CLASSES);
        return tensors && !differences.isEmpty() ? layers : Set.of();
    }
}
