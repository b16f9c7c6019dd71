package dev.netwright.processor.plan;

import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.CopyStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.PoolStep;
import dev.netwright.processor.step.RandomStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings steps into row form: the first axis of the iteration space is the rows, inner axes are as few as views allow. */
final class Rows {
    private static final Extent ONE = Extent.of(1);

    private Rows() {}

    /** The extent that a step has rows of when nothing asks for another. */
    static Extent natural(Step step) {
        if (step instanceof MatMulStep product) {
            return product.output().extents().get(rowAxis(product));
        }
        if (step instanceof ConvolveStep convolution && convolution.role() == ConvolveStep.Role.WEIGHT) {
            return ONE;
        } else if (samples(step)) {
            return step.output().extents().get(0);
        }
        return free(step).stream().filter(e -> !e.isOne()).findFirst().orElse(ONE);
    }

    /** Axis of a matrix product's views that are its rows: the first batch axis, but the rows where products are added up. */
    static int rowAxis(MatMulStep product) {
        int rank = product.output().rank();
        return rank == 2 || product.output().strides().get(0) == 0 ? rank - 2 : 0;
    }

    /** Whether the rows of a step are the samples and nothing else: its views keep their form. */
    private static boolean samples(Step step) {
        return step instanceof ConvolveStep || step instanceof PoolStep;
    }

    /** The same step over rows of the given extent; empty where its views do not allow that. */
    static Optional<Step> of(Step step, Extent rows) {
        if (step instanceof MatMulStep || samples(step)) {
            return natural(step).equals(rows) ? Optional.of(step) : Optional.empty();
        }
        List<Extent> free = free(step);
        Optional<List<Extent>> split = split(free, rows);
        if (split.isEmpty()) {
            return Optional.empty();
        }
        List<Extent> reduced =
                iterated(step).subList(free.size(), iterated(step).size());
        List<View> views = new ArrayList<>();
        for (View view : views(step)) {
            boolean output = views.size() == views(step).size() - 1;
            List<Extent> target = new ArrayList<>(split.get());
            if (!output) {
                target.addAll(reduced);
            }
            Optional<View> reshaped = view.reshaped(target);
            if (reshaped.isEmpty()) {
                return Optional.empty();
            }
            views.add(reshaped.get());
        }
        return Optional.of(rebuilt(step, merged(views, split.get().size())));
    }

    /** {@code free} with a first axis of extent {@code rows}: leading axes merged, and the next one split where need be. */
    private static Optional<List<Extent>> split(List<Extent> free, Extent rows) {
        List<Extent> result = new ArrayList<>(List.of(rows));
        Extent left = rows;
        int k = 0;
        while (!left.isOne()) {
            if (k == free.size()) {
                return Optional.empty();
            }
            Extent extent = free.get(k++);
            Optional<Extent> rest = left.dividedBy(extent);
            if (rest.isPresent()) {
                left = rest.get();
            } else {
                Optional<Extent> inner = extent.dividedBy(left);
                if (inner.isEmpty()) {
                    return Optional.empty();
                }
                result.add(inner.get());
                left = ONE;
            }
        }
        result.addAll(free.subList(k, free.size()));
        return Optional.of(result);
    }

    /** Inner axes of extent 1 dropped, neighbours merged where all views allow. The last view has the free axes alone. */
    private static List<View> merged(List<View> views, int free) {
        List<View> result = views;
        int boundary = free;
        int k = 1;
        int rank = views.stream().mapToInt(View::rank).max().orElseThrow();
        while (k < rank) {
            List<Extent> extents = longest(result).extents();
            boolean unit = extents.get(k).isOne();
            boolean merge = unit || (k > 1 && k != boundary && mergeable(result, k));
            if (merge) {
                int axis = k;
                result = result.stream().map(v -> without(v, axis, unit)).toList();
                rank--;
                boundary -= k < boundary ? 1 : 0;
            } else {
                k++;
            }
        }
        return result;
    }

    private static View longest(List<View> views) {
        View longest = views.get(0);
        for (View view : views) {
            longest = view.rank() > longest.rank() ? view : longest;
        }
        return longest;
    }

    private static boolean mergeable(List<View> views, int axis) {
        for (View v : views) {
            boolean has = axis < v.rank();
            if (has
                    && !View.mergeable(
                            v.strides().get(axis - 1),
                            v.extents().get(axis),
                            v.strides().get(axis))) {
                return false;
            }
        }
        return !(longest(views).extents().get(axis - 1).batch()
                && longest(views).extents().get(axis).batch());
    }

    /** A view without an axis of extent 1, or with an axis merged into the one before it. */
    private static View without(View view, int axis, boolean unit) {
        if (axis >= view.rank()) {
            return view;
        }
        List<Extent> extents = new ArrayList<>(view.extents());
        List<Integer> strides = new ArrayList<>(view.strides());
        Extent extent = extents.remove(axis);
        int stride = strides.remove(axis);
        if (!unit) {
            extents.set(axis - 1, extents.get(axis - 1).times(extent));
            strides.set(axis - 1, stride);
        }
        return new View(view.buffer(), view.offset(), extents, strides);
    }

    private static List<Extent> free(Step step) {
        return step.output().extents();
    }

    private static List<Extent> iterated(Step step) {
        return step instanceof MapStep map ? map.extents() : step.output().extents();
    }

    /** Views read, then the output. */
    private static List<View> views(Step step) {
        List<View> views = new ArrayList<>(step.reads());
        if (step instanceof MapStep map && map.reduced() > 0 && map.inputs().isEmpty()) {
            throw new IllegalArgumentException("a reduction of nothing");
        }
        views.add(step.output());
        return views;
    }

    private static Step rebuilt(Step step, List<View> views) {
        View output = views.get(views.size() - 1);
        if (step instanceof MapStep map) {
            List<Extent> extents =
                    map.inputs().isEmpty() ? output.extents() : views.get(0).extents();
            int reduced = extents.size() - output.rank();
            // A reduction over axes that are all of extent 1 keeps one of them.
            if (reduced == 0 && map.reduced() > 0) {
                MapStep.Reduction none = MapStep.Reduction.NONE;
                return new MapStep(
                        extents, views.subList(0, views.size() - 1), output, map.body(), none, 0, map.accumulate());
            }
            return new MapStep(
                    extents,
                    views.subList(0, views.size() - 1),
                    output,
                    map.body(),
                    map.reduction(),
                    reduced,
                    map.accumulate());
        } else if (step instanceof CopyStep copy) {
            return new CopyStep(views.get(0), output, copy.accumulate());
        }
        return new RandomStep(output, ((RandomStep) step).stream());
    }
}
