package dev.netwright.runtime.array;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * A file that is not the array it should be: damaged, truncated, too long, or of a kind that is not read. The message names the file, the byte,
 * what was expected and found, and what to do.
 */
public final class ArrayException extends IOException {
    private static final long serialVersionUID = 1;

    private final String source;
    private final long offset;
    private final String expected;
    private final String found;

    ArrayException(String source, long offset, String problem, Object expected, Object found, String help) {
        super(source + ": " + problem + (offset < 0 ? "" : "\n    at:       byte " + offset) + "\n    expected: "
                + expected + "\n    found:    " + found + "\n    help:     " + help);
        this.source = source;
        this.offset = offset;
        this.expected = String.valueOf(expected);
        this.found = String.valueOf(found);
    }

    /** Of bytes that a decompressor or an archive refuses. */
    static ArrayException because(Exception cause, String source, long offset, String problem, String expected) {
        ArrayException failure = damaged(source, offset, problem, expected, String.valueOf(cause.getMessage()));
        failure.initCause(cause);
        return failure;
    }

    static ArrayException damaged(String source, long offset, String problem, Object expected, Object found) {
        return new ArrayException(source, offset, problem, expected, found, "take another copy of the file");
    }

    /** The file, or the entry in it. */
    public String source() {
        return source;
    }

    /** Offset in bytes from the beginning of what the file holds, decompressed where it is compressed; empty where none is known. */
    public OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** What was expected. */
    public String expected() {
        return expected;
    }

    /** What was found. */
    public String found() {
        return found;
    }
}
