package dev.netwright.runtime.checkpoint;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands the tensors of a file on under other names; those that have no place, and optimizer slots, it leaves out. */
final class Renaming implements Visitor {
    private final Map<String, String> names;
    private final Staging staging;

    /**
     * A visitor.
     *
     * @param names names to hand tensors on under, by their names in the file; those that are not here keep theirs
     * @param staging what takes them
     */
    Renaming(Map<String, String> names, Staging staging) {
        this.names = names;
        this.staging = staging;
    }

    @Override
    public void tensors(List<StoredTensor> tensors) throws CheckpointException {
        staging.tensors(
                tensors.stream().map(this::renamed).filter(staging::wants).toList());
    }

    @Override
    public @Nullable Window window(StoredTensor tensor) throws CheckpointException {
        return tensor.isSlot() || !staging.wants(renamed(tensor)) ? null : staging.window(renamed(tensor));
    }

    /** A tensor of the file that has a network's name, but is another one by the declared names, is not that tensor. */
    private StoredTensor renamed(StoredTensor tensor) {
        String name = names.get(tensor.name());
        if (name == null) {
            name = names.containsValue(tensor.name()) ? "" : tensor.name();
        }
        return new StoredTensor(name, tensor.type(), tensor.shape());
    }

    @Override
    public int largest() {
        return staging.largest();
    }

    @Override
    public long mostBytes(long compressed) {
        return Checkpoint.mostBytes(compressed) + staging.mostBytes(compressed);
    }
}
