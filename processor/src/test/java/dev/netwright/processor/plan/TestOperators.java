package dev.netwright.processor.plan;

import dev.netwright.processor.operator.Lowering;
import dev.netwright.processor.operator.TensorType;
import dev.netwright.processor.plan.TestGraph.Use;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Expr.Comparison;
import dev.netwright.processor.pointwise.Expr.Function;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.CopyStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.MapStep.Reduction;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.RandomStep;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Operators for tests of plans, each a different use of the steps. */
final class TestOperators {
    static final Expr X = Exprs.input(0);
    static final Expr Y = Exprs.input(1);
    static final Expr Z = Exprs.input(2);

    private TestOperators() {}

    static Use pointwise(TensorType type, Expr body) {
        return Use.of(type, (l, t) -> l.map(body, t.extents(), List.of(l.input(0))));
    }

    static Expr relu() {
        return Exprs.max(X, Exprs.ZERO);
    }

    static Expr tanh() {
        return Exprs.unary(Function.TANH, X);
    }

    static Expr silu() {
        return Exprs.mul(X, Exprs.unary(Function.SIGMOID, X));
    }

    static Use sigmoid(TensorType type) {
        return pointwise(type, Exprs.unary(Function.SIGMOID, X)).named("dev.netwright.annotations.Sigmoid");
    }

    /** y = x Wᵀ + b over the last axis. */
    static Use dense(TensorType in, int units) {
        List<Integer> shape = new ArrayList<>(in.shape());
        int features = shape.set(shape.size() - 1, units);
        TensorType out = in.withShape(shape);
        return Use.of(out, (l, t) -> {
                    Extent rows = Buffers.size(in.extents().subList(0, in.rank()));
                    View a = l.reshape(l.input(0), List.of(rows, Extent.of(features)));
                    View c = l.allocate(List.of(rows, Extent.of(units)));
                    l.emit(new MatMulStep(a, l.parameter("weight").permuted(List.of(1, 0)), c, false));
                    View product = l.reshape(c, t.extents());
                    return l.map(Exprs.add(X, Y), t.extents(), List.of(product, l.parameter("bias")));
                })
                .learning("weight", units, features)
                .learning("bias", units);
    }

    static Use binary(Expr.Operation operation, TensorType out) {
        return Use.of(
                out, (l, t) -> l.map(Exprs.binary(operation, X, Y), t.extents(), List.of(l.input(0), l.input(1))));
    }

    static Use parameter(Integer... shape) {
        TensorType type = new TensorType(TensorType.Element.FLOAT32, List.of(shape), false);
        return Use.of(type, (l, t) -> l.parameter("value")).learning("value", shape);
    }

    /** A slope for all, a buffer of shifts: x > s ? x : a x. */
    static Use slope(TensorType type) {
        int last = type.shape().get(type.rank() - 1);
        Expr body = Exprs.select(Comparison.GT, X, Z, X, Exprs.mul(Y, X));
        return Use.of(
                        type,
                        (l, t) -> l.map(
                                body, t.extents(), List.of(l.input(0), l.parameter("slope"), l.parameter("buffer"))))
                .learning("slope", 1)
                .learning("buffer", last);
    }

    static Use softmax(TensorType type, boolean log) {
        return Use.of(type, (l, t) -> softmax(l, t, l.input(0), log))
                .named("dev.netwright.annotations." + (log ? "LogSoftmax" : "Softmax"));
    }

    private static View softmax(Lowering l, TensorType t, View x, boolean log) {
        List<Extent> extents = t.extents();
        View max = l.reduce(X, Reduction.MAX, 1, extents, List.of(x));
        Expr shifted = Exprs.sub(X, Y);
        if (log) {
            View sum = l.reduce(Exprs.unary(Function.EXP, shifted), Reduction.SUM, 1, extents, List.of(x, max));
            return l.map(Exprs.sub(shifted, Exprs.unary(Function.LOG, Z)), extents, List.of(x, max, sum));
        }
        View exp = l.map(Exprs.unary(Function.EXP, shifted), extents, List.of(x, max));
        View sum = l.reduce(X, Reduction.SUM, 1, extents, List.of(exp));
        return l.map(Exprs.div(X, Y), extents, List.of(exp, sum));
    }

    /** Softmax with the better adjoint: dx = y (dy - Σ dy y). */
    static Use softmaxWithAdjoint(TensorType type) {
        return Use.of(type, (l, t) -> {
                    View x = l.input(0);
                    View[] y = new View[1];
                    List<Extent> extents = t.extents();
                    l.withAdjoint(() -> y[0] = softmax(l, t, x, false), g -> {
                        if (!g.wants(x)) {
                            return;
                        }
                        View dot = g.scratch("dot", extents.subList(0, extents.size() - 1));
                        View dy = g.of(y[0]);
                        g.emit(new MapStep(extents, List.of(dy, y[0]), dot, Exprs.mul(X, Y), Reduction.SUM, 1, false));
                        List<Extent> kept = new ArrayList<>(dot.extents());
                        kept.add(Extent.of(1));
                        View spread = dot.reshaped(kept).orElseThrow().broadcast(extents);
                        g.emit(new MapStep(
                                extents,
                                List.of(dy, y[0], spread),
                                g.of(x),
                                Exprs.mul(Y, Exprs.sub(X, Z)),
                                Reduction.NONE,
                                0,
                                true));
                    });
                    return y[0];
                })
                .named("dev.netwright.annotations.Softmax");
    }

    /** Normalizes the last axis; scale and shift are learned. */
    static Use layerNorm(TensorType type) {
        int size = type.shape().get(type.rank() - 1);
        return Use.of(type, (l, t) -> {
                    Expr share = Exprs.div(X, Exprs.constant(size));
                    View mean = l.reduce(share, Reduction.SUM, 1, t.extents(), List.of(l.input(0)));
                    Expr deviation = Exprs.sub(X, Y);
                    View variance = l.reduce(
                            Exprs.div(Exprs.mul(deviation, deviation), Exprs.constant(size)),
                            Reduction.SUM,
                            1,
                            t.extents(),
                            List.of(l.input(0), mean));
                    Expr root = Exprs.unary(Function.SQRT, Exprs.add(Z, Exprs.constant(0.1)));
                    Expr body = Exprs.add(Exprs.mul(Exprs.div(deviation, root), Exprs.input(3)), Exprs.input(4));
                    return l.map(
                            body,
                            t.extents(),
                            List.of(l.input(0), mean, variance, l.parameter("scale"), l.parameter("shift")));
                })
                .learning("scale", size)
                .learning("shift", size);
    }

    static Use concat(TensorType a, TensorType b) {
        List<Integer> shape = new ArrayList<>(a.shape());
        int axis = shape.size() - 1;
        shape.set(axis, a.shape().get(axis) + b.shape().get(axis));
        return Use.of(TensorType.floats(shape), (l, t) -> {
            View out = l.allocate(t.extents());
            int at = 0;
            for (int k = 0; k < 2; k++) {
                List<Extent> part = TensorType.floats((k == 0 ? a : b).shape()).extents();
                View target = new View(out.buffer(), at, part, out.strides());
                l.emit(OperatorLowering.copy(l.input(k).broadcast(part), target));
                at += part.get(part.size() - 1).factor();
            }
            return out;
        });
    }

    /** The last two axes exchanged: a view. */
    static Use transpose(TensorType in) {
        List<Integer> shape = new ArrayList<>(in.shape());
        int rank = shape.size();
        shape.set(rank - 1, in.shape().get(rank - 2));
        shape.set(rank - 2, in.shape().get(rank - 1));
        List<Integer> axes =
                new ArrayList<>(IntStream.range(0, rank + 1).boxed().toList());
        axes.set(rank, rank - 1);
        axes.set(rank - 1, rank);
        return Use.of(in.withShape(shape), (l, t) -> l.input(0).permuted(axes));
    }

    /** All but the first of the last axis: a view with an offset. */
    static Use tail(TensorType in) {
        List<Integer> shape = new ArrayList<>(in.shape());
        shape.set(shape.size() - 1, shape.get(shape.size() - 1) - 1);
        return Use.of(in.withShape(shape), (l, t) -> {
            View x = l.input(0);
            return new View(x.buffer(), x.offset() + x.strides().get(x.rank() - 1), t.extents(), x.strides());
        });
    }

    static Use reshape(TensorType in, Integer... shape) {
        return Use.of(in.withShape(List.of(shape)), (l, t) -> l.reshape(l.input(0), t.extents()));
    }

    /** Zeros around the last axis: filled, then copied into. */
    static Use pad(TensorType in) {
        List<Integer> shape = new ArrayList<>(in.shape());
        shape.set(shape.size() - 1, shape.get(shape.size() - 1) + 2);
        return Use.of(in.withShape(shape), (l, t) -> {
            View out = l.map(Exprs.ZERO, t.extents(), List.of());
            l.emit(new CopyStep(l.input(0), new View(out.buffer(), 1, in.extents(), out.strides()), false));
            return out;
        });
    }

    /** x xᵀ of each sample. */
    static Use gram(TensorType in) {
        int rows = in.shape().get(in.rank() - 2);
        List<Integer> shape = new ArrayList<>(in.shape());
        shape.set(in.rank() - 1, rows);
        List<Integer> axes =
                new ArrayList<>(IntStream.range(0, in.rank() + 1).boxed().toList());
        axes.set(in.rank(), in.rank() - 1);
        axes.set(in.rank() - 1, in.rank());
        return Use.of(in.withShape(shape), (l, t) -> {
            View c = l.allocate(t.extents());
            l.emit(new MatMulStep(l.input(0), l.input(0).permuted(axes), c, false));
            return c;
        });
    }

    /** Each sample's matrix times one learned matrix, as a batched product with a repeated right side. */
    static Use batched(TensorType in, int columns) {
        int inner = in.shape().get(in.rank() - 1);
        List<Integer> shape = new ArrayList<>(in.shape());
        shape.set(in.rank() - 1, columns);
        return Use.of(in.withShape(shape), (l, t) -> {
                    List<Extent> right = new ArrayList<>(in.extents());
                    right.set(right.size() - 2, Extent.of(inner));
                    right.set(right.size() - 1, Extent.of(columns));
                    View c = l.allocate(t.extents());
                    l.emit(new MatMulStep(l.input(0), l.broadcast(l.parameter("right"), right), c, false));
                    return c;
                })
                .learning("right", inner, columns);
    }

    static Use maximum(TensorType in) {
        List<Integer> shape = new ArrayList<>(in.shape());
        shape.set(shape.size() - 1, 1);
        return Use.of(in.withShape(shape), (l, t) -> l.reduce(X, Reduction.MAX, 1, in.extents(), List.of(l.input(0))));
    }

    /** Dropout with p = 0.4. */
    static Use dropout(TensorType type) {
        return Use.of(type, (l, t) -> {
            View u = l.allocate(t.extents());
            l.emit(new RandomStep(u, l.stream()));
            Expr kept =
                    Exprs.select(Comparison.GE, Y, Exprs.constant(0.4), Exprs.div(X, Exprs.constant(0.6)), Exprs.ZERO);
            return l.map(kept, t.extents(), List.of(l.input(0), u));
        });
    }

    /** Adds a constant by rows and a product into the same value: a step that accumulates. */
    static Use accumulated(TensorType in) {
        int size = in.shape().get(in.rank() - 1);
        List<Float> literals = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            literals.add(0.5f * k - 1);
        }
        return Use.of(in, (l, t) -> {
                    View out = l.map(
                            Exprs.mul(X, Y), t.extents(), List.of(l.input(0), l.constant(literals, List.of(size))));
                    View scale = l.parameter("scale").broadcast(t.extents());
                    l.emit(new MapStep(
                            t.extents(),
                            List.of(l.input(0), scale),
                            out,
                            Exprs.mul(Exprs.mul(X, X), Y),
                            Reduction.NONE,
                            0,
                            true));
                    return out;
                })
                .learning("scale", size);
    }
}
