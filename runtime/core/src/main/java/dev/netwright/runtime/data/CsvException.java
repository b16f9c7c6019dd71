package dev.netwright.runtime.data;

import java.io.IOException;

/** Text that is not the table it should be. The message names the file, the line, the column, what was expected and found. */
public final class CsvException extends IOException {
    private static final long serialVersionUID = 1;

    CsvException(String source, long line, String message) {
        super(source + (line > 0 ? ":" + line : "") + ": " + message);
    }

    CsvException(String source, long line, String column, String expected, String found) {
        this(source, line, "column " + column + "\nexpected: " + expected + "\nfound:    " + found);
    }

    /** A cell as a message shows it: quoted, its start where it is long. */
    static String show(String cell) {
        if (cell.isBlank()) {
            return "an empty cell";
        }
        return "\"" + (cell.length() > 40 ? cell.substring(0, 40) + "…" : cell) + "\"";
    }
}
