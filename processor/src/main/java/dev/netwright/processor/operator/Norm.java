package dev.netwright.processor.operator;

import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Gradients;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Normalization of the values of each sample by themselves, over views [N, groups, channels, positions]: each group of M = channels ·
 * positions values for itself. A factor, and a term where the mean is subtracted, stand for each channel of a group, or for each
 * channel of all groups alike.
 *
 * <p>Forward as in {@link BatchStatistics}: z = ((x - c) - e) / √(v + epsilon) with c = Σ x / M, e = Σ (x - c) / M,
 * v = Σ (x - c)² / M - e²; without mean z = x / √(Σ x² / M + epsilon). y = z · scale + shift.
 *
 * <p>Backward: with g = dy · scale, dx = (g - (Σ g + z Σ g z) / M) / √(v + epsilon), without mean
 * (g - z Σ g z / M) / √(…); d scale = Σ dy z, d shift = Σ dy over all that a factor stands for.
 */
final class Norm {
    private static final Expr X = Exprs.input(0);
    private static final Expr DY = Exprs.input(4);

    private final Lowering lowering;
    private final View x;
    private final View y;
    private final View scale;
    private final List<View> shift;
    private final double epsilon;
    private final List<Extent> extents;
    private final double count;
    private final Expr z;

    /**
     * @param x what is normalized, [N, groups, channels, positions]
     * @param y the result, of these extents
     * @param scale the factors, repeated to these extents
     * @param shift the terms likewise; none where the mean is not subtracted
     */
    Norm(Lowering lowering, View x, View y, View scale, List<View> shift, double epsilon) {
        this.lowering = lowering;
        this.x = x;
        this.y = y;
        this.scale = scale;
        this.shift = shift;
        this.epsilon = epsilon;
        this.extents = x.extents();
        this.count = (double) extents.get(2).factor() * extents.get(3).factor();
        Expr r = centered() ? Exprs.sub(Exprs.sub(X, Exprs.input(1)), Exprs.input(2)) : X;
        this.z = Exprs.mul(r, Exprs.input(3));
    }

    private boolean centered() {
        return !shift.isEmpty();
    }

    /** Values [N, groups, 1, 1] repeated: c and e, where the mean is subtracted, and 1 / √(v + epsilon). */
    private record Moments(View mean, View rest, View inverse) {}

    void lower() {
        Moments[] made = new Moments[1];
        Consumer<Gradients> adjoint = gradients -> new Backward(gradients, made[0]).emit();
        lowering.withAdjoint(() -> made[0] = forward(), adjoint);
    }

    private Moments forward() {
        Maps maps = Maps.of(lowering);
        Moments moments = moments(maps);
        Expr scaled = Exprs.mul(z, Exprs.input(4));
        List<View> views = new ArrayList<>(List.of(x, moments.mean, moments.rest, moments.inverse, scale));
        views.addAll(shift);
        maps.into(y, false, centered() ? Exprs.add(scaled, Exprs.input(5)) : scaled, views.toArray(View[]::new));
        return moments;
    }

    private Moments moments(Maps maps) {
        Expr inverseCount = Exprs.constant(1 / count);
        Expr mean = Exprs.mul(X, inverseCount);
        if (!centered()) {
            View squares = maps.sumInLanes("squares", 2, Exprs.mul(X, X), x);
            View inverse = repeated(maps.map("inverse", inverse(mean), squares));
            return new Moments(inverse, inverse, inverse);
        }
        View c = repeated(maps.map("mean", mean, maps.sumInLanes("sum", 2, X, x)));
        Expr off = Exprs.sub(X, Exprs.input(1));
        View e = maps.map("rest", mean, maps.sumInLanes("rests", 2, off, x, c));
        View squares = maps.sumInLanes("squares", 2, Exprs.mul(off, off), x, c);
        Expr variance = Exprs.sub(mean, Exprs.mul(Exprs.input(1), Exprs.input(1)));
        View inverse = maps.map("inverse", inverse(Exprs.max(variance, Exprs.ZERO)), squares, e);
        return new Moments(c, repeated(e), repeated(inverse));
    }

    private Expr inverse(Expr variance) {
        return Exprs.div(Exprs.ONE, Exprs.unary(Expr.Function.SQRT, Exprs.add(variance, Exprs.constant(epsilon))));
    }

    private View repeated(View perGroup) {
        return Maps.repeated(perGroup, extents);
    }

    /** What is added up over the positions of a channel: dy or dy z, as it stands or already summed. */
    private record Term(Expr body, List<View> views) {}

    /** The backward pass. */
    private final class Backward {
        private final Gradients gradients;
        private final Maps maps;
        private final View dy;
        private final List<View> normalized;
        private final boolean summed = extents.get(3).factor() > 1;

        Backward(Gradients gradients, Moments moments) {
            this.gradients = gradients;
            this.maps = Maps.of(gradients);
            this.dy = gradients.of(y);
            this.normalized = List.of(x, moments.mean, moments.rest, moments.inverse, dy);
        }

        void emit() {
            Term shifts = channels("shifts", DY);
            Term scales = channels("scales", Exprs.mul(DY, z));
            learned(scale, scales);
            shift.forEach(view -> learned(view, shifts));
            if (gradients.wants(x)) {
                input(shifts, scales);
            }
        }

        private Term channels(String name, Expr body) {
            return summed
                    ? new Term(X, List.of(maps.sumInLanes(name, 1, body, normalized.toArray(View[]::new))))
                    : new Term(
                            body,
                            normalized.stream().map(v -> Views.without(v, 3)).toList());
        }

        /** Adds the sum of a term to the gradient of a parameter: over the batch for all channels, then over groups alike. */
        private void learned(View parameter, Term term) {
            if (!gradients.wants(parameter)) {
                return;
            }
            View[] batchLast =
                    term.views.stream().map(v -> v.permuted(List.of(1, 2, 0))).toArray(View[]::new);
            View sums = maps.sum("parts", 1, term.body, batchLast);
            boolean alike = parameter.strides().get(1) == 0;
            if (alike) {
                sums = maps.sum("parts", 1, X, sums.permuted(List.of(1, 0)));
            }
            View own = new View(
                    parameter.buffer(),
                    parameter.offset(),
                    sums.extents(),
                    parameter.strides().subList(alike ? 2 : 1, 3));
            maps.into(gradients.of(own), true, X, sums);
        }

        private void input(Term shifts, Term scales) {
            View each = Views.without(scale, 3);
            View g = group("gradient", scales, each);
            Expr scaled = Exprs.mul(DY, Exprs.input(5));
            Expr inverseCount = Exprs.constant(1 / count);
            Expr projected = Exprs.sub(scaled, Exprs.mul(z, Exprs.mul(Exprs.input(6), inverseCount)));
            List<View> views = new ArrayList<>(normalized);
            views.add(scale);
            views.add(repeated(g));
            if (centered()) {
                projected = Exprs.sub(projected, Exprs.mul(Exprs.input(7), inverseCount));
                views.add(repeated(group("mean", shifts, each)));
            }
            maps.into(gradients.of(x), true, Exprs.mul(Exprs.input(3), projected), views.toArray(View[]::new));
        }

        /** Σ term · scale over the channels of each group. */
        private View group(String name, Term term, View each) {
            List<View> views = new ArrayList<>(term.views);
            Expr body = Exprs.mul(term.body, Exprs.input(views.size()));
            views.add(each);
            return maps.sumInLanes(name, 1, body, views.toArray(View[]::new));
        }
    }
}
