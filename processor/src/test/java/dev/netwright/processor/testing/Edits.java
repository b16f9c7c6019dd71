package dev.netwright.processor.testing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;

/**
 * The literal edits that helps of diagnostics propose, done to the source. A help begins with one of the {@link #FORMS}; code stands
 * between two double spaces or a double space and the end. Test sources declare each node on a line of its own.
 */
public final class Edits {
    /** Does an edit to a source. */
    @FunctionalInterface
    private interface Edit {
        Lines apply(Lines source, MatchResult help);
    }

    private record Form(Pattern help, Edit edit) {}

    private static final String CODE = "  (\\S.*?)";
    private static final String END = "(?:  .*|, or .*)?";

    private static final List<Form> FORMS = List.of(
            form(
                    "write" + CODE + "  in place of (@\\w+)(?:\\(.*?\\))?" + END,
                    (s, h) -> s.replace(s.annotation(h.group(2)), h.group(1))),
            form("write  (@[^ (]+.*?)" + END, (s, h) -> s.annotate(h.group(1))),
            form(
                    "(?:rename that class, or )?write  (\\w+) = (\\S.*?)" + END,
                    (s, h) -> s.assign(h.group(1), h.group(2))),
            form("write" + CODE + END, (s, h) -> s.replaceThere(h.group(1))),
            form("use  ?(\\w+) = (\\S+?)(?: .*|, .*)?", (s, h) -> s.assign(h.group(1), h.group(2))),
            form("write (\\w.*)", (s, h) -> s.replaceThere(h.group(1))), // in a formula
            form("leave  (@.*?)  out" + END, (s, h) -> s.replace(s.literal(h.group(1)), "")),
            form(
                    "leave" + CODE + "  out(?: of its @\\w+| of the @\\w+ of '(.+)')?",
                    (s, h) -> s.leaveOut(h.group(1), h.group(2))),
            form("put" + CODE + "  between (\\S+) and (\\S+).*", (s, h) -> s.between(h.group(1), h.group(2))),
            form("put(?: an input first:)?" + CODE + "(?:  first.*)?", (s, h) -> s.first(h.group(1))),
            form(
                    "declare another node below:" + CODE + "  and name it where (.*) was",
                    (s, h) -> s.below(h.group(1), h.group(2))),
            form(
                    "declare it as a node of its own:" + CODE + "  and name it where it is consumed",
                    (s, h) -> s.above(h.group(1))),
            form("(?:declare|name it:|name them:)  (Tensor [^ (]+\\(.*?\\));" + END, (s, h) -> s.signature(h.group(1))),
            form("declare  (@.*) (Tensor [^ (]+\\(.*?\\));" + END, (s, h) -> s.signature(h.group(2))),
            form("declare  (Tensor \\S+)  to consume .*", (s, h) -> s.replaceThere(h.group(1))),
            form("did you mean (@?[^ ?,]+).*", (s, h) -> s.instead(h.group(1))),
            form("move '(.+)' above '(.+)'", (s, h) -> s.move(h.group(1), h.group(2))),
            form("rename it, for instance" + CODE, (s, h) -> s.rename(h.group(1))),
            form("remove" + CODE + "(?:  from '(.+)')?", (s, h) -> s.remove(h.group(1), h.group(2))));

    private Edits() {}

    private static Form form(String help, Edit edit) {
        return new Form(Pattern.compile(help), edit);
    }

    /** The first help of a diagnostic, or nothing. */
    public static Optional<String> help(Diagnostic<?> diagnostic) {
        Matcher help = Pattern.compile("help: +(.*)").matcher(diagnostic.getMessage(Locale.ROOT));
        return help.find() ? Optional.of(help.group(1).strip()) : Optional.empty();
    }

    /** The source with the help of a diagnostic followed, or nothing where it has none of the forms. */
    public static Optional<String> follow(String source, Diagnostic<?> diagnostic, String help) {
        for (Form form : FORMS) {
            Matcher matcher = form.help().matcher(help);
            if (matcher.matches()) {
                return Optional.of(form.edit()
                        .apply(Lines.of(source, diagnostic), matcher.toMatchResult())
                        .text());
            }
        }
        return Optional.empty();
    }
}
