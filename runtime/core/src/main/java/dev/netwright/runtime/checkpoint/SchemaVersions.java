package dev.netwright.runtime.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The versions of a schema that were before, and how each loads the one before it: a text that generated code holds.
 *
 * <pre>
 * version 1
 * parameter fc1 fc1.weight WEIGHT ZEROS [128, 784]
 * version 2
 * parameter hidden1 hidden1.weight WEIGHT ZEROS [128, 784]
 * copy hidden1.weight fc1.weight
 * version 3
 * copy hidden1.weight hidden1.weight
 * </pre>
 *
 * The lines of tensors are those of {@link SchemaTable}, the others those of {@link Migration}, into the version that they stand in. The
 * current version, the last, has no tensors here: they are the schema's own.
 */
final class SchemaVersions {
    private final Map<Integer, Schema> before = new LinkedHashMap<>();
    private final Map<Integer, Migration> migrations = new LinkedHashMap<>();
    private final Schema.Law law;

    SchemaVersions(
            String network, String text, Schema.Law law, Map<String, Supplier<? extends TensorMigration>> classes) {
        this.law = law;
        int version = 0;
        StringBuilder table = new StringBuilder();
        Migration migration = new Migration(classes);
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ");
            if (words[0].equals("version")) {
                if (version > 0) {
                    put(network, version, table.toString(), migration);
                }
                version = Integer.parseInt(words[1]);
                table.setLength(0);
                migration = new Migration(classes);
            } else if (words[0].equals("parameter") || words[0].equals("buffer")) {
                table.append(line).append('\n');
            } else {
                migration.line(words);
            }
        }
        migrations.put(version, migration);
    }

    private void put(String network, int version, String table, Migration migration) {
        before.put(version, Schema.of(network, version, table, () -> "{}", () -> new byte[0]));
        migrations.put(version, migration);
    }

    /** The versions before, the newest first. */
    List<Schema> newestFirst() {
        List<Schema> all = new ArrayList<>(before.values());
        java.util.Collections.reverse(all);
        return all;
    }

    /** A version before. */
    Optional<Schema> find(int version) {
        return Optional.ofNullable(before.get(version));
    }

    /** The schemas from a version before on, with the current one last. */
    private List<Schema> chain(Schema from, Schema current) {
        List<Schema> chain = new ArrayList<>(before.values().stream()
                .filter(schema -> schema.version() >= from.version())
                .toList());
        chain.add(current);
        return chain;
    }

    private Migration into(Schema schema) {
        Migration migration = migrations.get(schema.version());
        if (migration == null) {
            throw new IllegalStateException("no migration into version " + schema.version());
        }
        return migration;
    }

    /** Tensors of the current version that are, as they are, those of a version before, with their names there. */
    Map<String, String> copied(Schema from, Schema current) {
        List<Schema> chain = chain(from, current);
        Map<String, String> copied = new LinkedHashMap<>();
        for (TensorSpec spec : current.tensors()) {
            Optional<String> name = Optional.of(spec.name());
            for (int k = chain.size() - 1; k > 0; k--) {
                Migration migration = into(chain.get(k));
                name = name.flatMap(migration::copied);
            }
            name.flatMap(from::find)
                    .filter(source -> source.shape().equals(spec.shape()))
                    .ifPresent(source -> copied.put(spec.name(), source.name()));
        }
        return copied;
    }

    /** Tensors of a version before that tensors of the current one need. */
    Set<String> sources(Schema from, Schema current, Set<String> targets) {
        List<Schema> chain = chain(from, current);
        Set<String> needed = targets;
        for (int k = chain.size() - 1; k > 0; k--) {
            needed = into(chain.get(k)).sources(needed);
        }
        return needed;
    }

    /** Values of a version before as those of the current one. */
    Migration.Values migrate(Schema from, Migration.Values values, Schema current) {
        List<Schema> chain = chain(from, current);
        Migration.Values result = values;
        for (int k = 1; k < chain.size(); k++) {
            result = into(chain.get(k)).apply(chain.get(k - 1), result, chain.get(k), law);
        }
        return result;
    }

    /** An optimizer's slots of a version before as those of the current one. */
    Map<String, float[]> migrate(Schema from, Map<String, float[]> slots, Schema current) {
        List<Schema> chain = chain(from, current);
        Map<String, float[]> result = new LinkedHashMap<>();
        slots.forEach((name, slot) -> {
            float[] values = slot;
            for (int k = 1; k < chain.size(); k++) {
                values = into(chain.get(k)).slot(chain.get(k - 1), values, chain.get(k));
            }
            result.put(name, values);
        });
        return result;
    }

    /** Parameters of the current version that do not come whole from a version before: of them an optimizer knows nothing. */
    List<String> fresh(Schema from, Schema current) {
        List<Schema> chain = chain(from, current);
        Set<String> fresh = new LinkedHashSet<>();
        for (int k = 1; k < chain.size(); k++) {
            Migration into = into(chain.get(k));
            Set<String> now = new LinkedHashSet<>(into.fresh());
            for (TensorSpec spec : chain.get(k).parameters()) {
                if (into.sources(Set.of(spec.name())).stream().anyMatch(fresh::contains)) {
                    now.add(spec.name());
                }
            }
            fresh = now;
        }
        Set<String> names = fresh;
        return current.parameters().stream()
                .map(TensorSpec::name)
                .filter(names::contains)
                .toList();
    }
}
