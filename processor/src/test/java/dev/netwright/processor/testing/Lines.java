package dev.netwright.processor.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;

/**
 * A source and the place of a diagnostic in it, for edits.
 *
 * @param text the source
 * @param from where what is wrong begins
 * @param to where it ends
 * @param at where the message points
 */
record Lines(String text, int from, int to, int at) {
    /** From the beginning to the end of a part of the source. */
    record Span(int from, int to) {}

    static Lines of(String source, Diagnostic<?> diagnostic) {
        return new Lines(source, (int) diagnostic.getStartPosition(), (int) diagnostic.getEndPosition(), (int)
                diagnostic.getPosition());
    }

    private int begin(int position) {
        return text.lastIndexOf('\n', position - 1) + 1;
    }

    /** End of the code in the line of a position. */
    private int end(int position) {
        int end = text.indexOf('\n', position);
        int comment = text.indexOf(" //", begin(position));
        return comment >= 0 && comment < end ? comment : end;
    }

    Lines replace(Span span, String code) {
        return new Lines(text.substring(0, span.from) + code + text.substring(span.to), from, to, at);
    }

    private static AssertionError no(String what) {
        return new AssertionError("the source has no  " + what);
    }

    /** An annotation, with its values, of the declaration that the message points at. */
    Span annotation(String name) {
        Matcher found = Pattern.compile(Pattern.quote(name) + "\\b").matcher(text);
        found.region(Math.min(from, begin(at)), end(at));
        if (!found.find()) {
            throw no(name);
        }
        int end = found.end();
        return new Span(found.start(), end < text.length() && text.charAt(end) == '(' ? closed(end) : end);
    }

    /** Behind the bracket that closes the one at a position. */
    private int closed(int position) {
        int depth = 0;
        for (int k = position; ; k++) {
            depth += "({[".indexOf(text.charAt(k)) >= 0 ? 1 : ")}]".indexOf(text.charAt(k)) >= 0 ? -1 : 0;
            if (depth == 0) {
                return k + 1;
            }
        }
    }

    /** Code as it stands in the line. */
    Span literal(String code) {
        int found = text.indexOf(code, Math.min(from, begin(at)));
        if (found < 0 || found > end(at)) {
            throw no(code);
        }
        return new Span(found, found + code.length());
    }

    /** Writes an annotation in place of the one of its name, or before the declaration. */
    Lines annotate(String code) {
        String name = code.replaceFirst("\\(.*| .*", "");
        try {
            return replace(annotation(name), code);
        } catch (AssertionError none) {
            int line = begin(at);
            int indent = line
                    + text.substring(line).indexOf(text.substring(line).strip().charAt(0));
            String declared = code.replaceFirst("^@\\w+(\\(.*\\))? ?", "");
            int there = text.indexOf(declared);
            return declared.isEmpty()
                    ? replace(new Span(indent, indent), code + " ")
                    : replace(new Span(there, there + declared.length()), code);
        }
    }

    /** Gives an attribute another value in the annotation that the message points into. */
    Lines assign(String attribute, String value) {
        int open = text.lastIndexOf('@', at);
        Span annotation = annotation(text.substring(open).replaceFirst("(?s)^(@\\w+).*", "$1"));
        Matcher given = Pattern.compile("\\b" + attribute + " = ").matcher(text);
        given.region(annotation.from, annotation.to);
        if (given.find()) {
            return replace(new Span(given.end(), value(given.end())), value);
        }
        if (text.charAt(annotation.to - 1) != ')') {
            return replace(new Span(annotation.to, annotation.to), "(" + attribute + " = " + value + ")");
        }
        boolean alone = text.substring(annotation.from, annotation.to).matches("(?s)@\\w+(\\((?!\\w+ = ).*\\))?");
        if (!attribute.equals("value") && alone) {
            throw no(attribute);
        }
        int first = text.indexOf('(', annotation.from) + 1;
        return attribute.equals("value") && alone
                ? replace(new Span(first, annotation.to - 1), value)
                : replace(new Span(annotation.to - 1, annotation.to - 1), ", " + attribute + " = " + value);
    }

    /** End of the value that begins at a position. */
    private int value(int position) {
        int k = position;
        while (",)".indexOf(text.charAt(k)) < 0) {
            k = "({".indexOf(text.charAt(k)) >= 0 ? closed(k) : k + 1;
        }
        return k;
    }

    /** Writes code where the message points. */
    Lines replaceThere(String code) {
        String wrong = text.substring(from, to);
        if (wrong.startsWith("\"") && !code.startsWith("\"")) {
            // In a formula: in place of the call or the name.
            int inside = at + (text.charAt(at) == '"' ? 1 : 0);
            Matcher call = Pattern.compile("[a-zA-Z]+\\([^()]*\\)").matcher(text);
            if (!call.find(inside)) {
                throw no("call in the formula");
            }
            return replace(new Span(call.start(), call.end()), code);
        }
        return replace(new Span(from, to), code);
    }

    /** Takes an attribute away, of this declaration or of the node {@code node}. */
    Lines leaveOut(String code, String node) {
        Lines there = node == null ? this : at(declaration(node));
        Span span = there.given(code);
        if (text.startsWith(", ", span.from - 2)) {
            span = new Span(span.from - 2, span.to);
        } else if (text.startsWith(", ", span.to)) {
            span = new Span(span.from, span.to + 2);
        }
        return replace(span, "");
    }

    /** An attribute of this declaration with its value, however the value is written. */
    private Span given(String code) {
        int given = literal(code.substring(0, code.indexOf('=') + 2)).from;
        return new Span(given, value(given));
    }

    private Lines at(int position) {
        return new Lines(text, position, position, position);
    }

    /** Where a node's name stands in its declaration: the last before the place of the message, or the first after it. */
    private int declaration(String node) {
        Matcher declared =
                Pattern.compile("Tensor " + Pattern.quote(node) + "\\(").matcher(text);
        int last = -1;
        while (declared.find() && (last < 0 || declared.start() <= end(at))) {
            last = declared.start();
        }
        if (last < 0) {
            throw no("Tensor " + node + "(");
        }
        return last;
    }

    private Lines insert(int lineBegin, String code) {
        return replace(new Span(lineBegin, lineBegin), "        " + code + "\n");
    }

    /** Inserts a node above the one at hand, which then reads it. */
    Lines between(String code, String read) {
        String name = code.replaceFirst("^.*Tensor (\\S+)\\(.*$", "$1");
        String line = text.substring(begin(at), end(at));
        String reading = line.replaceFirst("([(,] ?Tensor )" + Pattern.quote(read) + "\\b", "$1" + name);
        return replace(new Span(begin(at), end(at)), reading).insert(begin(at), code);
    }

    /** Inserts a node as the first of the network. */
    Lines first(String code) {
        Matcher opened = Pattern.compile("interface [^{\n]*\\{").matcher(text);
        int last = -1;
        while (opened.find() && (last < 0 || opened.start() <= at)) {
            last = opened.end();
        }
        return replace(new Span(last, last), "\n" + code);
    }

    /** Takes an operator away from its node and gives it one of its own below, which then stands where the node stood. */
    Lines below(String code, String node) {
        Lines without = replace(new Span(from, to + 1), "");
        int next = without.text.indexOf('\n', begin(at)) + 1;
        int end = without.text.indexOf("}\n", next);
        String name = code.replaceFirst("^.*Tensor (\\S+)\\(.*$", "$1");
        String reading = without.text
                .substring(next, end)
                .replaceAll("([(,] ?Tensor )" + Pattern.quote(node) + "\\b", "$1" + name);
        return without.replace(new Span(next, end), reading).insert(next, code);
    }

    /** Takes an operator away from its node and gives it one of its own above. */
    Lines above(String code) {
        return replace(new Span(from, to + 1), "").insert(begin(at), code);
    }

    /** Declares the node at hand, or the one of that name, with other parameters. */
    Lines signature(String code) {
        Matcher declared = Pattern.compile(
                        "\\S+ " + Pattern.quote(code.replaceFirst("Tensor (.*?)\\(.*", "$1")) + "\\([^()]*\\)")
                .matcher(text);
        declared.region(begin(at), end(at));
        if (!declared.find()) {
            throw no(code);
        }
        return replace(new Span(declared.start(), declared.end()), code);
    }

    /** Writes a name in place of the one at hand. */
    Lines instead(String name) {
        List<Span> names = new ArrayList<>();
        Matcher word = Pattern.compile(name.startsWith("@") ? "@\\w+" : "\\w+").matcher(text);
        word.region(from, to);
        while (word.find()) {
            names.add(new Span(word.start(), word.end()));
        }
        return replace(names.get(name.startsWith("@") ? 0 : names.size() - 1), name);
    }

    /** Moves a declaration above another. */
    Lines move(String node, String above) {
        int line = begin(declaration(node));
        int next = text.indexOf('\n', line) + 1;
        String code = text.substring(line, end(line));
        return replace(new Span(line, next), "").insert(begin(declaration(above)), code.strip());
    }

    Lines rename(String name) {
        Matcher declared = Pattern.compile("Tensor (\\S+)\\(").matcher(text);
        declared.region(begin(at), end(at));
        if (!declared.find()) {
            throw no("method");
        }
        return replace(new Span(declared.start(1), declared.end(1)), name);
    }

    /** Takes code away, from here or from the header of a type. */
    Lines remove(String code, String type) {
        int start = Math.min(from, begin(at));
        if (type != null) {
            Matcher header =
                    Pattern.compile("(class|interface) " + type + "\\b").matcher(text);
            if (!header.find()) {
                throw no(type);
            }
            start = begin(header.start());
        }
        int found = text.indexOf(code, start);
        if (found < 0 || found > end(Math.max(start, at))) {
            throw no(code);
        }
        return replace(new Span(found, found + code.length()), "");
    }
}
