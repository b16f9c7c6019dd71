package dev.netwright.runtime.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint file without the class that saved it: what it holds, and numbers on demand. Memory is bounded by the file's size, of a compressed one by 64 times that.
 * Immutable and thread-safe; the file is opened again for numbers.
 */
public final class Checkpoint {
    private final Path path;
    private final Format format;
    private final long bytes;
    private final Header header;
    private final List<Tensor> tensors;

    private Checkpoint(Path path, Format format, long bytes, Header header) {
        this.path = path;
        this.format = format;
        this.bytes = bytes;
        this.header = header;
        Map<String, String> roles = header.marks().map(Marks::roles).orElse(Map.of());
        this.tensors = header.tensors().stream()
                .map(stored -> new Tensor(this, stored, roles.getOrDefault(stored.name(), "")))
                .toList();
    }

    /** Reads a file but for its numbers, which are passed over. */
    public static Checkpoint read(Path path) throws CheckpointException {
        Format format = Checkpoints.format(path);
        try (Input input = Input.of(path)) {
            Header header = Checkpoints.read(input, path, new Only(null, bound(path, input), input.name()));
            return new Checkpoint(path, format, input.length(), header);
        }
    }

    /** A tensor of the file. */
    public static final class Tensor {
        private final Checkpoint checkpoint;
        private final StoredTensor stored;
        private final String role;

        private Tensor(Checkpoint checkpoint, StoredTensor stored, String role) {
            this.checkpoint = checkpoint;
            this.stored = stored;
            this.role = role;
        }

        /** Full name: {@code hidden1.weight}; of an optimizer slot {@code optimizer/m/hidden1.weight}. */
        public String name() {
            return stored.name();
        }

        /** Element type in the file: {@code float32}. */
        public String type() {
            return stored.type();
        }

        /** Dimensions. */
        public List<Long> shape() {
            return stored.shape();
        }

        /** Role: {@code weight}; empty where the file does not say it. */
        public String role() {
            return role;
        }

        /** Number of elements. */
        public long size() {
            return stored.elements();
        }

        /** Reads the numbers, in row-major order. Floats of every width; float64 only where it is float32 exactly. */
        public float[] values() throws CheckpointException {
            return checkpoint.values(stored);
        }
    }

    /** Most bytes of a compressed file that is read without knowing what it should hold: 64 times its own, or 64 MiB. */
    static long mostBytes(long compressed) {
        return 64 * Math.max(1L << 20, compressed);
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** The format. */
    public Format format() {
        return format;
    }

    /** Whether something other than Netwright wrote the file. */
    public boolean isForeign() {
        return header.marks().isEmpty();
    }

    /** Version of the format, {@code 1.0}; empty in a foreign file. */
    public String formatVersion() {
        return header.marks().map(Marks::formatVersion).orElse("");
    }

    /** Binary name of the network's interface; empty in a foreign file and in a bare export. */
    public String network() {
        return header.marks().map(Marks::network).orElse("");
    }

    /** Version of the schema, 0 where the file does not say it. */
    public int schemaVersion() {
        return header.marks().map(Marks::schemaVersion).orElse(0);
    }

    /** {@link Schema#hash()} of the model that was saved; empty in a foreign file. */
    public String schemaHash() {
        return header.marks().map(Marks::schemaHash).orElse("");
    }

    /** All tensors, optimizer slots included. */
    public List<Tensor> tensors() {
        return tensors;
    }

    /** A tensor by its full name. */
    public Optional<Tensor> find(String name) {
        return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }

    /** Number of floats in parameters and buffers. */
    public long size() {
        return header.tensors().stream()
                .filter(tensor -> !tensor.isSlot())
                .mapToLong(StoredTensor::elements)
                .sum();
    }

    /** The metadata; says nothing where the file has none. */
    public Metadata metadata() {
        return header.metadata();
    }

    /** The training state. Its slots are empty arrays: their numbers are tensors here. */
    public Optional<TrainingState> training() {
        return header.training();
    }

    /** Most elements that a tensor of the file may have. */
    static long bound(Path path, Input input) {
        return Compression.of(path) == Compression.NONE ? input.length() : mostBytes(input.length()) / 2;
    }

    private float[] values(StoredTensor wanted) throws CheckpointException {
        if (FloatType.ofText(wanted.type()).isEmpty()) {
            throw Fault.in(path.toString())
                    .tensor(wanted.name())
                    .expected("floats")
                    .found(wanted.describe())
                    .help("read it with a tool for this type")
                    .mismatch("the tensor holds no floats", List.of(), List.of(wanted.name()));
        }
        try (Input input = Input.of(path)) {
            Only only = new Only(wanted, bound(path, input), input.name());
            Checkpoints.read(input, path, only);
            if (only.values == null) {
                throw Fault.in(path.toString())
                        .tensor(wanted.name())
                        .help("read the checkpoint again")
                        .corrupt("the file has changed since it was read");
            }
            return only.values;
        }
    }

    /** A readable table. */
    @Override
    public String toString() {
        return Inspection.of(this, bytes);
    }

    /** Takes the values of one tensor, or of none; refuses tensors larger than the file. */
    static final class Only implements Visitor {
        private final @Nullable StoredTensor wanted;
        private final long length;
        private final String source;
        private float @Nullable [] values;

        Only(@Nullable StoredTensor wanted, long length, String source) {
            this.wanted = wanted;
            this.length = length;
            this.source = source;
        }

        @Override
        public void tensors(List<StoredTensor> tensors) {}

        @Override
        public @Nullable Window window(StoredTensor tensor) throws CheckpointException {
            if (tensor.elements() > length || tensor.elements() > Integer.MAX_VALUE - 8) {
                throw Fault.in(source)
                        .tensor(tensor.name())
                        .expected("at most " + Math.min(length, Integer.MAX_VALUE - 8) + " elements")
                        .found(tensor.describe())
                        .limitExceeded("the tensor is larger than the file");
            }
            if (!tensor.equals(wanted)) {
                return null;
            }
            values = new float[(int) tensor.elements()];
            return new Window(values, 0);
        }

        @Override
        public long mostBytes(long compressed) {
            return Checkpoint.mostBytes(compressed);
        }

        @Override
        public int largest() {
            return wanted == null ? 0 : (int) Math.min(Integer.MAX_VALUE / 8, wanted.elements());
        }
    }
}
