package dev.netwright.processor.pointwise;

import java.util.List;

/** A formula that cannot be read: what is wrong, where, and what would mend it, in the user's words. */
public final class FormulaException extends Exception {
    private static final long serialVersionUID = 1;

    private final String what;
    private final int column;
    private final transient List<String> help;

    /** A mistake at {@code column}, the number of its first character in the text, from 1. */
    public FormulaException(int column, String message, List<String> help) {
        super(message);
        this.what = message;
        this.column = column;
        this.help = List.copyOf(help);
    }

    /** What is wrong: the message. */
    public String what() {
        return what;
    }

    /** Number of the first character that is wrong, from 1; one past the text's length where it ends too early. */
    public int column() {
        return column;
    }

    /** Edits that would mend it, best first; may be empty. */
    public List<String> help() {
        return help == null ? List.of() : help;
    }
}
