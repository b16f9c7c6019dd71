package dev.netwright.processor.operator;

import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;

/** Views of views. Nothing here emits a step. */
final class Views {
    private Views() {}

    /**
     * The same elements with axes of extent 1 put in at {@code axis}, so that a value of fewer dimensions is aligned with one of more at
     * the last axis without its batch dimension meeting a dimension of the sample.
     */
    static View inserted(View view, int axis, int count) {
        List<Extent> extents = new ArrayList<>(view.extents());
        List<Integer> strides = new ArrayList<>(view.strides());
        int stride = axis == view.rank() ? 1 : strides.get(axis) * (axis == 0 ? 1 : extents.get(axis).factor());
        for (int k = 0; k < count; k++) {
            extents.add(axis, Extent.of(1));
            strides.add(axis, stride);
        }
        return new View(view.buffer(), view.offset(), extents, strides);
    }

    /** A value as one whose samples have {@code rank} dimensions: 1s are put in front of the sample's own. */
    static View aligned(View view, TensorType type, int rank) {
        return inserted(view, type.batched() ? 1 : 0, rank - type.rank());
    }

    /** The view with {@code axis} repeated {@code count} times more in place of its extent of 1, or put in at the end. */
    static View repeatedLast(View view, Extent extent) {
        List<Extent> extents = new ArrayList<>(view.extents());
        List<Integer> strides = new ArrayList<>(view.strides());
        extents.add(extent);
        strides.add(0);
        return new View(view.buffer(), view.offset(), extents, strides);
    }

    /** The view with an axis put in front along which it repeats. */
    static View repeatedFirst(View view, Extent extent) {
        List<Extent> extents = new ArrayList<>(view.extents());
        List<Integer> strides = new ArrayList<>(view.strides());
        extents.add(0, extent);
        strides.add(0, 0);
        return new View(view.buffer(), view.offset(), extents, strides);
    }

    /** The view with {@code axis} moved behind all others. */
    static View lastAxis(View view, int axis) {
        List<Integer> axes = new ArrayList<>();
        for (int k = 0; k < view.rank(); k++) {
            if (k != axis) {
                axes.add(k);
            }
        }
        axes.add(axis);
        return view.permuted(axes);
    }

    /** The part of a view from {@code from} along an axis, {@code length} long. */
    static View part(View view, int axis, int from, int length) {
        List<Extent> extents = new ArrayList<>(view.extents());
        extents.set(axis, Extent.of(length));
        return new View(
                view.buffer(), view.offset() + from * view.strides().get(axis), extents, view.strides());
    }

    /** Whether some element stands at several indices. */
    static boolean repeats(View view) {
        for (int k = 0; k < view.rank(); k++) {
            if (view.strides().get(k) == 0 && !view.extents().get(k).equals(Extent.of(1))) {
                return true;
            }
        }
        return false;
    }
}
