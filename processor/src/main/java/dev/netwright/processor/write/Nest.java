package dev.netwright.processor.write;

import dev.netwright.processor.step.Extent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The axes of a step and how its views move along them, brought into the order in which the loops run. All accesses have a
 * stride for every axis; a result of a reduction has 0 along the reduced ones.
 *
 * @param axes the axes, outermost first
 * @param accesses the views; the first is the output
 */
record Nest(List<Axis> axes, List<Access> accesses) {
    Nest {
        axes = List.copyOf(axes);
        accesses = List.copyOf(accesses);
    }

    /** The nest of a step over {@code extents}, of which the last {@code reduced} are reduced; axis 0 is the rows. */
    static Nest of(List<Extent> extents, int reduced, List<Access> accesses) {
        List<Axis> axes = new ArrayList<>();
        for (int k = 0; k < extents.size(); k++) {
            boolean rows = k == 0 && extents.size() > reduced;
            boolean isReduced = k >= extents.size() - reduced;
            axes.add(new Axis(rows ? Extent.of(1) : extents.get(k), rows, isReduced));
        }
        return new Nest(axes, accesses).withoutSingles().merged();
    }

    Access output() {
        return accesses.get(0);
    }

    private Nest withoutSingles() {
        return ordered(IntStream.range(0, axes.size())
                .filter(k -> !axes.get(k).single())
                .boxed()
                .toList());
    }

    /** The nest with these of its axes, in this order. */
    Nest ordered(List<Integer> order) {
        return new Nest(
                order.stream().map(axes::get).toList(),
                accesses.stream()
                        .map(a -> new Access(
                                a.argument(),
                                order.stream().map(a.strides()::get).toList()))
                        .toList());
    }

    /** Neighbouring axes that every view runs through without a gap become one. */
    private Nest merged() {
        List<Axis> result = new ArrayList<>();
        List<List<Integer>> strides = accesses.stream()
                .map(a -> (List<Integer>) new ArrayList<Integer>())
                .toList();
        for (int k = 0; k < axes.size(); k++) {
            Axis axis = axes.get(k);
            int last = result.size() - 1;
            boolean merge = last >= 0 && mergeable(result.get(last), axis) && gapless(strides, k);
            if (merge) {
                Axis outer = result.get(last);
                result.set(last, new Axis(outer.extent().times(axis.extent()), outer.rows(), outer.reduced()));
            } else {
                result.add(axis);
            }
            for (int a = 0; a < accesses.size(); a++) {
                int stride = accesses.get(a).strides().get(k);
                List<Integer> of = strides.get(a);
                if (merge) {
                    of.set(last, stride);
                } else {
                    of.add(stride);
                }
            }
        }
        List<Access> moved = new ArrayList<>();
        for (int a = 0; a < accesses.size(); a++) {
            moved.add(new Access(accesses.get(a).argument(), strides.get(a)));
        }
        return new Nest(result, moved);
    }

    private static boolean mergeable(Axis outer, Axis inner) {
        return outer.reduced() == inner.reduced() && !inner.extent().batch();
    }

    private boolean gapless(List<List<Integer>> strides, int axis) {
        return IntStream.range(0, accesses.size()).allMatch(a -> {
            List<Integer> before = strides.get(a);
            long inner = accesses.get(a).strides().get(axis);
            return before.get(before.size() - 1)
                    == inner * axes.get(axis).extent().factor();
        });
    }

    /**
     * For a reduction along strided memory (a bias gradient: a sum over the batch for each feature): the order of axes in
     * which the innermost loop runs along memory and adds to the output, in the same ascending order of the sum; empty where
     * the order as it is serves better.
     */
    List<Integer> alongMemory() {
        int kept = (int) axes.stream().filter(axis -> !axis.reduced()).count();
        int last = kept - 1;
        int deepest = axes.size() - 1;
        List<Access> inputs = accesses.subList(1, accesses.size());
        boolean better = kept > 0
                && kept < axes.size()
                && output().moves(last)
                && inputs.stream().noneMatch(a -> a.argument() == output().argument())
                && inputs.stream()
                        .allMatch(a -> a.strides().get(last) == 0 || a.strides().get(last) == 1)
                && inputs.stream().anyMatch(a -> a.strides().get(deepest) > 1);
        if (!better) {
            return List.of();
        }
        return IntStream.range(0, axes.size())
                .boxed()
                .sorted(Comparator.comparingInt(k -> k < last ? 0 : k == last ? 2 : 1))
                .toList();
    }

    /** The nest without its reduced axes and inputs: for filling the output first. */
    Nest fill() {
        Nest kept = ordered(IntStream.range(0, axes.size())
                .filter(k -> !axes.get(k).reduced())
                .boxed()
                .toList());
        return new Nest(kept.axes, kept.accesses.subList(0, 1));
    }
}
