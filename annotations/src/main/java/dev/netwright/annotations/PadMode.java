package dev.netwright.annotations;

/** What {@link Pad} adds. */
public enum PadMode {
    /** {@link Pad#fill()}. */
    CONSTANT,
    /** The elements mirrored at the outermost one, which is not repeated: {@code c b | a b c | b a}. Less than the length. */
    REFLECT,
    /** The outermost element repeated: {@code a a | a b c | c c}. */
    EDGE
}
