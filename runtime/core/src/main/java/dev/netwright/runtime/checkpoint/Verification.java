package dev.netwright.runtime.checkpoint;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a whole file as a loader does, every number of it, without a model. Memory is bounded by the file's largest tensor. */
final class Verification implements Visitor {
    private final long length;
    private final String source;

    private Verification(long length, String source) {
        this.length = length;
        this.source = source;
    }

    /** Refuses a file that is not whole. */
    static void verify(Path path) throws CheckpointException {
        try (Input input = Input.of(path)) {
            Checkpoints.read(input, path, new Verification(Checkpoint.bound(path, input), input.name()));
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
    public long mostBytes(long compressed) {
        return Checkpoint.mostBytes(compressed);
    }

    @Override
    public int largest() {
        return (int) Math.min(Integer.MAX_VALUE / 8, length);
    }
}
