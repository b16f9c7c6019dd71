package dev.netwright.processor.pointwise;

import java.util.List;

/** Cuts a formula into tokens, one ahead. */
final class Lexer {
    /** Kinds of tokens. */
    enum Kind {
        NUMBER,
        NAME,
        SYMBOL,
        END
    }

    /** A token, its text and the column of its first character. */
    record Token(Kind kind, String text, int column) {
        boolean is(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }

        /** The token as messages show it. */
        String shown() {
            return kind == Kind.END ? "the end" : "'" + text + "'";
        }
    }

    private static final List<String> SYMBOLS =
            List.of("<=", ">=", "==", "!=", "+", "-", "*", "/", "(", ")", ",", "?", ":", "<", ">", "=");

    private final String text;
    private int at;
    private Token next;

    Lexer(String text) throws FormulaException {
        this.text = text;
        this.next = read();
    }

    /** The token ahead. */
    Token peek() {
        return next;
    }

    /** Takes the token ahead. */
    Token take() throws FormulaException {
        Token taken = next;
        next = read();
        return taken;
    }

    /** Takes the token ahead if it is this symbol. */
    boolean takeIf(String symbol) throws FormulaException {
        if (next.is(symbol)) {
            take();
            return true;
        }
        return false;
    }

    private Token read() throws FormulaException {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int start = at;
        if (at == text.length()) {
            return new Token(Kind.END, "", start + 1);
        }
        char c = text.charAt(at);
        if (digit(at) || (c == '.' && digit(at + 1))) {
            return number(start);
        }
        if (Character.isJavaIdentifierStart(c)) {
            skipName();
            return new Token(Kind.NAME, text.substring(start, at), start + 1);
        }
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                at += symbol.length();
                return new Token(Kind.SYMBOL, symbol, start + 1);
            }
        }
        throw new FormulaException(start + 1, "'" + shown(start) + "' has no meaning in a formula", help(c));
    }

    private Token number(int start) throws FormulaException {
        skipDigits();
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            skipDigits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 1 : 0;
            if (digit(at + 1 + sign)) {
                at += 1 + sign;
                skipDigits();
            }
        }
        String number = text.substring(start, at);
        if (at < text.length() && Character.isJavaIdentifierStart(text.charAt(at))) {
            int letters = at;
            skipName();
            String suffix = text.substring(letters, at);
            throw new FormulaException(
                    letters + 1,
                    "'" + suffix + "' follows the number " + number,
                    suffix.matches("[fFdDlL]")
                            ? List.of("write " + number)
                            : List.of("write " + number + " * " + suffix));
        }
        return new Token(Kind.NUMBER, number, start + 1);
    }

    private boolean digit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private void skipDigits() {
        while (digit(at)) {
            at++;
        }
    }

    private void skipName() {
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            at++;
        }
    }

    private String shown(int index) {
        int point = text.codePointAt(index);
        return Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE
                ? String.format("\\u%04x", point)
                : Character.toString(point);
    }

    private static List<String> help(char c) {
        return switch (c) {
            case '^' -> List.of("write pow(a, b)");
            case '&', '|', '!' -> List.of("nest choices: a > 0 ? (b > 0 ? 1 : 0) : 0");
            case '{', '[' -> List.of("group with ( )");
            default -> List.of();
        };
    }
}
