package dev.netwright.runtime.checkpoint;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a whole file as a loader does, every number of it, without a model. Memory is bounded by the file's largest tensor. */
final class Verification implements Visitor {
    /** Bytes of the file, decompressed: what they may be at most. */
    private final long length;

    private final String source;

    private Verification(long length, String source) {
        this.length = length;
        this.source = source;
    }

    /** Refuses a file that is not whole. */
    static void verify(Path path) throws CheckpointException {
        Format format = Checkpoints.format(path);
        try (Input input = Input.of(path)) {
            long bytes =
                    Compression.of(path) == Compression.NONE ? input.length() : Checkpoint.mostBytes(input.length());
            Checkpoints.read(input, format, new Verification(bytes, input.name()));
        }
    }

    @Override
    public void tensors(List<StoredTensor> tensors) {}

    @Override
    public @Nullable Window window(StoredTensor tensor) throws CheckpointException {
        if (tensor.elements() > length) {
            throw Fault.in(source)
                    .tensor(tensor.name())
                    .expected("at most " + length + " elements")
                    .found(tensor.describe())
                    .limitExceeded("the tensor is larger than the file");
        }
        return FloatType.ofText(tensor.type()).isEmpty() ? null : new Window(new float[(int) tensor.elements()], 0);
    }

    @Override
    public int largest() {
        return (int) Math.min(Integer.MAX_VALUE / 8, length);
    }

    @Override
    public long mostBytes(long compressed) {
        return Checkpoint.mostBytes(compressed);
    }
}
