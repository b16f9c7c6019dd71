package dev.netwright.processor.write;

import dev.netwright.processor.step.Extent;

/**
 * An axis of a loop nest.
 *
 * @param extent its length: of the rows axis the floats of a row merged into it, else all of it
 * @param rows whether it is the axis that tiles cut: it runs from {@code from} to {@code to}, times its extent
 * @param reduced whether a reduction runs along it
 */
record Axis(Extent extent, boolean rows, boolean reduced) {
    /** Where its loop starts. */
    String from() {
        return rows ? JavaCode.times(extent.factor(), "from") : "0";
    }

    /** Where its loop ends. */
    String to() {
        return rows ? JavaCode.times(extent.factor(), "to") : JavaCode.length(extent);
    }

    /** Whether a loop along it would run once. */
    boolean single() {
        return !rows && extent.factor() == 1 && !extent.batch();
    }
}
