package dev.netwright.runtime.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV text as RFC 4180 has them: fields apart by a separator, records by line breaks (CR LF, LF or CR), a
 * field in double quotes where it holds either, a quote within quotes doubled. Strict: a quote within an unquoted field and text
 * after a closing quote are errors. A byte order mark at the start and empty lines at the end are skipped.
 */
final class CsvRecords {
    private static final int END = -1;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final String source;
    private final Reader reader;
    private final char separator;
    private final StringBuilder field = new StringBuilder();
    private int next;
    private long line = 1;
    private long recordLine = 1;

    CsvRecords(String source, Reader reader, char separator) throws IOException {
        this.source = source;
        this.reader = reader instanceof BufferedReader ? reader : new BufferedReader(reader);
        this.separator = separator;
        this.next = read();
        if (next == BYTE_ORDER_MARK) {
            next = read();
        }
    }

    /** The line that the last record began on, from 1. */
    long line() {
        return recordLine;
    }

    /** Skips a line, whatever it holds. */
    void skipLine() throws IOException {
        while (next != END && next != '\n' && next != '\r') {
            next = read();
        }
        if (next != END) {
            lineBreak();
        }
    }

    /** The next record's fields; null at the end of the text. */
    @Nullable
    List<String> record() throws IOException {
        recordLine = line;
        if (next == END || ((next == '\n' || next == '\r') && onlyBlankLinesLeft())) {
            return null;
        }
        List<String> fields = new ArrayList<>();
        while (true) {
            fields.add(next == '"' ? quoted(fields.size() + 1) : unquoted(fields.size() + 1));
            if (next != separator) {
                break;
            }
            next = read();
        }
        if (next != END) {
            lineBreak();
        }
        return fields;
    }

    private boolean onlyBlankLinesLeft() throws IOException {
        while (next == '\n' || next == '\r') {
            lineBreak();
        }
        if (next != END) {
            throw new CsvException(source, recordLine, "an empty line between records");
        }
        return true;
    }

    private String unquoted(int column) throws IOException {
        field.setLength(0);
        while (next != END && next != '\n' && next != '\r' && next != separator) {
            if (next == '"') {
                throw new CsvException(
                        source,
                        line,
                        Integer.toString(column),
                        "the whole field in quotes, its own quotes doubled",
                        "a quote within an unquoted field");
            }
            field.append((char) next);
            next = read();
        }
        return field.toString();
    }

    private String quoted(int column) throws IOException {
        long start = line;
        field.setLength(0);
        next = read();
        while (true) {
            if (next == END) {
                throw new CsvException(
                        source, start, Integer.toString(column), "a closing quote", "the end of the text");
            }
            if (next == '"') {
                next = read();
                if (next != '"') {
                    break;
                }
            } else if (next == '\n') {
                line++;
            }
            field.append((char) next);
            next = read();
        }
        if (next != END && next != '\n' && next != '\r' && next != separator) {
            throw new CsvException(
                    source,
                    line,
                    Integer.toString(column),
                    "the separator or the end of the line after the closing quote",
                    "\"" + (char) next + "\"");
        }
        return field.toString();
    }

    private void lineBreak() throws IOException {
        int first = next;
        next = read();
        if (first == '\r' && next == '\n') {
            next = read();
        }
        line++;
    }

    private int read() throws IOException {
        try {
            return reader.read();
        } catch (CharacterCodingException e) {
            CsvException failure = new CsvException(source, line, "the text is not UTF-8");
            failure.initCause(e);
            throw failure;
        }
    }
}
