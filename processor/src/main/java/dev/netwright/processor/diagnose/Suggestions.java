package dev.netwright.processor.diagnose;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Candidates for a name that was not found: few, nearest first. */
public final class Suggestions {
    /** The most candidates that a message names. */
    public static final int MOST = 3;

    private Suggestions() {}

    /**
     * The candidates that a slip of the finger away from {@code name} lie, nearest first, at most {@value #MOST}: those whose edit
     * distance without regard to case is at most a third of the longer name, but at least 1.
     */
    public static List<String> nearest(String name, Collection<String> candidates) {
        String wanted = name.toLowerCase(Locale.ROOT);
        record Candidate(String name, int distance) {}
        return candidates.stream()
                .distinct()
                .map(c -> new Candidate(c, distance(wanted, c.toLowerCase(Locale.ROOT))))
                .filter(c -> c.distance <= Math.max(1, Math.max(wanted.length(), c.name.length()) / 3))
                .sorted(Comparator.comparingInt(Candidate::distance))
                .limit(MOST)
                .map(Candidate::name)
                .toList();
    }

    /** Texts as the value of an attribute in Java: {@code "a"}, or {@code {"a", "b"}}. */
    public static String literal(List<String> texts) {
        return texts.size() == 1
                ? "\"" + texts.get(0) + "\""
                : texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(", ", "{", "}"));
    }

    /** An attribute with one of its texts replaced, or taken away where the new one is empty. */
    public static String corrected(String attribute, List<String> texts, String wrong, String right) {
        List<String> corrected = new ArrayList<>(texts);
        int at = corrected.lastIndexOf(wrong);
        corrected.remove(at);
        if (!right.isEmpty()) {
            corrected.add(at, right);
        }
        return attribute + " = " + literal(corrected);
    }

    /** Names in a row, at most {@value #MOST} and then how many more: {@code a, b, c …and 4 more}. */
    public static String few(Collection<String> names) {
        String shown = names.stream().limit(MOST).collect(Collectors.joining(", "));
        return names.size() <= MOST ? shown : shown + " …and " + (names.size() - MOST) + " more";
    }

    /**
     * Number of insertions, deletions, replacements and swaps of neighbours that turn one text into the other (the restricted
     * Damerau-Levenshtein distance).
     */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
