package dev.netwright.runtime.checkpoint;

import java.util.List;

/**
 * Computes tensors of a network's version from those of the version before, where no annotation says how: a user's own class, named by
 * {@code @MigratedBy(value = Folded.class, from = {"conv", "norm"})} on a node. It is called for each tensor of the node when a file of the
 * version before is loaded, and must give the same numbers each time. It has a constructor without parameters and stays in the project as long
 * as files of that version are to be loaded.
 *
 * <pre>{@code
 * final class Folded implements TensorMigration {
 *     public float[] migrate(TensorSpec tensor, Before before) {
 *         float[] values = before.values("conv." + tensor.name().substring(tensor.name().indexOf('.') + 1));
 *         …
 *         return values;
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface TensorMigration {
    /**
     * The values of a tensor of the new version.
     *
     * @param tensor name, role and shape
     * @param before the tensors of the version before that {@code from} names
     * @return {@code tensor.size()} values in row-major order; another number fails the load, as any exception does, and changes nothing
     */
    float[] migrate(TensorSpec tensor, Before before);

    /** Tensors of the version before. */
    interface Before {
        /**
         * Values in row-major order, a copy.
         *
         * @throws IllegalArgumentException if {@code from} does not name the tensor
         */
        float[] values(String name);

        /**
         * The shape of a tensor.
         *
         * @throws IllegalArgumentException if {@code from} does not name the tensor
         */
        List<Integer> shape(String name);
    }
}
