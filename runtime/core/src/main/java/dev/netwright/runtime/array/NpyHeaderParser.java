package dev.netwright.runtime.array;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of an npy header: of the Python literals just a dictionary of the three known keys, each once, with a string, a truth value
 * and a tuple of whole numbers. Nothing is evaluated.
 */
final class NpyHeaderParser {
    private static final Map<String, ElementType> TYPES = types();

    private final ArrayInput in;
    private final long start;
    private final String text;
    private int at;
    private @Nullable ElementType type;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean fortran;
    private long[] shape = new long[0];

    /** A header's text that begins at a byte of the file. */
    NpyHeaderParser(ArrayInput in, long start, String text) {
        this.in = in;
        this.start = start;
        this.text = text;
    }

    private static Map<String, ElementType> types() {
        Map<String, ElementType> types = new LinkedHashMap<>();
        for (ElementType type : ElementType.values()) {
            types.put(type.code(), type);
        }
        return types;
    }

    NpyHeader parse() throws ArrayException {
        Set<String> seen = new HashSet<>();
        expect('{');
        while (peek() != '}') {
            int from = at;
            String key = string();
            expect(':');
            switch (key) {
                case "descr" -> descr();
                case "fortran_order" -> fortran = truth();
                case "shape" -> shape = tuple();
                default -> throw wrong(from, "'descr', 'fortran_order' and 'shape'", "'" + key + "'");
            }
            if (!seen.add(key)) {
                throw wrong(from, "each key once", "'" + key + "' twice");
            }
            if (peek() != '}') {
                expect(',');
            }
        }
        expect('}');
        if (peek() != 0) {
            throw wrong(at, "the end of the header", "'" + peek() + "'");
        }
        ElementType known = type;
        if (known == null || seen.size() < 3) {
            throw wrong(0, "'descr', 'fortran_order' and 'shape'", seen);
        }
        return new NpyHeader(known, order, fortran, shape);
    }

    private void descr() throws ArrayException {
        peek();
        int from = at;
        if (peek() == '[') {
            throw unread(from, "a structured type");
        }
        String descr = string();
        char mark = descr.isEmpty() ? 0 : descr.charAt(0);
        ElementType found = descr.isEmpty() ? null : TYPES.get(descr.substring(1));
        if (found == null || "<>|=".indexOf(mark) < 0 || (mark == '|' && found.bytes() > 1)) {
            throw unread(from, "'" + descr + "'");
        }
        type = found;
        order = mark == '>' ? ByteOrder.BIG_ENDIAN : mark == '=' ? ByteOrder.nativeOrder() : ByteOrder.LITTLE_ENDIAN;
    }

    private ArrayException unread(int from, String found) {
        return new ArrayException(
                in.source(),
                start + from,
                "arrays of this type are not read",
                "a byte order < or >, then one of " + TYPES.keySet(),
                found,
                "convert the array in NumPy, for instance by  a.astype('<f4')");
    }

    private boolean truth() throws ArrayException {
        peek();
        for (String word : new String[] {"True", "False"}) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("True");
            }
        }
        throw wrong(at, "True or False", "'" + peek() + "'");
    }

    private long[] tuple() throws ArrayException {
        long[] values = new long[NumberArray.MOST_AXES];
        int count = 0;
        boolean comma = true;
        expect('(');
        while (peek() != ')') {
            if (!comma) {
                throw wrong(at, "a comma", "'" + peek() + "'");
            }
            if (count == values.length) {
                throw wrong(at, "at most " + values.length + " dimensions", "more");
            }
            values[count++] = whole();
            comma = peek() == ',';
            at += comma ? 1 : 0;
        }
        if (count == 1 && !comma) {
            throw wrong(at, "a comma after the only dimension", "')'");
        }
        expect(')');
        return Arrays.copyOf(values, count);
    }

    /** A whole number; an L after it is Python 2's. */
    private long whole() throws ArrayException {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == from || at - from > 18) {
            throw wrong(from, "a whole number of at most 18 digits", at == from ? "'" + peek() + "'" : "a longer one");
        }
        long value = Long.parseLong(text, from, at, 10);
        at += at < text.length() && text.charAt(at) == 'L' ? 1 : 0;
        return value;
    }

    private String string() throws ArrayException {
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            throw wrong(at, "a string in quotes", "'" + quote + "'");
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0 || text.substring(at, end).indexOf('\\') >= 0) {
            throw wrong(at, "a string without escapes", end < 0 ? "no closing quote" : "a backslash");
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private void expect(char wanted) throws ArrayException {
        if (peek() != wanted) {
            throw wrong(at, "'" + wanted + "'", peek() == 0 ? "the end of the header" : "'" + peek() + "'");
        }
        at++;
    }

    /** The next character that is not blank; 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private ArrayException wrong(int from, String expected, Object found) {
        return in.damaged(start + from, "the npy header is malformed", expected, found);
    }
}
