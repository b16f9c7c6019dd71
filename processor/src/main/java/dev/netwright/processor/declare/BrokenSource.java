package dev.netwright.processor.declare;

/** A source that the compiler itself reports an error in: nothing is left to say about it. */
final class BrokenSource extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenSource(String message) {
        super(message);
    }
}
