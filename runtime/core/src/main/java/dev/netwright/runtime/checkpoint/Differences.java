package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.checkpoint.Difference.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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
        List<Difference> differences = between(wanted, tensors, strict);
        if (!differences.isEmpty()) {
            throw mismatch(source, network, differences);
        }
    }

    /** Every difference: wanted tensors that the file has otherwise, those it lacks, and where {@code strict} those it has more. */
    static List<Difference> between(Map<String, TensorSpec> wanted, List<StoredTensor> tensors, boolean strict) {
        Map<String, StoredTensor> extra = new LinkedHashMap<>();
        tensors.stream().filter(tensor -> !tensor.isSlot()).forEach(tensor -> extra.put(tensor.name(), tensor));
        List<Difference> differences = new ArrayList<>();
        List<TensorSpec> missing = new ArrayList<>();
        for (TensorSpec spec : wanted.values()) {
            StoredTensor tensor = extra.remove(spec.name());
            if (tensor == null) {
                missing.add(spec);
            } else if (kind(spec, tensor) != Kind.NONE) {
                differences.add(new Difference(spec.name(), kind(spec, tensor), describe(spec), tensor.describe()));
            }
        }
        for (TensorSpec spec : missing) {
            differences.add(new Difference(spec.name(), Kind.MISSING, describe(spec), missing(spec, extra)));
        }
        if (strict) {
            extra.values()
                    .forEach(tensor -> differences.add(
                            new Difference(tensor.name(), Kind.EXTRA, "no such tensor", tensor.describe())));
        }
        return differences;
    }

    /** How a tensor of a file differs from the one of its name that is wanted. */
    static Kind kind(TensorSpec spec, StoredTensor tensor) {
        return sameShape(spec, tensor)
                ? FloatType.ofText(tensor.type()).isEmpty() ? Kind.TYPE : Kind.NONE
                : tensor.isTransposed(spec.shape()) ? Kind.TRANSPOSED : Kind.SHAPE;
    }

    private static String missing(TensorSpec spec, Map<String, StoredTensor> extra) {
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
        return found.toString();
    }

    private static String candidates(Map<String, StoredTensor> extra) {
        String first = extra.keySet().stream()
                .limit(3)
                .map(name -> "'" + Names.escape(name) + "'")
                .collect(java.util.stream.Collectors.joining(", "));
        return extra.size() > 3 ? first + ", …and " + (extra.size() - 3) + " more" : first;
    }

    private static CheckpointException mismatch(String source, String network, List<Difference> differences) {
        List<Difference> table = new ArrayList<>();
        table.add(new Difference("tensor", Kind.NONE, "expected", "found"));
        table.addAll(differences);
        int names = width(table, row -> Names.escape(row.tensor()));
        int expected = width(table, Difference::expected);
        List<String> lines = new ArrayList<>();
        for (Difference row : table) {
            lines.add(String.format(
                    "%-" + names + "s  %-" + expected + "s  %s",
                    Names.escape(row.tensor()),
                    row.expected(),
                    row.found()));
        }
        List<String> shown = new ArrayList<>(lines.subList(0, Math.min(lines.size(), SHOWN + 1)));
        if (lines.size() > shown.size()) {
            shown.add("…and " + (lines.size() - shown.size()) + " more");
        }
        String count = differences.size() == 1 ? "1 difference" : differences.size() + " differences";
        return Fault.in(source)
                .mismatch("does not fit " + network + ": " + count, shown, lines.subList(1, lines.size()));
    }

    private static int width(List<Difference> rows, Function<Difference, String> text) {
        return rows.stream()
                .limit(SHOWN)
                .mapToInt(row -> text.apply(row).length())
                .max()
                .orElse(0);
    }

    private static String describe(TensorSpec spec) {
        return "float32 " + spec.shape();
    }
}
