package dev.netwright.processor.diagnose;

/** Takes problems. A network's problems are collected and printed in one go. */
@FunctionalInterface
public interface Reporter {
    /** Takes a problem. */
    void report(Problem problem);
}
