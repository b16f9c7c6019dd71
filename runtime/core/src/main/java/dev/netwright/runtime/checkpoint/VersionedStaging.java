package dev.netwright.runtime.checkpoint;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of the current version of a schema or of one before. Some formats say the version last, so tensors that any of the versions
 * has are kept, and only they, until the file has been read; then its version's own {@link Staging} checks them, and they are migrated.
 */
final class VersionedStaging implements Visitor {
    private final String source;
    private final Schema current;
    private final SchemaVersions versions;
    private final Map<Schema, Map<String, TensorSpec>> wanted = new LinkedHashMap<>();
    private final boolean partial;
    private final Set<String> targets = new LinkedHashSet<>();
    private final Map<StoredTensor, float[]> values = new LinkedHashMap<>();
    private final Set<String> slots = new LinkedHashSet<>();
    private long slotFloats;
    private List<StoredTensor> tensors = List.of();

    VersionedStaging(String source, Schema current, SchemaVersions versions, Set<String> layers) {
        this.source = source;
        this.current = current;
        this.versions = versions;
        this.partial = !layers.isEmpty();
        Map<String, TensorSpec> now = Staging.wanted(current, layers);
        targets.addAll(now.keySet());
        wanted.put(current, now);
        for (Schema before : versions.newestFirst()) {
            Set<String> names = partial ? versions.sources(before, current, targets) : Set.of();
            Map<String, TensorSpec> specs = Staging.wanted(before, Set.of());
            if (partial) {
                specs.keySet().retainAll(names);
            }
            wanted.put(before, specs);
        }
    }

    @Override
    public void tensors(List<StoredTensor> found) throws CheckpointException {
        tensors = List.copyOf(found);
        if (wanted.keySet().stream().noneMatch(this::fits)) {
            check(current);
        }
    }

    private void check(Schema schema) throws CheckpointException {
        String name = schema == current ? schema.network() : schema.network() + " version " + schema.version();
        Differences.check(source, name, specs(schema), tensors, !partial);
    }

    private Map<String, TensorSpec> specs(Schema schema) {
        return wanted.getOrDefault(schema, Map.of());
    }

    private boolean fits(Schema schema) {
        try {
            check(schema);
            return true;
        } catch (CheckpointException e) {
            return false;
        }
    }

    @Override
    public @Nullable Window window(StoredTensor tensor) throws CheckpointException {
        String name = tensor.name();
        if (tensor.isSlot()) {
            int slash = name.indexOf('/', StoredTensor.OPTIMIZER.length());
            slots.add(name.substring(0, Math.max(0, slash)));
            name = name.substring(slash + 1);
        }
        if (slots.size() > Staging.MOST_SLOTS) {
            throw Fault.in(source).expected("at most " + Staging.MOST_SLOTS).limitExceeded("too many optimizer slots");
        }
        boolean floats = FloatType.ofText(tensor.type()).isPresent();
        for (Map<String, TensorSpec> specs : wanted.values()) {
            TensorSpec spec = specs.get(name);
            if (floats && spec != null && Differences.sameShape(spec, tensor) && !(partial && tensor.isSlot())) {
                float[] array = new float[spec.size()];
                values.put(tensor, array);
                slotFloats += tensor.isSlot() ? array.length : 0;
                return Window.in(array, 0);
            }
        }
        return null;
    }

    @Override
    public int largest() {
        return wanted.keySet().stream()
                .mapToInt(schema -> staging(schema).largest())
                .max()
                .orElse(0);
    }

    @Override
    public long mostBytes(long compressed) {
        return wanted.keySet().stream()
                .mapToLong(schema -> staging(schema).mostBytes(compressed, slotFloats))
                .max()
                .orElse(0);
    }

    private Staging staging(Schema schema) {
        return new Staging(source, schema, specs(schema), partial);
    }

    /** Copies what was read, migrated where it is of a version before. Nothing before this call changes the target. */
    Optional<TrainingState> commit(Header header, Checkpoints.Contents target, Consumer<MigrationReport> reports)
            throws CheckpointException {
        Schema of = version(header);
        check(of);
        Staging staging = staging(of);
        for (StoredTensor tensor : header.tensors()) {
            Window window = staging.window(tensor);
            float[] read = values.get(tensor);
            if (window != null && read != null) {
                int at = window.room(read.length);
                System.arraycopy(read, 0, window.values(), at, read.length);
            }
        }
        if (of == current) {
            return staging.commit(header, target);
        }
        Optional<TrainingState> state = staging.check(header);
        Migration.Values migrated = versions.migrate(of, staging.values(), current);
        for (String name : targets) {
            TensorSpec spec = current.find(name).orElseThrow();
            float[] to = spec.learned() ? target.parameters() : target.buffers();
            System.arraycopy(migrated.of(spec), spec.offset(), to, spec.offset(), spec.size());
        }
        List<String> fresh = state.isEmpty() ? List.of() : versions.fresh(of, current);
        reports.accept(new MigrationReport(source, of.version(), current.version(), fresh));
        return state.map(
                found -> found.withSlots(versions.migrate(of, found.optimizer().slots(), current)));
    }

    /** The version that saved the file: the one it names; where it names none, the newest that its tensors fit. */
    private Schema version(Header header) throws CheckpointException {
        Optional<Marks> marks = header.marks().filter(found -> found.network().equals(current.network()));
        int named = marks.map(Marks::schemaVersion).orElse(0);
        if (named > current.version()) {
            throw Fault.in(source)
                    .expected("version " + current.version() + " of " + current.network() + ", or one before")
                    .found("version " + named)
                    .help("load it with the program that saved it, or a newer one")
                    .mismatch("a later version of the network saved this file", List.of(), List.of("version"));
        }
        if (named > 0) {
            return versions.find(named).orElse(current);
        }
        return wanted.keySet().stream().filter(this::fits).findFirst().orElse(current);
    }
}
