package dev.netwright.processor.diagnose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.annotation.processing.Messager;
import javax.tools.Diagnostic;

/**
 * Collects the problems of one network and prints them in the order of the source, each at the narrowest place the compiler can
 * show. Not thread-safe, as annotation processing is not.
 */
public final class Printer implements Reporter {
    /** javac indents the lines after the first by two more. */
    private static final String INDENT = "  ";

    private final Messager messager;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();

    public Printer(Messager messager) {
        this.messager = messager;
    }

    @Override
    public void report(Problem problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /** A word that is no problem. */
    private record Note(Place place, String text) {}

    /** Takes a word to print where there is no problem. */
    public void note(Place place, String text) {
        notes.add(new Note(place, text));
    }

    /** Whether there is a problem. */
    public boolean any() {
        return !problems.isEmpty();
    }

    /** Prints what was collected and forgets it. */
    public void flush() {
        if (problems.isEmpty()) {
            notes.forEach(note -> print(Diagnostic.Kind.NOTE, note.place(), "[Netwright] " + note.text()));
        }
        notes.clear();
        problems.stream()
                .sorted(Comparator.comparing(p -> order(p.place()), Printer::compare))
                .forEach(this::print);
        problems.clear();
    }

    private void print(Problem problem) {
        print(Diagnostic.Kind.ERROR, problem.place(), text(problem));
    }

    private void print(Diagnostic.Kind kind, Place where, String text) {
        if (!(where instanceof SourcePlace place)) {
            messager.printMessage(kind, text);
        } else if (place.annotation() == null) {
            messager.printMessage(kind, text, place.element());
        } else if (place.value() == null) {
            messager.printMessage(kind, text, place.element(), place.annotation());
        } else {
            messager.printMessage(kind, text, place.element(), place.annotation(), place.value());
        }
    }

    /** The message: {@code [Netwright/Id] what}, then the lines that the problem has. */
    public static String text(Problem problem) {
        StringBuilder text = new StringBuilder();
        text.append("[Netwright/").append(problem.id()).append("] ").append(problem.what());
        line(text, "expected: ", problem.expected());
        line(text, "found:    ", problem.found());
        line(text, "trace:    ", problem.trace());
        String label = "help:     ";
        for (String help : problem.help()) {
            line(text, label, help);
            label = "          ";
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String content) {
        if (!content.isEmpty()) {
            String continued = "\n" + INDENT + "          ";
            text.append('\n')
                    .append(INDENT)
                    .append(label)
                    .append(String.join(continued, content.lines().toList()));
        }
    }

    private static List<Integer> order(Place place) {
        return place instanceof SourcePlace source ? source.order() : List.of();
    }

    private static int compare(List<Integer> a, List<Integer> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int difference = Integer.compare(a.get(i), b.get(i));
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}
