package dev.netwright.runtime.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The labels of a table, and the classes that they are of. */
final class CsvLabels {
    /** Highest class id: beyond it a column of whole numbers is hardly one of classes. */
    private static final int LARGEST = 1_000_000;

    private static final Pattern ID = Pattern.compile("[0-9]{1,9}(\\.0*)?");

    private final String source;
    private final String column;
    private final CsvOptions options;
    private final List<String> cells = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
    private List<String> classes = List.of();

    CsvLabels(String source, String column, CsvOptions options) {
        this.source = source;
        this.column = column;
        this.options = options;
    }

    void add(String cell, long line) throws CsvException {
        if (cell.isEmpty()) {
            throw new CsvException(source, line, column, "a label", "an empty cell");
        }
        cells.add(cell);
        lines.add(line);
    }

    /** Names of the classes, empty for class ids without names; after {@link #ids}. */
    List<String> classes() {
        return classes;
    }

    int[] ids() throws CsvException {
        boolean numbers = cells.stream().allMatch(cell -> ID.matcher(cell).matches());
        classes = options.classes();
        if (classes.isEmpty() && !numbers) {
            Collection<String> different = options.sorted() ? new TreeSet<>(cells) : new LinkedHashSet<>(cells);
            classes = List.copyOf(different);
        }
        Map<String, Integer> byName = new HashMap<>();
        for (int i = 0; i < classes.size(); i++) {
            byName.put(classes.get(i), i);
        }
        boolean named = !classes.isEmpty() && (!numbers || byName.containsKey(cells.get(0)));
        int limit = classes.isEmpty() ? LARGEST : classes.size() - 1;
        int[] ids = new int[cells.size()];
        for (int i = 0; i < ids.length; i++) {
            int id = named ? byName.getOrDefault(cells.get(i), -1) : id(cells.get(i));
            if (id < 0 || id > limit) {
                throw new CsvException(
                        source,
                        lines.get(i),
                        column,
                        classes.isEmpty() ? "a class id of 0 to " + LARGEST : "one of the classes " + classes,
                        CsvException.show(cells.get(i)));
            }
            ids[i] = id;
        }
        return ids;
    }

    /** The number of a class; -1 where the cell is none. */
    private static int id(String cell) {
        if (!ID.matcher(cell).matches()) {
            return -1;
        }
        int point = cell.indexOf('.');
        return Integer.parseInt(point < 0 ? cell : cell.substring(0, point));
    }
}
