package dev.netwright.processor.operator;

import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Values of samples of different lengths. Memory has room for the longest; a position is real where it is below the sample's length. A
 * mask is a choice within a map, {@code position < length ? x : 0}, so that interpreter, kernels and adjoints know nothing of it: the
 * gradient is 0 beyond the length whatever comes back from there.
 */
public final class Masks {
    private Masks() {}

    /** The value at real positions, {@code otherwise} beyond. */
    public static View masked(TensorType type, View value, double otherwise, Lowering lowering) {
        List<View> views = new ArrayList<>(List.of(value));
        Expr body = real(type, Exprs.input(0), otherwise, views, lowering);
        return lowering.map(body, type.extents(), views);
    }

    /**
     * The body of a map over a type's extents, at real positions, and {@code otherwise} beyond. Adds to {@code views} what the body then
     * reads; they broadcast to these extents.
     */
    static Expr real(TensorType type, Expr body, double otherwise, List<View> views, Lowering lowering) {
        Expr result = body;
        for (int axis : type.varying().keySet()) {
            views.add(positions(type, axis, lowering));
            views.add(lengths(type, axis, lowering));
            result = Exprs.select(
                    Expr.Comparison.LT,
                    Exprs.input(views.size() - 2),
                    Exprs.input(views.size() - 1),
                    result,
                    Exprs.constant(otherwise));
        }
        return result;
    }

    /** 0, 1, 2, … along an axis. */
    private static View positions(TensorType type, int axis, Lowering lowering) {
        int most = type.shape().get(axis);
        List<Float> numbers = new ArrayList<>();
        for (int k = 0; k < most; k++) {
            numbers.add((float) k);
        }
        View literals = lowering.constant(numbers, List.of(most));
        List<Extent> extents = ones(type.rank() + 1);
        List<Integer> strides = new ArrayList<>(Collections.nCopies(type.rank() + 1, 0));
        extents.set(axis + 1, Extent.of(most));
        strides.set(axis + 1, 1);
        return new View(literals.buffer(), literals.offset(), extents, strides);
    }

    /** The lengths that an axis has, with as many axes as the type has extents. */
    static View lengths(TensorType type, int axis, Lowering lowering) {
        View lengths = lowering.lengths(type.lengths(axis));
        return Views.inserted(lengths, 1, type.rank() - 1);
    }

    private static List<Extent> ones(int count) {
        return new ArrayList<>(Collections.nCopies(count, Extent.of(1)));
    }
}
