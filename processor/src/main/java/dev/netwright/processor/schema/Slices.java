package dev.netwright.processor.schema;

import dev.netwright.processor.declare.Change;
import dev.netwright.processor.schema.SchemaFile.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of old tensors that are split: each goes to one place. */
final class Slices {
    private final Map<Tensor, List<Slice>> slices = new LinkedHashMap<>();

    private record Slice(int first, int rows, Change change) {}

    /** Reports what is wrong with a change, at one of its attributes. */
    @FunctionalInterface
    interface Report {
        void bad(Change change, String attribute, String what, String expected, String found, String help);
    }

    /** Rows of {@code from} that a node takes. */
    void add(Tensor from, int first, int rows, Change change) {
        slices.computeIfAbsent(from, key -> new ArrayList<>()).add(new Slice(first, rows, change));
    }

    /** Reports rows that are taken twice, and rows that nothing takes. */
    void check(Report report) {
        slices.forEach((from, parts) -> check(from, parts, report));
    }

    private static void check(Tensor from, List<Slice> parts, Report report) {
        parts.sort(Comparator.comparingInt(Slice::first));
        int next = 0;
        for (Slice part : parts) {
            if (part.first() != next) {
                report.bad(
                        part.change(),
                        "offset",
                        "rows of " + from.name() + (part.first() < next ? " are taken twice" : " go nowhere"),
                        "the rows from " + next + " on",
                        "those from " + part.first() + " on",
                        "write  offset = " + next);
                return;
            }
            next += part.rows();
        }
        if (next != from.rows()) {
            report.bad(
                    parts.get(parts.size() - 1).change(),
                    "offset",
                    "rows of " + from.name() + " go nowhere",
                    "nodes for all of " + from.shown(),
                    "none for the rows from " + next + " on",
                    "declare a node for them, or drop them by  @MigratedBy");
        }
    }
}
