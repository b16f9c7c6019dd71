package dev.netwright.runtime.train;

/** Figures of a model on a data set. */
public final class Evaluation {
    private Evaluation() {}
}
