package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.array.ArrayException;
import dev.netwright.runtime.array.Npz;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a file of weights, read without their numbers: of safetensors the header, of npz the directory and each array's header,
 * of ONNX all but the values, which are sought past, of JSON the part up to the table of tensors. So it does not say that the rest is
 * whole. Optimizer slots are left out.
 *
 * @param source the file
 * @param tensors its tensors in order
 * @param classes class names by output; empty where the file has none, or has them after the numbers
 * @param network binary name of the interface whose model was saved; empty where the file does not say
 * @param version version of its schema; 0 where the file does not say
 */
public record TensorTable(
        String source, List<StoredTensor> tensors, Map<String, List<String>> classes, String network, int version) {
    private static final String NPZ = ".npz";

    /** A table. */
    public TensorTable {
        tensors = tensors.stream().filter(tensor -> !tensor.isSlot()).toList();
        classes = Map.copyOf(classes);
    }

    /** One of a file that does not say what was saved. */
    public TensorTable(String source, List<StoredTensor> tensors, Map<String, List<String>> classes) {
        this(source, tensors, classes, "", 0);
    }

    /** Reads a {@code .json}, {@code .onnx}, {@code .safetensors} or {@code .npz} file; the first three may be compressed. */
    public static TensorTable read(Path path) throws CheckpointException {
        if (isNpz(path)) {
            return npz(path);
        }
        Checkpoints.format(path);
        try (Input input = Input.of(path)) {
            return read(input, path);
        }
    }

    /**
     * Reads a channel from its beginning; it stays open.
     *
     * @param path a name, which tells the format; npz is not read so
     */
    public static TensorTable read(Path path, SeekableByteChannel channel) throws CheckpointException {
        try {
            InputStream in = Channels.newInputStream(channel);
            return read(Input.of(path.toString(), in, channel.size()), path);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw Fault.in(path.toString()).because(e).found(e).read("reading failed");
        }
    }

    private static TensorTable read(Input input, Path path) throws CheckpointException {
        Header header = Checkpoints.read(input, path, new HeaderOnly());
        Optional<Marks> marks = header.marks();
        return new TensorTable(
                input.name(),
                header.tensors(),
                header.metadata().classes(),
                marks.map(Marks::network).orElse(""),
                marks.map(Marks::schemaVersion).orElse(0));
    }

    /** Whether a file's name says npz. */
    static boolean isNpz(Path path) {
        return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).endsWith(NPZ);
    }

    private static TensorTable npz(Path path) throws CheckpointException {
        String source = path.toString();
        try {
            List<StoredTensor> tensors = new ArrayList<>();
            Npz.headers(path)
                    .forEach((name, header) ->
                            tensors.add(new StoredTensor(name, header.type().toString(), header.shape())));
            return new TensorTable(source, tensors, Map.of());
        } catch (NoSuchFileException | java.io.FileNotFoundException e) {
            throw Fault.in(source).because(e).notFound();
        } catch (ArrayException e) {
            throw Fault.in(source)
                    .because(e)
                    .expected(e.expected())
                    .found(Names.escape(e.found()))
                    .corrupt("this is no npz file of weights");
        } catch (IOException e) {
            throw Fault.in(source).because(e).found(e).read("reading failed");
        }
    }

    /** SHA-256, in lower-case hexadecimal, over the names, types and shapes in order. */
    public String digest() {
        StringBuilder text = new StringBuilder();
        tensors.forEach(tensor ->
                text.append(tensor.name()).append(' ').append(tensor.describe()).append('\n'));
        return Schema.digest(text.toString());
    }

    /** Wants no values. */
    private static final class HeaderOnly implements Visitor {
        @Override
        public void tensors(List<StoredTensor> tensors) {}

        @Override
        public boolean wantsValues() {
            return false;
        }

        @Override
        public @Nullable Window window(StoredTensor tensor) {
            return null;
        }

        @Override
        public int largest() {
            return 0;
        }

        @Override
        public long mostBytes(long compressed) {
            return Checkpoint.mostBytes(compressed);
        }
    }
}
