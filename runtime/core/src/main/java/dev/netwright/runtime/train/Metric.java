package dev.netwright.runtime.train;

/** A figure that tells how good a model is. */
public enum Metric {
    /** Share of samples whose highest score is the right class. */
    ACCURACY
}
