package dev.netwright.runtime.engine;

/**
 * A place in a workspace that depends on the batch size: {@code fixed + perSample * n}.
 *
 * @param fixed the part that does not
 * @param perSample the part that does
 */
public record Span(int fixed, int perSample) {
    /** The offset at batch size n. */
    public int at(int n) {
        return fixed + perSample * n;
    }
}
