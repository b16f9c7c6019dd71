package dev.netwright.processor.operator;

import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Gradients;
import dev.netwright.processor.step.View;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code @BatchNorm} does in training, over views [N, channels, positions], m = N · positions values a channel.
 *
 * <p>Forward: a first mean c = Σ x / m as floats give it, then e = Σ (x - c) / m and the variance v = Σ (x - c)² / m - e², the
 * corrected two-pass algorithm (Chan, Golub and LeVeque 1983): differences from c are exact where x is near it, and e holds what c lost.
 * So r = (x - c) - e is right to a float's precision of the deviation, however large the mean.
 * y = r / √(v + epsilon) · scale + shift; the mean is c + e. Running statistics as PyTorch's BatchNorm documents them:
 * running = (1 - momentum) · running + momentum · batch, with the variance v · m / (m - 1).
 *
 * <p>Backward (Ioffe and Szegedy 2015), with z = r / √(v + epsilon): d shift = Σ dy, d scale = Σ dy z,
 * dx = scale / √(v + epsilon) · (dy - (Σ dy + z Σ dy z) / m).
 *
 * <p>Sums run over the batch first, for all positions along memory, then over the positions: two short sums in place of a long one.
 */
final class BatchStatistics {
    /** Positions above which their sum is taken in lanes: below, the sums over the batch are most of the work. */
    private static final int MANY = 4096;

    private static final Expr X = Exprs.input(0);
    private static final Expr R = Exprs.sub(Exprs.sub(X, Exprs.input(1)), Exprs.input(2));
    private static final Expr Z = Exprs.mul(R, Exprs.input(3));
    private static final Expr DY = Exprs.input(4);

    private final Lowering lowering;
    private final Maps maps;
    private final View x;
    private final View y;
    private final double epsilon;
    private final List<Extent> extents;
    private final int positions;

    BatchStatistics(Lowering lowering, View x, View y, double epsilon) {
        this.lowering = lowering;
        this.maps = Maps.of(lowering);
        this.x = x;
        this.y = y;
        this.epsilon = epsilon;
        this.extents = x.extents();
        this.positions = extents.get(2).factor();
    }

    /** What the forward pass leaves to the backward pass: values [channels], and m of extents [channels] too. */
    private record Moments(View mean, View rest, View inverse, View m) {}

    void lower(double momentum) {
        // One array, so that the adjoint can say what the forward steps made.
        Moments[] made = new Moments[1];
        lowering.withAdjoint(() -> made[0] = forward(momentum), gradients -> backward(gradients, made[0]));
    }

    private Moments forward(double momentum) {
        View m = count();
        Expr m1 = Exprs.input(1);
        View mean = maps.map("mean", Exprs.div(X, m1), overBatch(maps, "sum", X, x), m);
        View means = ofChannels(mean, extents);
        Expr off = Exprs.sub(X, Exprs.input(1));
        View rest = maps.map("rest", Exprs.div(X, m1), overBatch(maps, "rests", off, x, means), m);
        View squares = overBatch(maps, "squares", Exprs.mul(off, off), x, means);
        Expr e = Exprs.input(2);
        Expr variance = Exprs.max(Exprs.sub(Exprs.div(X, m1), Exprs.mul(e, e)), Exprs.ZERO);
        Expr root = Exprs.unary(Expr.Function.SQRT, Exprs.add(variance, Exprs.constant(epsilon)));
        View inverse = maps.map("inverse", Exprs.div(Exprs.ONE, root), squares, m, rest);
        if (momentum > 0) {
            Expr unbiased = Exprs.div(Exprs.mul(variance, m1), Exprs.sub(m1, Exprs.ONE));
            move("runningVar", momentum, unbiased, 3, squares, m, rest);
            move("runningMean", momentum, Exprs.add(X, Exprs.input(1)), 2, mean, rest);
        }
        maps.into(
                y,
                false,
                Exprs.add(Exprs.mul(Z, Exprs.input(4)), Exprs.input(5)),
                x,
                means,
                ofChannels(rest, extents),
                ofChannels(inverse, extents),
                ofChannels(lowering.parameter("scale"), extents),
                ofChannels(lowering.parameter("shift"), extents));
        return new Moments(mean, rest, inverse, m);
    }

    /** {@code running = (1 - momentum) · running + momentum · batch}, the running values as input {@code number}. */
    private void move(String name, double momentum, Expr batch, int number, View... views) {
        View running = lowering.parameter(name);
        View[] all = Arrays.copyOf(views, number + 1);
        all[number] = running;
        Expr kept = Exprs.mul(Exprs.constant(1 - momentum), Exprs.input(number));
        maps.into(running, false, Exprs.add(kept, Exprs.mul(Exprs.constant(momentum), batch)), all);
    }

    /** The number of values of a channel, repeated for all channels: the batch size is known as a sum of ones alone. */
    private View count() {
        View one = lowering.constant(List.of(1f), List.of(1));
        View ones = new View(one.buffer(), one.offset(), List.of(Extent.of(1), Extent.BATCH), List.of(0, 0));
        View m = maps.sum("count", 1, Exprs.mul(X, Exprs.constant(positions)), ones);
        return lowering.broadcast(m, List.of(extents.get(1)));
    }

    private void backward(Gradients gradients, Moments moments) {
        Maps back = Maps.of(gradients);
        View dy = gradients.of(y);
        View mean = ofChannels(moments.mean, extents);
        View rest = ofChannels(moments.rest, extents);
        View inverse = ofChannels(moments.inverse, extents);
        View shifts = overBatch(back, "shifts", X, dy);
        View scales = overBatch(back, "scales", Exprs.mul(DY, Z), x, mean, rest, inverse, dy);
        View shift = lowering.parameter("shift");
        if (gradients.wants(shift)) {
            back.into(gradients.of(shift), true, X, shifts);
        }
        View scale = lowering.parameter("scale");
        if (gradients.wants(scale)) {
            back.into(gradients.of(scale), true, X, scales);
        }
        if (gradients.wants(x)) {
            View factor = back.map("factor", Exprs.mul(X, Exprs.input(1)), scale, moments.inverse);
            View shiftMean = back.map("shiftMean", Exprs.div(X, Exprs.input(1)), shifts, moments.m);
            View scaleMean = back.map("scaleMean", Exprs.div(X, Exprs.input(1)), scales, moments.m);
            Expr projected = Exprs.sub(Exprs.sub(DY, Exprs.input(6)), Exprs.mul(Z, Exprs.input(7)));
            back.into(
                    gradients.of(x),
                    true,
                    Exprs.mul(Exprs.input(5), projected),
                    x,
                    mean,
                    rest,
                    inverse,
                    dy,
                    ofChannels(factor, extents),
                    ofChannels(shiftMean, extents),
                    ofChannels(scaleMean, extents));
        }
    }

    /** Σ body over batch and positions of views [N, channels, positions]: a value [channels]. */
    private View overBatch(Maps to, String name, Expr body, View... views) {
        View[] batchLast = new View[views.length];
        for (int k = 0; k < views.length; k++) {
            View view = views[k].permuted(List.of(1, 2, 0));
            batchLast[k] = positions == 1 ? Views.without(view, 1) : view;
        }
        View sums = to.sum(name, 1, body, batchLast);
        if (positions == 1) {
            return sums;
        }
        return positions > MANY ? to.sumInLanes(name, 1, X, sums) : to.sum(name, 1, X, sums);
    }

    /** A value [channels] repeated over batch and positions. */
    static View ofChannels(View view, List<Extent> extents) {
        return Views.repeatedAt(Views.repeatedAt(view, 0, extents.get(0)), 2, extents.get(2));
    }
}
