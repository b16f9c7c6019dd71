package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.array.Half;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads and writes models. What {@code Model.save} and the generated {@code load} and {@code restore} call. Thread-safe. */
public final class Checkpoints {
    private Checkpoints() {}

    /**
     * A model's values, and what a trainer adds. The arrays are the stores' own.
     *
     * @param schema the model's schema
     * @param parameters all parameters, as the schema lays them out
     * @param buffers all buffers, as the schema lays them out
     * @param training what a trainer's checkpoint has beside; not looked at when reading
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Contents(Schema schema, float[] parameters, float[] buffers, Optional<TrainingState> training) {
        public Contents {
            length("parameters", schema.parameterCount(), parameters);
            length("buffers", schema.bufferCount(), buffers);
        }

        private static void length(String what, int expected, float[] array) {
            if (array.length != expected) {
                throw new IllegalArgumentException(what + ": " + array.length + " floats, the schema has " + expected);
            }
        }
    }

    /** Writes a file, by extension: complete or not at all. Training state is refused in ONNX and in half precision. */
    public static void save(Path path, Contents contents, SaveOptions options) throws CheckpointException {
        save(Commit.STANDARD, path, contents, options);
    }

    static void save(Commit commit, Path path, Contents contents, SaveOptions options) throws CheckpointException {
        Format format = format(path);
        check(path.toString(), format, contents, options);
        Compression compression = Compression.of(path);
        Commit.Body plain = out -> encode(out, format, contents, options);
        // The bytes read back are compared with those written. What a library compressed is loaded besides.
        Commit.Check check = compression == Compression.NONE
                ? input -> {}
                : input -> {
                    Staging staging = new Staging(input.name(), contents.schema(), Set.of());
                    staging.check(read(input, path, staging));
                };
        commit.replace(path, options, out -> compression.write(path.toString(), out, plain), check);
    }

    /** Writes to a stream, which stays open. */
    public static void write(OutputStream out, Format format, Contents contents, SaveOptions options)
            throws CheckpointException {
        check("stream", format, contents, options);
        try {
            encode(out, format, contents, options);
            out.flush();
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw Fault.in("stream").because(e).found(e).help("see the cause").write("the stream could not be written");
        }
    }

    /** Writes to a channel, which stays open. */
    public static void write(WritableByteChannel out, Format format, Contents contents, SaveOptions options)
            throws CheckpointException {
        write(Channels.newOutputStream(out), format, contents, options);
    }

    /**
     * Reads a file into the arrays of {@code target}; a failure changes nothing.
     *
     * @param layers layers to read, empty for all; with layers named the file may hold other tensors and lack others
     * @return the training state, where the file has one; empty with layers named
     * @throws IllegalArgumentException if a layer is none of the schema's, or has no tensors
     */
    public static Optional<TrainingState> restore(Path path, Contents target, Set<String> layers)
            throws CheckpointException {
        return restore(path, target, layers, report -> {});
    }

    /**
     * The same; a file of a version before, where {@code target}'s schema knows it, is migrated.
     *
     * @param reports told of a file that was migrated: from which version, and what an optimizer has lost
     */
    public static Optional<TrainingState> restore(
            Path path, Contents target, Set<String> layers, Consumer<MigrationReport> reports)
            throws CheckpointException {
        format(path);
        try (Input input = Input.of(path)) {
            return restore(input, visitor -> read(input, path, visitor), target, layers, reports);
        }
    }

    /** Reads with a visitor. */
    @FunctionalInterface
    private interface Reading {
        Header read(Visitor visitor) throws CheckpointException;
    }

    private static Optional<TrainingState> restore(
            Input input, Reading reading, Contents target, Set<String> layers, Consumer<MigrationReport> reports)
            throws CheckpointException {
        Optional<SchemaVersions> versions = target.schema().versions();
        if (versions.isEmpty()) {
            Staging staging = new Staging(input.name(), target.schema(), layers);
            return staging.commit(reading.read(staging), target);
        }
        VersionedStaging staging = new VersionedStaging(input.name(), target.schema(), versions.get(), layers);
        return staging.commit(reading.read(staging), target, reports);
    }

    /** Reads from a stream to its end, as {@link #restore(Path, Contents, Set)}; the stream stays open. */
    public static Optional<TrainingState> restore(InputStream in, Format format, Contents target, Set<String> layers)
            throws CheckpointException {
        return restore(Input.of(in), format, target, layers);
    }

    /** Reads from a channel to its end, as {@link #restore(Path, Contents, Set)}; the channel stays open. */
    public static Optional<TrainingState> restore(
            ReadableByteChannel in, Format format, Contents target, Set<String> layers) throws CheckpointException {
        return restore(Channels.newInputStream(in), format, target, layers);
    }

    /** Reads from bytes, as {@link #restore(Path, Contents, Set)}. */
    public static Optional<TrainingState> restore(byte[] bytes, Format format, Contents target, Set<String> layers)
            throws CheckpointException {
        return restore(Input.of(bytes), format, target, layers);
    }

    /**
     * Compares the tensors of a file with those of a schema, and its class names where they come before the numbers: of a JSON file they
     * do not. Reads no numbers; the sums over them are not looked at. A file of an earlier version that the schema knows is compared with that.
     *
     * @return every difference, each of which a strict load refuses; empty where none shows
     */
    public static List<Difference> diff(Path path, Schema schema) throws CheckpointException {
        return Fitting.diff(TensorTable.read(path), schema);
    }

    private static Optional<TrainingState> restore(Input input, Format format, Contents target, Set<String> layers)
            throws CheckpointException {
        return restore(input, visitor -> read(input, format, visitor), target, layers, report -> {});
    }

    /** Reads a file's bytes with a visitor, compressed as the file's name says. */
    static Header read(Input input, Path path, Visitor visitor) throws CheckpointException {
        Format format = format(path);
        Compression compression = Compression.of(path);
        if (compression == Compression.NONE) {
            return read(input, format, visitor);
        }
        long length = input.length();
        try (InputStream stream = compression.read(input.name(), input.rest())) {
            Input plain = Input.bounded(input.name(), stream, length, () -> visitor.mostBytes(length));
            return read(plain, format, visitor);
        } catch (IOException e) {
            throw input.wrap(e);
        }
    }

    /** Reads with a visitor. */
    static Header read(Input input, Format format, Visitor visitor) throws CheckpointException {
        return switch (format) {
            case JSON -> JsonReader.read(input, visitor);
            case ONNX -> OnnxCheckpointReader.read(input, visitor);
            case SAFETENSORS -> SafetensorsReader.read(input, visitor);
        };
    }

    /** The format of a path. */
    static Format format(Path path) throws CheckpointException {
        Optional<Format> format = Format.of(path);
        if (format.isEmpty()) {
            throw Fault.in(path.toString())
                    .expected(
                            "a file name that ends with .json, .onnx or .safetensors, or with one of these and .gz or .zst")
                    .found("'" + Names.escape(String.valueOf(path.getFileName())) + "'")
                    .unsupportedFormat("no format has this extension");
        }
        return format.get();
    }

    private static void encode(OutputStream out, Format format, Contents contents, SaveOptions options)
            throws IOException {
        switch (format) {
            case JSON -> new JsonWriter(contents, options).write(out);
            case ONNX -> new OnnxCheckpointWriter(contents, options).write(out);
            case SAFETENSORS -> new SafetensorsWriter(contents, options).write(out);
        }
    }

    private static void check(String source, Format format, Contents contents, SaveOptions options)
            throws CheckpointException {
        if (options.isOnlyFinite()) {
            checkFinite(source, contents.schema().parameters(), contents.parameters());
            checkFinite(source, contents.schema().buffers(), contents.buffers());
        }
        if (contents.training().isPresent()) {
            checkTraining(source, format, contents.training().get(), contents.parameters().length, options);
        }
        if (options.precision() == Precision.HALF) {
            checkHalf(source, contents.schema().parameters(), contents.parameters());
            checkHalf(source, contents.schema().buffers(), contents.buffers());
        }
    }

    private static void checkTraining(
            String source, Format format, TrainingState state, int parameters, SaveOptions options)
            throws CheckpointException {
        if (format == Format.ONNX) {
            throw Fault.in(source)
                    .expected("a format that holds training state: .json or .safetensors")
                    .found(".onnx")
                    .help(
                            "save the training as .json or .safetensors; save the model, without training state, as .onnx")
                    .unsupportedFormat("ONNX holds no training state");
        }
        if (options.precision() == Precision.HALF) {
            throw Fault.in(source)
                    .expected("full precision")
                    .found("half precision")
                    .help("save the training in full precision; save the model in half")
                    .unsupportedFormat("training could not resume where it stopped");
        }
        for (Map.Entry<String, float[]> slot : state.optimizer().slots().entrySet()) {
            if (slot.getValue().length != parameters
                    || slot.getKey().isEmpty()
                    || slot.getKey().contains("/")) {
                throw new IllegalArgumentException("optimizer slot '" + slot.getKey() + "': " + slot.getValue().length
                        + " floats for " + parameters + " parameters; names are not empty and have no slash");
            }
        }
    }

    private static void checkFinite(String source, List<TensorSpec> specs, float[] values) throws CheckpointException {
        for (TensorSpec spec : specs) {
            for (int i = spec.offset(); i < spec.offset() + spec.size(); i++) {
                if (!Float.isFinite(values[i])) {
                    throw Fault.in(source)
                            .tensor(spec.name())
                            .expected("finite values")
                            .found(values[i] + " as element " + (i - spec.offset()) + " of " + spec.size())
                            .notFinite("not saved: the model holds a value that is not finite");
                }
            }
        }
    }

    /** Refuses finite values that would become infinite in half precision. */
    private static void checkHalf(String source, List<TensorSpec> specs, float[] values) throws CheckpointException {
        for (TensorSpec spec : specs) {
            for (int i = spec.offset(); i < spec.offset() + spec.size(); i++) {
                if (Float.isFinite(values[i]) && Float.isInfinite(Half.toFloat(Half.toHalf(values[i])))) {
                    throw Fault.in(source)
                            .tensor(spec.name())
                            .expected("values within ±" + (int) Half.MAX)
                            .found(values[i])
                            .help("save in full precision")
                            .limitExceeded("float16 cannot hold a value");
                }
            }
        }
    }
}
