package dev.netwright.processor.write;

import java.util.ArrayList;
import java.util.List;

/** Text as Java sources hold it: ASCII alone, constants short enough for a class file. */
final class Text {
    /** Most bytes of a string constant that we write; a class file takes 65,535. */
    static final int MAX_CONSTANT = 60_000;

    private static final int LINE = 100;

    private Text() {}

    /** Bytes of a text in the modified UTF-8 of class files: JVMS 4.4.7. */
    static int constantLength(String text) {
        return text.chars().map(Text::constantLength).sum();
    }

    private static int constantLength(int c) {
        return c >= 1 && c <= 0x7f ? 1 : c <= 0x7ff ? 2 : 3;
    }

    /** A source with Unicode escapes in place of all that is not ASCII, so that no compiler's {@code -encoding} matters. */
    static String ascii(String source) {
        if (source.chars().allMatch(c -> c < 0x80)) {
            return source;
        }
        StringBuilder text = new StringBuilder(source.length() + 64);
        source.chars().forEach(c -> {
            if (c < 0x80) {
                text.append((char) c);
            } else {
                text.append(String.format("\\u%04x", c));
            }
        });
        return text.toString();
    }

    /** A text for the inside of a code tag in a Javadoc comment: it cannot end the comment or the tag. */
    static String javadoc(String text) {
        String safe = text.replace("*/", "* /").replace('\\', '|');
        int open = 0;
        int lowest = 0;
        for (int k = 0; k < safe.length(); k++) {
            open += safe.charAt(k) == '{' ? 1 : safe.charAt(k) == '}' ? -1 : 0;
            lowest = Math.min(lowest, open);
        }
        return open == 0 && lowest == 0 ? safe : safe.replace('{', '(').replace('}', ')');
    }

    /** Pieces of at most {@link #MAX_CONSTANT} bytes each as constants. */
    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        int length = 0;
        for (int k = 0; k < text.length(); k++) {
            int more = constantLength(text.charAt(k));
            if (length + more > MAX_CONSTANT) {
                pieces.add(text.substring(from, k));
                from = k;
                length = 0;
            }
            length += more;
        }
        pieces.add(text.substring(from));
        return pieces;
    }

    /** Pieces of a text at ends of lines, each of at most {@link #MAX_CONSTANT} bytes as a constant; lines are shorter than that. */
    static List<String> lines(String text) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int length = 0;
        for (String line : text.split("(?<=\n)", -1)) {
            int more = constantLength(line);
            if (length + more > MAX_CONSTANT && piece.length() > 0) {
                pieces.add(piece.toString());
                piece.setLength(0);
                length = 0;
            }
            piece.append(line);
            length += more;
        }
        pieces.add(piece.toString());
        return pieces.stream().flatMap(p -> pieces(p).stream()).toList();
    }

    /**
     * A constant: a text block where the text needs no escape in one, else string literals. ECJ loses characters of text blocks
     * that have escapes.
     */
    static String constant(String text) {
        boolean plain = text.indexOf('\n') >= 0
                && text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f && c != '\\'))
                && !text.startsWith(" ")
                && !text.endsWith("\"")
                && !text.contains("\"\"\"")
                && !text.contains(" \n")
                && !text.endsWith(" ");
        return plain ? "\"\"\"\n" + text + "\"\"\"" : literals(text);
    }

    /** String literals, a line each, joined by {@code +}: a line ends where the text's does, or when it is long. */
    static String literals(String text) {
        StringBuilder literals = new StringBuilder("\"");
        int column = 0;
        for (int k = 0; k < text.length(); k++) {
            char c = text.charAt(k);
            String escaped = escape(c, k + 1 == text.length() ? '\0' : text.charAt(k + 1));
            literals.append(escaped);
            column += escaped.length();
            if ((column >= LINE || (c == '\n' && column >= LINE / 2)) && k + 1 < text.length()) {
                literals.append("\"\n+ \"");
                column = 0;
            }
        }
        return literals.append('"').toString();
    }

    private static String escape(char c, char next) {
        boolean digit = next >= '0' && next <= '7';
        return switch (c) {
            case '\n' -> "\\n";
            case '\\' -> "\\\\";
            case '"' -> "\\\"";
            default -> {
                if (c >= 0x20 && c < 0x7f) {
                    yield Character.toString(c);
                }
                if (c > 0xff) {
                    yield String.format("\\u%04x", (int) c);
                }
                yield digit ? String.format("\\%03o", (int) c) : "\\" + Integer.toOctalString(c);
            }
        };
    }

    /** A text for a line comment. */
    static String comment(String text) {
        return text.replace('\\', '|').replaceAll("\\s+", " ");
    }
}
