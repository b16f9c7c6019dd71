package dev.netwright.runtime.data;

/**
 * Samples with their targets, in memory. Immutable and thread-safe.
 *
 * <p>Written out by the training package's author; this much is fixed: a data set has {@code inputs} arrays of float rows, and
 * either float targets or class ids.
 */
public final class Dataset {
    private Dataset() {}
}
