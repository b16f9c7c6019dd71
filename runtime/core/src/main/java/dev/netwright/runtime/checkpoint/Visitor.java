package dev.netwright.runtime.checkpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes what a format's reader finds. */
interface Visitor {
    /** All tensors of the file but optimizer slots; before the values where the format allows it. */
    void tensors(List<StoredTensor> tensors) throws CheckpointException;

    /** Where a tensor's values go, or null to pass over them. Its byte count was compared with its shape. */
    @Nullable
    Window window(StoredTensor tensor) throws CheckpointException;

    /** Whether it wants more than {@link #tensors}; where it does not, a reader may stop there. */
    default boolean wantsValues() {
        return true;
    }

    /** Most elements of a tensor that this visitor may want. */
    int largest();

    /**
     * Most bytes that a compressed file may have when it is decompressed; grows with the tensors that this visitor wants.
     *
     * @param compressed bytes of the file
     */
    long mostBytes(long compressed);
}
