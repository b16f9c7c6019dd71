package dev.netwright.runtime.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the tensors of a file with those of a schema, by name, and lists every difference. */
final class Differences {
    private static final int SHOWN = 200;

    private Differences() {}

    static boolean sameShape(TensorSpec spec, StoredTensor tensor) {
        return spec.shape().stream().map(Integer::longValue).toList().equals(tensor.shape());
    }

    /** Refuses a file that lacks wanted tensors, has others of their names, or, where {@code strict}, has more. */
    static void check(
            String source, String network, Map<String, TensorSpec> wanted, List<StoredTensor> tensors, boolean strict)
            throws CheckpointException {
        Map<String, StoredTensor> extra = new LinkedHashMap<>();
        tensors.stream().filter(tensor -> !tensor.isSlot()).forEach(tensor -> extra.put(tensor.name(), tensor));
        List<Row> rows = new ArrayList<>();
        List<TensorSpec> missing = new ArrayList<>();
        for (TensorSpec spec : wanted.values()) {
            StoredTensor tensor = extra.remove(spec.name());
            if (tensor == null) {
                missing.add(spec);
            } else if (!sameShape(spec, tensor)
                    || FloatType.ofText(tensor.type()).isEmpty()) {
                rows.add(new Row(spec.name(), describe(spec), tensor.describe()));
            }
        }
        for (TensorSpec spec : missing) {
            List<String> near = Names.nearest(spec.name(), extra.keySet());
            StringBuilder found = new StringBuilder("missing");
            for (int i = 0; i < near.size(); i++) {
                StoredTensor tensor = extra.get(near.get(i));
                found.append(i == 0 ? "; nearest: '" : ", '")
                        .append(Names.escape(near.get(i)))
                        .append("' ");
                found.append(tensor == null ? "" : tensor.describe());
            }
            if (near.isEmpty() && !extra.isEmpty()) {
                found.append("; the file has ").append(candidates(extra));
            }
            rows.add(new Row(spec.name(), describe(spec), found.toString()));
        }
        if (strict) {
            extra.values().forEach(tensor -> rows.add(new Row(tensor.name(), "no such tensor", tensor.describe())));
        }
        if (!rows.isEmpty()) {
            throw mismatch(source, network, rows);
        }
    }

    private static String candidates(Map<String, StoredTensor> extra) {
        String first = extra.keySet().stream()
                .limit(3)
                .map(name -> "'" + Names.escape(name) + "'")
                .collect(java.util.stream.Collectors.joining(", "));
        return extra.size() > 3 ? first + ", …and " + (extra.size() - 3) + " more" : first;
    }

    private static CheckpointException mismatch(String source, String network, List<Row> rows) {
        List<Row> table = new ArrayList<>();
        table.add(new Row("tensor", "expected", "found"));
        table.addAll(rows);
        int names = table.stream()
                .limit(SHOWN)
                .mapToInt(row -> row.name().length())
                .max()
                .orElse(0);
        int expected = table.stream()
                .limit(SHOWN)
                .mapToInt(row -> row.expected().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        for (Row row : table) {
            lines.add(String.format(
                    "%-" + names + "s  %-" + expected + "s  %s", row.name(), row.expected(), row.found()));
        }
        List<String> shown = new ArrayList<>(lines.subList(0, Math.min(lines.size(), SHOWN + 1)));
        if (lines.size() > shown.size()) {
            shown.add("…and " + (lines.size() - shown.size()) + " more");
        }
        String count = rows.size() == 1 ? "1 difference" : rows.size() + " differences";
        return Fault.in(source)
                .mismatch("does not fit " + network + ": " + count, shown, lines.subList(1, lines.size()));
    }

    private static String describe(TensorSpec spec) {
        return "float32 " + spec.shape();
    }

    /** A line of the table. */
    private record Row(String name, String expected, String found) {
        Row {
            name = Names.escape(name);
        }
    }
}
