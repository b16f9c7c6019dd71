package dev.netwright.processor.operator;

import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Bodies;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Gradients;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.MapStep.Reduction;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Maps and sums over views of the same extents, emitted to the forward pass or within an adjoint. */
final class Maps {
    /** Shortest sum taken in lanes. */
    private static final int LONG = 256;

    private static final int FEWEST_LANES = 16;
    private static final int MOST_LANES = 64;

    private final BiFunction<String, List<Extent>, View> memory;
    private final Consumer<Step> steps;

    private Maps(BiFunction<String, List<Extent>, View> memory, Consumer<Step> steps) {
        this.memory = memory;
        this.steps = steps;
    }

    /** Emits to the forward pass. */
    static Maps of(Lowering lowering) {
        return new Maps((name, extents) -> lowering.allocate(extents), lowering::emit);
    }

    /** Emits within an adjoint. */
    static Maps of(Gradients gradients) {
        return new Maps(gradients::scratch, gradients::emit);
    }

    /** {@code output = body}, or {@code output += body}. */
    void into(View output, boolean accumulate, Expr body, View... views) {
        steps.accept(Bodies.compact(
                new MapStep(output.extents(), List.of(views), output, body, Reduction.NONE, 0, accumulate)));
    }

    /** A new value {@code body}. */
    View map(String name, Expr body, View... views) {
        View output = memory.apply(name, views[0].extents());
        into(output, false, body, views);
        return output;
    }

    /** A new value Σ body over the last {@code reduced} axes, one term after the other. */
    View sum(String name, int reduced, Expr body, View... views) {
        List<Extent> extents = views[0].extents();
        View output = memory.apply(name, extents.subList(0, extents.size() - reduced));
        steps.accept(Bodies.compact(new MapStep(extents, List.of(views), output, body, Reduction.SUM, reduced, false)));
        return output;
    }

    /**
     * As {@link #sum}; a long sum along memory is taken in lanes: term i is added to lane i mod w, a literal, and then the lanes are.
     * The innermost loop runs over the lanes, which vectorizes, and roundings grow with the length of a lane alone.
     */
    View sumInLanes(String name, int reduced, Expr body, View... views) {
        List<Extent> extents = views[0].extents();
        List<Extent> free = extents.subList(0, extents.size() - reduced);
        int length = extents.subList(free.size(), extents.size()).stream()
                .mapToInt(Extent::factor)
                .reduce(1, Math::multiplyExact);
        int lanes = lanes(length);
        List<View> split = new ArrayList<>();
        for (View view : views) {
            lanes(view, free, length, lanes).ifPresent(split::add);
        }
        if (length < LONG || lanes < FEWEST_LANES || split.size() < views.length) {
            return sum(name, reduced, body, views);
        }
        return sum(name, 1, Exprs.input(0), sum(name, 1, body, split.toArray(View[]::new)));
    }

    private static int lanes(int length) {
        int lanes = MOST_LANES;
        while (length % lanes != 0) {
            lanes--;
        }
        return lanes;
    }

    /** The view with its last axes as one along memory, split into lanes and, last, what each lane adds up. */
    private static Optional<View> lanes(View view, List<Extent> free, int length, int lanes) {
        List<Extent> one = new ArrayList<>(free);
        one.add(Extent.of(length));
        return view.reshaped(one).filter(v -> v.strides().get(free.size()) <= 1).map(v -> {
            List<Extent> extents = new ArrayList<>(free);
            extents.add(Extent.of(lanes));
            extents.add(Extent.of(length / lanes));
            List<Integer> strides = new ArrayList<>(v.strides());
            strides.add(v.strides().get(free.size()) * lanes);
            return new View(v.buffer(), v.offset(), extents, strides);
        });
    }

    /** A view repeated along new last axes, so that it has these extents. */
    static View repeated(View view, List<Extent> extents) {
        View result = view;
        for (int k = view.rank(); k < extents.size(); k++) {
            result = Views.repeatedAt(result, k, extents.get(k));
        }
        return result;
    }
}
