package dev.netwright.processor.step;

import java.util.List;

/** What a step's adjoint sees of the backward pass. */
public interface Gradients {
    /** Whether the value needs a gradient. */
    boolean wants(View value);

    /** The gradient of a value: a view of the same layout on the gradient's buffer. */
    View of(View value);

    /**
     * Whether this step alone contributes to the value's gradient, by one view: then what it emits to {@link #of} can be read
     * back as the contribution itself.
     */
    default boolean sole(View value) {
        return false;
    }

    /** A new buffer in the workspace, in row-major order under the given extents, for use within this adjoint. */
    View scratch(String name, List<Extent> extents);

    /** Emits a step of the backward pass. */
    void emit(Step step);
}
