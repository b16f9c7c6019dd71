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
        StringBuilder safe = new StringBuilder();
        int open = 0;
        for (int k = 0; k < text.length(); k++) {
            char c = text.charAt(k);
            boolean endsComment = c == '/' && k > 0 && text.charAt(k - 1) == '*';
            if (endsComment || c == '\\' || (c == '}' && open == 0)) {
                safe.append(c == '\\' ? "|" : " " + c);
            } else {
                open += c == '{' ? 1 : c == '}' ? -1 : 0;
                safe.append(c);
            }
        }
        return safe.append("}".repeat(open)).toString();
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

    /** A text block whose lines are those of the text, which starts with none indented. */
    static String block(String text) {
        StringBuilder block = new StringBuilder("\"\"\"\n");
        for (int k = 0; k < text.length(); k++) {
            char c = text.charAt(k);
            char next = k + 1 == text.length() ? '\0' : text.charAt(k + 1);
            boolean edge = next == '\0' || next == '\n';
            block.append(c == '\n' ? "\n" : escape(c, edge, next));
        }
        return block.append("\"\"\"").toString();
    }

    /** A text block of characters that stand for bytes, in lines of like length, each ended by a backslash: no part of the text. */
    static String binary(String text) {
        StringBuilder block = new StringBuilder("\"\"\"\n");
        int column = 0;
        for (int k = 0; k < text.length(); k++) {
            char next = k + 1 == text.length() ? '\0' : text.charAt(k + 1);
            boolean edge = column == 0 || column >= LINE - 1 || next == '\0';
            String escaped = escape(text.charAt(k), edge, next);
            block.append(escaped);
            column += escaped.length();
            if (column >= LINE && k + 1 < text.length()) {
                block.append("\\\n");
                column = 0;
            }
        }
        return block.append("\"\"\"").toString();
    }

    /** A text for a line comment. */
    static String comment(String text) {
        return text.replace('\\', '|').replaceAll("\\s+", " ");
    }

    private static String escape(char c, boolean edge, char next) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\\' -> "\\\\";
            case '"' -> edge || next == '"' ? "\\\"" : "\"";
            case ' ' -> edge ? "\\s" : " ";
            default -> {
                if (c >= 0x20 && c < 0x7f) {
                    yield Character.toString(c);
                }
                if (c > 0xff) {
                    yield String.format("\\u%04x", (int) c);
                }
                boolean digit = next >= '0' && next <= '7';
                yield digit ? String.format("\\%03o", (int) c) : "\\" + Integer.toOctalString(c);
            }
        };
    }
}
