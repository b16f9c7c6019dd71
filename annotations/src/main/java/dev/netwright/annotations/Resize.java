package dev.netwright.annotations;

/** What becomes of a tensor whose shape changed; see {@link Resized}. */
public enum Resize {
    /** It starts anew, by its own law with the seed 0. */
    REINITIALIZE,
    /** What both shapes have is kept, element [i, j] for element [i, j]; the rest starts by the tensor's own law with the seed 0. */
    KEEP,
    /** What both shapes have is kept; the rest is 0. */
    PAD
}
