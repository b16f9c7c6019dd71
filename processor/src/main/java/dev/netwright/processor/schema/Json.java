package dev.netwright.processor.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Strict JSON as a tree of {@link Map}, {@link List}, {@link String}, {@link Boolean}, {@link Figure} and {@link #NULL}. Its own reader, since a
 * schema file is small and Jackson's classes would take longer to load than the file to read.
 */
final class Json {
    /** {@code null}. */
    static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    private static final int DEEPEST = 32;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** A number, as it is written. */
    record Figure(String digits) {
        @Override
        public String toString() {
            return digits;
        }
    }

    /** A text that is no JSON; the message says what and where. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    static Object parse(String text) throws Malformed {
        Json json = new Json(text);
        Object value = json.value(0);
        json.blanks();
        if (json.at < text.length()) {
            throw json.malformed("the end");
        }
        return value;
    }

    /** The tree as one line, a blank after each comma and colon. */
    static String write(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> quoted(e.getKey().toString()) + ": " + write(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Json::write).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof String string ? quoted(string) : value.toString();
    }

    private static String quoted(String string) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private Object value(int depth) throws Malformed {
        blanks();
        if (depth > DEEPEST) {
            throw malformed("fewer brackets in brackets");
        }
        char c = at < text.length() ? text.charAt(at) : 0;
        if (c == '{') {
            return object(depth);
        } else if (c == '[') {
            return list(depth);
        } else if (c == '"') {
            return string();
        }
        int from = at;
        while (at < text.length() && " \t\r\n,]}:".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String token = text.substring(from, at);
        return switch (token) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> NULL;
            default -> {
                if (!NUMBER.matcher(token).matches()) {
                    at = from;
                    throw malformed("a value");
                }
                yield new Figure(token);
            }
        };
    }

    private Map<String, Object> object(int depth) throws Malformed {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        if (next('}')) {
            return map;
        }
        do {
            blanks();
            int from = at;
            String key = string();
            require(':');
            if (map.put(key, value(depth + 1)) != null) {
                at = from;
                throw malformed("each name once");
            }
        } while (next(','));
        require('}');
        return map;
    }

    private List<Object> list(int depth) throws Malformed {
        List<Object> list = new ArrayList<>();
        at++;
        if (next(']')) {
            return list;
        }
        do {
            list.add(value(depth + 1));
        } while (next(','));
        require(']');
        return list;
    }

    private String string() throws Malformed {
        StringBuilder out = new StringBuilder();
        require('"');
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw malformed("the end of a string");
            }
            out.append(c == '\\' ? escaped() : c);
        }
        require('"');
        return out.toString();
    }

    private char escaped() throws Malformed {
        char c = at < text.length() ? text.charAt(at++) : 0;
        int known = "\"\\/bfnrt".indexOf(c);
        if (known >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(known);
        }
        if (c != 'u' || at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            throw malformed("an escape");
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private boolean next(char c) {
        blanks();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void require(char c) throws Malformed {
        blanks();
        if (at >= text.length() || text.charAt(at) != c) {
            throw malformed("'" + c + "'");
        }
        at++;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private Malformed malformed(String expected) {
        String before = text.substring(0, Math.min(at, text.length()));
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new Malformed(
                found + " for " + expected + " in line " + line + ", column " + (at - before.lastIndexOf('\n')));
    }
}
