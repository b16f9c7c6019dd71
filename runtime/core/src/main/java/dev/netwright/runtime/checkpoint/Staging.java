package dev.netwright.runtime.checkpoint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads values into arrays of its own, as large as the schema says, and copies them to a model when all went well. */
final class Staging implements Visitor {
    /** Enough for an optimizer that remembers 100 pairs; a slot in a file is as long as the parameters. */
    static final int MOST_SLOTS = 256;

    private static final long FREE_BYTES = 16L << 20;
    private static final long BYTES_A_FLOAT = 256;

    private final String source;
    private final Schema schema;
    private final Map<String, TensorSpec> wanted;
    private final boolean partial;
    private final Map<String, Map<String, float[]>> slots = new LinkedHashMap<>();
    private long slotFloats;
    private float @Nullable [] parameters;
    private float @Nullable [] buffers;

    Staging(String source, Schema schema, Set<String> layers) {
        this(source, schema, wanted(schema, layers), !layers.isEmpty());
    }

    /** Stages {@code wanted} tensors; a file may hold others where it is read in part. */
    Staging(String source, Schema schema, Map<String, TensorSpec> wanted, boolean partial) {
        this.source = source;
        this.schema = schema;
        this.wanted = wanted;
        this.partial = partial;
    }

    /** The tensors of some layers, of all where none is named, by name. */
    static Map<String, TensorSpec> wanted(Schema schema, Set<String> layers) {
        Map<String, TensorSpec> wanted = new LinkedHashMap<>();
        Set<String> unknown = new HashSet<>(layers);
        for (List<TensorSpec> specs : List.of(schema.parameters(), schema.buffers())) {
            for (TensorSpec spec : specs) {
                unknown.remove(spec.layer());
                if (layers.isEmpty() || layers.contains(spec.layer())) {
                    wanted.put(spec.name(), spec);
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(schema.network() + " has no layers with tensors named " + unknown);
        }
        return wanted;
    }

    /** What was read, by the schema's layout. */
    Migration.Values values() {
        return new Migration.Values(stagedParameters(), stagedBuffers());
    }

    /** Whether the file may have the tensor: one of the schema's. */
    boolean wants(StoredTensor tensor) {
        return wanted.containsKey(tensor.name());
    }

    @Override
    public void tensors(List<StoredTensor> tensors) throws CheckpointException {
        Differences.check(source, schema.network(), wanted, tensors, !partial);
    }

    @Override
    public @Nullable Window window(StoredTensor tensor) throws CheckpointException {
        if (tensor.isSlot()) {
            return partial ? null : slotWindow(tensor);
        }
        TensorSpec spec = wanted.get(tensor.name());
        if (spec == null
                || !Differences.sameShape(spec, tensor)
                || FloatType.ofText(tensor.type()).isEmpty()) {
            return null;
        }
        return Window.in(spec.learned() ? stagedParameters() : stagedBuffers(), spec.offset());
    }

    private Window slotWindow(StoredTensor tensor) throws CheckpointException {
        String rest = tensor.name().substring(StoredTensor.OPTIMIZER.length());
        int slash = rest.indexOf('/');
        Optional<TensorSpec> spec = schema.find(rest.substring(slash + 1)).filter(TensorSpec::learned);
        if (slash <= 0 || spec.isEmpty() || !Differences.sameShape(spec.get(), tensor)) {
            throw Fault.in(source)
                    .tensor(tensor.name())
                    .expected(spec.map(TensorSpec::shape).map(String::valueOf).orElse("the slot of a parameter"))
                    .found(tensor.describe())
                    .corrupt("an optimizer slot is not that of a parameter");
        }
        String slot = rest.substring(0, slash);
        if (!slots.containsKey(slot) && slots.size() == MOST_SLOTS) {
            throw Fault.in(source).expected("at most " + MOST_SLOTS).limitExceeded("too many optimizer slots");
        }
        // A slot is put together when all its parts are there: a name costs a file nothing.
        float[] part = new float[spec.get().size()];
        slots.computeIfAbsent(slot, name -> new HashMap<>()).put(spec.get().name(), part);
        slotFloats += part.length;
        return Window.in(part, 0);
    }

    @Override
    public int largest() {
        return wanted.values().stream().mapToInt(TensorSpec::size).max().orElse(0);
    }

    /** Room for all but the values, and for each value as much as the widest of formats, indented, takes. */
    @Override
    public long mostBytes(long compressed) {
        return mostBytes(compressed, slotFloats);
    }

    /** The same where the optimizer slots met so far have that many values. */
    long mostBytes(long compressed, long slotFloats) {
        long floats = schema.bufferCount() + schema.parameterCount() + slotFloats;
        long most = FREE_BYTES + BYTES_A_FLOAT * floats;
        return partial ? Math.max(most, Checkpoint.mostBytes(compressed)) : most;
    }

    /** Copies what was read. Nothing before this call changes the target. */
    Optional<TrainingState> commit(Header header, Checkpoints.Contents target) throws CheckpointException {
        Optional<TrainingState> state = check(header);
        for (TensorSpec spec : wanted.values()) {
            float[] from = spec.learned() ? stagedParameters() : stagedBuffers();
            float[] to = spec.learned() ? target.parameters() : target.buffers();
            System.arraycopy(from, spec.offset(), to, spec.offset(), spec.size());
        }
        return state;
    }

    /** Refuses what only shows when all was read; returns the training state of a whole checkpoint, where there is one. */
    Optional<TrainingState> check(Header header) throws CheckpointException {
        if (partial) {
            return Optional.empty();
        }
        requireClasses(header.metadata().classes());
        return training(header);
    }

    /** Class k of the file must be class k of the model, or its answers would have the wrong names. */
    private void requireClasses(Map<String, List<String>> found) throws CheckpointException {
        for (Map.Entry<String, List<String>> expected : schema.classes().entrySet()) {
            List<String> names = found.getOrDefault(expected.getKey(), expected.getValue());
            if (!names.equals(expected.getValue())) {
                throw Fault.in(source)
                        .expected(expected.getValue())
                        .found(Names.escape(names.toString()))
                        .help("write the file's names in @Classes of '" + expected.getKey()
                                + "', or restore the layers by name")
                        .mismatch(
                                "other classes of output '" + expected.getKey() + "'",
                                List.of(),
                                List.of("classes of " + expected.getKey()));
            }
        }
    }

    private Optional<TrainingState> training(Header header) throws CheckpointException {
        if (header.training().isEmpty()) {
            if (!slots.isEmpty()) {
                throw Fault.in(source).found(slots.keySet()).corrupt("optimizer slots without a training state");
            }
            return Optional.empty();
        }
        TrainingState state = header.training().get();
        Map<String, float[]> ordered = new LinkedHashMap<>();
        for (String slot : state.optimizer().slots().keySet()) {
            Map<String, float[]> parts = slots.remove(slot);
            ordered.put(slot, joined(slot, parts == null ? Map.of() : parts));
        }
        if (!slots.isEmpty()) {
            throw Fault.in(source)
                    .found("'" + Names.escape(slots.keySet().iterator().next()) + "'")
                    .corrupt("an optimizer slot that the training state does not name");
        }
        return Optional.of(state.withSlots(ordered));
    }

    private float[] joined(String slot, Map<String, float[]> parts) throws CheckpointException {
        for (TensorSpec spec : schema.parameters()) {
            if (!parts.containsKey(spec.name())) {
                throw Fault.in(source)
                        .tensor(StoredTensor.slotName(slot, spec.name()))
                        .found("no such tensor")
                        .corrupt("an optimizer slot is not complete");
            }
        }
        float[] values = new float[schema.parameterCount()];
        for (TensorSpec spec : schema.parameters()) {
            System.arraycopy(Objects.requireNonNull(parts.get(spec.name())), 0, values, spec.offset(), spec.size());
        }
        return values;
    }

    private float[] stagedParameters() {
        float[] array = parameters;
        if (array == null) {
            array = new float[schema.parameterCount()];
            parameters = array;
        }
        return array;
    }

    private float[] stagedBuffers() {
        float[] array = buffers;
        if (array == null) {
            array = new float[schema.bufferCount()];
            buffers = array;
        }
        return array;
    }
}
