package dev.netwright.processor.step;

/**
 * A block of floats that a plan reads or writes, contiguous in row-major order of what it holds, the batch dimension first.
 * Identity is the {@code id}, unique in a plan.
 *
 * @param id number in the plan
 * @param space where it lies
 * @param name of the value it holds, for comments: {@code hidden1}, {@code hidden1.weight}
 * @param index for INPUT and OUTPUT the number of the network's input or output; for PARAMETER, STATE and GRADIENT the
 *     offset in the store; for CONSTANT the offset in the plan's table of constants; else 0
 * @param size number of floats: a literal, or a literal times the batch size
 */
public record Buffer(int id, Space space, String name, int index, Extent size) {
    /** Where a buffer lies. */
    public enum Space {
        /** The caller's array of an input. */
        INPUT,
        /** The caller's array of an output; in a training plan outputs lie in WORK. */
        OUTPUT,
        /** The parameter store. */
        PARAMETER,
        /** The store of buffers in the sense of the schema: saved, not learned. */
        STATE,
        /** The gradient store, laid out as the parameter store. */
        GRADIENT,
        /** The plan's workspace. */
        WORK,
        /** Literals of the network. */
        CONSTANT
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Buffer that && id == that.id;
    }

    @Override
    public int hashCode() {
        return id;
    }
}
