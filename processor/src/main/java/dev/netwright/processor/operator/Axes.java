package dev.netwright.processor.operator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Lists of axes. */
final class Axes {
    private Axes() {}

    /** Axes 0 to {@code rank}, excluded. */
    static List<Integer> all(int rank) {
        List<Integer> axes = new ArrayList<>();
        for (int k = 0; k < rank; k++) {
            axes.add(k);
        }
        return axes;
    }

    /** All axes but some, ascending. */
    static List<Integer> others(int rank, Collection<Integer> axes) {
        List<Integer> others = all(rank);
        others.removeAll(axes);
        return others;
    }

    /** An axis from 0 of one that may count from the end. */
    static int fromStart(int axis, int rank) {
        return axis < 0 ? axis + rank : axis;
    }

    /** The axes of {@code value} from 0, ascending; each is there. */
    static List<Integer> ascending(Site site, int rank) {
        TreeSet<Integer> axes = new TreeSet<>();
        site.attributes().integers("value").forEach(axis -> axes.add(fromStart(axis, rank)));
        return List.copyOf(axes);
    }

    /** The axes of {@code value} as {@link #ascending}; empty after reporting one that is not there or comes twice. */
    static Optional<List<Integer>> checked(Site site, int rank, String of) {
        List<Integer> written = site.attributes().integers("value");
        TreeSet<Integer> nearest = new TreeSet<>();
        boolean there = true;
        for (int axis : written) {
            there &= axis >= -rank && axis < rank;
            nearest.add(Math.max(0, Math.min(fromStart(axis, rank), rank - 1)));
        }
        if (there && nearest.size() == written.size()) {
            return Optional.of(List.copyOf(nearest));
        }
        Checks.outOfRange(
                site,
                "value",
                "axes from " + -rank + " to " + (rank - 1) + ", each once, of " + of,
                Checks.braces(written),
                "write  value = " + Checks.braces(List.copyOf(nearest)) + "  (the batch dimension does not count)");
        return Optional.empty();
    }

    /** Axes of a sample as axes of its tensor in ONNX and of its view, where the batch dimension counts if there is one. */
    static List<Integer> ofTensor(List<Integer> axes, TensorType type) {
        return axes.stream().map(axis -> type.batched() ? axis + 1 : axis).toList();
    }

    /** As ONNX has them. */
    static List<Long> longs(List<Integer> axes) {
        return axes.stream().map(Long::valueOf).toList();
    }
}
