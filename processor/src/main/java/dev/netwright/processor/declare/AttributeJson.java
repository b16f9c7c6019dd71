package dev.netwright.processor.declare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Values of attributes as JSON: integers as numbers without a point or exponent, floating point numbers with one, infinities as
 * {@code 1e999} and {@code -1e999}, NaN as {@code null}.
 */
final class AttributeJson {
    private final String text;
    private int at;

    private AttributeJson(String text) {
        this.text = text;
    }

    /** The JSON of a value as {@link Attributes} has it. */
    static String write(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(AttributeJson::write).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Double number) {
            double d = number;
            return Double.isNaN(d) ? "null" : Double.isInfinite(d) ? (d > 0 ? "1e999" : "-1e999") : Decimals.text(d);
        }
        if (value instanceof String string) {
            return quoted(string);
        }
        return value.toString();
    }

    /** The value of a JSON that {@link #write} wrote. */
    static Object read(String json) {
        AttributeJson reader = new AttributeJson(json);
        Object value = reader.value();
        if (reader.at != json.length()) {
            throw reader.malformed();
        }
        return value;
    }

    private static String quoted(String string) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u").append(String.format("%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private Object value() {
        char c = peek();
        if (c == '[') {
            return list();
        }
        if (c == '"') {
            return string();
        }
        int from = at;
        while (at < text.length() && ",]".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return scalar(text.substring(from, at));
    }

    private Object scalar(String token) {
        return switch (token) {
            case "null" -> Double.NaN;
            case "true" -> true;
            case "false" -> false;
            default -> {
                try {
                    yield token.matches("-?\\d+") ? (Object) Long.valueOf(token) : (Object) Double.valueOf(token);
                } catch (NumberFormatException e) {
                    throw malformed();
                }
            }
        };
    }

    private List<Object> list() {
        List<Object> values = new ArrayList<>();
        at++;
        while (peek() != ']') {
            values.add(value());
            if (peek() == ',') {
                at++;
            }
        }
        at++;
        return values;
    }

    @SuppressWarnings("IncrementInForLoopAndHeader") // an escape takes more than one character
    private String string() {
        StringBuilder out = new StringBuilder();
        at++;
        while (peek() != '"') {
            char c = next();
            if (c == '\\') {
                c = next();
                if (c == 'u') {
                    if (at + 4 > text.length()) {
                        throw malformed();
                    }
                    c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
                    at += 4;
                }
            }
            out.append(c);
        }
        at++;
        return out.toString();
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private char peek() {
        if (at >= text.length()) {
            throw malformed();
        }
        return text.charAt(at);
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException("not the JSON of an attribute: " + text);
    }
}
