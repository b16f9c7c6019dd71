package dev.netwright.runtime.engine;

/**
 * A place in a workspace that depends on the batch size: {@code fixed + perSample * n}.
 *
 * @param fixed the part that does not
 * @param perSample the part that does
 */
public record Span(int fixed, int perSample) {
    /** {@code 0+74n} as a span. */
    static Span parse(String text) {
        int plus = text.indexOf('+');
        return new Span(
                Integer.parseInt(text.substring(0, plus)),
                Integer.parseInt(text.substring(plus + 1, text.length() - 1)));
    }

    /** The offset at batch size n. */
    public int at(int n) {
        return fixed + perSample * n;
    }
}
