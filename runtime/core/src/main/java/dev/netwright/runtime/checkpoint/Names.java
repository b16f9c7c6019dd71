package dev.netwright.runtime.checkpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names in messages: escaped, shortened, and the nearest ones. */
public final class Names {
    private static final int LONGEST = 120;
    private static final int CANDIDATES = 3;
    private static final int COMPARED = 1_000;

    private Names() {}

    /** A name in which control, formatting and unpaired characters are {@code \}{@code uXXXX} and which is not too long. */
    static String escape(String name) {
        StringBuilder text = new StringBuilder();
        int shown = Math.min(name.length(), LONGEST);
        for (int i = 0; i < shown; i++) {
            char c = name.charAt(i);
            int type = Character.getType(c);
            boolean plain = type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.LINE_SEPARATOR
                    && type != Character.PARAGRAPH_SEPARATOR
                    && type != Character.SURROGATE
                    && type != Character.PRIVATE_USE
                    && type != Character.UNASSIGNED;
            text.append(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return shown < name.length()
                ? text.append("…(").append(name.length()).append(" characters)").toString()
                : text.toString();
    }

    /** The candidates nearest to a name, three at most, nearest first; none that is farther than half of the name's length. */
    public static List<String> nearest(String name, Collection<String> candidates) {
        record Candidate(String name, int distance) {}
        List<Candidate> near = new ArrayList<>();
        candidates.stream()
                .limit(COMPARED)
                .filter(each -> each.length() <= LONGEST)
                .forEach(each -> {
                    int distance = distance(name, each);
                    if (distance <= Math.max(2, name.length() / 2)) {
                        near.add(new Candidate(each, distance));
                    }
                });
        near.sort(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name));
        return near.stream().limit(CANDIDATES).map(Candidate::name).toList();
    }

    /** Levenshtein's distance: fewest insertions, deletions and replacements of a character. Source: Levenshtein, 1966. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
