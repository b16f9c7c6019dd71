package dev.netwright.processor.diagnose;

/** One factory a {@link ProblemId}. */
public final class Problems {
    private Problems() {}
}
