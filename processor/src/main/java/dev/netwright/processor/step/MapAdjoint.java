package dev.netwright.processor.step;

import dev.netwright.processor.pointwise.Derivative;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The adjoint of a map. With y = f(x₀, x₁, …) at every point, the gradient of xₖ is the sum, over the axes along which xₖ is
 * repeated, of dy ∂f/∂xₖ. A SUM passes dy on to every point summed; a MAX to the points that attain it, in equal parts.
 */
final class MapAdjoint {
    /** Terms up to this size are computed again for each input rather than kept in a buffer. */
    private static final int CHEAP = 3;

    private final MapStep step;
    private final Gradients gradients;
    private final List<View> views;
    private final Expr outer;

    private MapAdjoint(MapStep step, Gradients gradients) {
        this.step = step;
        this.gradients = gradients;
        this.views = new ArrayList<>(step.inputs());
        this.outer = outer();
    }

    static void emit(MapStep step, Gradients gradients) {
        List<Integer> wanted = IntStream.range(0, step.inputs().size())
                .filter(k -> gradients.wants(step.inputs().get(k)))
                .boxed()
                .toList();
        List<Expr> derivatives = new ArrayList<>();
        List<List<Integer>> groups = new ArrayList<>();
        for (int k : wanted) {
            Expr derivative = Derivative.of(step.body(), k);
            if (!Exprs.is(derivative, 0)) {
                int group = 0;
                while (group < groups.size() && !Bodies.same(derivatives.get(group), derivative)) {
                    group++;
                }
                if (group == groups.size()) {
                    derivatives.add(derivative);
                    groups.add(new ArrayList<>());
                }
                groups.get(group).add(k);
            }
        }
        if (!groups.isEmpty()) {
            MapAdjoint adjoint = new MapAdjoint(step, gradients);
            for (int k = 0; k < groups.size(); k++) {
                adjoint.group(derivatives.get(k), groups.get(k));
            }
        }
    }

    /** The gradient that reaches each point of the iteration space, before the body's derivative. */
    private Expr outer() {
        Expr gradient = view(spread(gradients.of(step.output())));
        if (step.reduction() != MapStep.Reduction.MAX) {
            return gradient;
        }
        if (step.accumulate()) {
            throw new IllegalArgumentException("a maximum that is added to something has no adjoint");
        }
        Expr value = view(spread(step.output()));
        View ties = gradients.scratch("ties", step.output().extents());
        gradients.emit(Bodies.compact(new MapStep(
                step.extents(),
                views,
                ties,
                Exprs.select(Expr.Comparison.EQ, step.body(), value, Exprs.ONE, Exprs.ZERO),
                MapStep.Reduction.SUM,
                step.reduced(),
                false)));
        Expr share = Exprs.div(gradient, view(spread(ties)));
        return Exprs.select(Expr.Comparison.EQ, step.body(), value, share, Exprs.ZERO);
    }

    private Expr view(View view) {
        views.add(view);
        return new Expr.Var(views.size() - 1);
    }

    /** A view of the output's extents, repeated over the axes that the step reduces. */
    private View spread(View view) {
        List<Integer> strides = new ArrayList<>(view.strides());
        for (int k = 0; k < step.reduced(); k++) {
            strides.add(0);
        }
        return new View(view.buffer(), view.offset(), step.extents(), strides);
    }

    /** Inputs with one derivative in common. */
    private void group(Expr derivative, List<Integer> inputs) {
        Expr term = Derivative.chain(outer, derivative);
        List<View> whole = new ArrayList<>();
        List<View> repeated = new ArrayList<>();
        for (int k : inputs) {
            View input = step.inputs().get(k);
            (repeatedAxes(input).isEmpty() ? whole : repeated).add(input);
        }
        boolean share = !repeated.isEmpty() && whole.size() + repeated.size() > 1 && Bodies.size(term) > CHEAP;
        if (!share) {
            whole.forEach(input -> emit(term, views, input));
            repeated.forEach(input -> emit(term, views, input));
            return;
        }
        View source;
        if (whole.size() == 1 && gradients.sole(whole.get(0))) {
            source = gradients.of(whole.get(0));
            emit(term, views, whole.get(0));
        } else {
            source = gradients.scratch("term", step.extents());
            gradients.emit(map(term, views, step.extents(), source, 0, false));
            whole.forEach(input -> emit(new Expr.Var(0), List.of(source), input));
        }
        repeated.forEach(input -> emit(new Expr.Var(0), List.of(source), input));
    }

    /** Adds the term to an input's gradient, summed over the axes along which the input is repeated. */
    private void emit(Expr term, List<View> read, View input) {
        List<Integer> summed = repeatedAxes(input);
        List<Integer> kept = IntStream.range(0, input.rank())
                .filter(k -> !summed.contains(k))
                .boxed()
                .toList();
        List<Integer> axes = new ArrayList<>(kept);
        axes.addAll(summed);
        gradients.emit(map(
                term,
                read.stream().map(v -> v.permuted(axes)).toList(),
                axes.stream().map(step.extents()::get).toList(),
                gradients.of(input).permuted(kept),
                summed.size(),
                true));
    }

    private static MapStep map(
            Expr body, List<View> read, List<Extent> extents, View output, int reduced, boolean accumulate) {
        MapStep.Reduction reduction = reduced == 0 ? MapStep.Reduction.NONE : MapStep.Reduction.SUM;
        return Bodies.compact(new MapStep(extents, read, output, body, reduction, reduced, accumulate));
    }

    private static List<Integer> repeatedAxes(View view) {
        return IntStream.range(0, view.rank())
                .filter(k ->
                        view.strides().get(k) == 0 && !view.extents().get(k).isOne())
                .boxed()
                .toList();
    }
}
