package dev.netwright.annotations;

/** What the new elements of {@link Upsample} are. */
public enum Interpolation {
    /** The element that a new one falls on: y[i] = x[⌊i / factor⌋]. */
    NEAREST,
    /**
     * Along each spatial axis a mean of the two nearest elements, by distance: y[i] lies at (i + ½) / factor - ½ in x, and at the edge
     * where that is outside (corners not aligned, half-pixel centres).
     */
    BILINEAR
}
