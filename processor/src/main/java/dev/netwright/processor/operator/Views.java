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
        int stride = axis == view.rank()
                ? 1
                : strides.get(axis) * (axis == 0 ? 1 : extents.get(axis).factor());
        for (int k = 0; k < count; k++) {
            extents.add(axis, Extent.of(1));
            strides.add(axis, stride);
        }
        return new View(view.buffer(), view.offset(), extents, strides);
    }

    /** The view without an axis of extent 1. */
    static View without(View view, int axis) {
        List<Extent> extents = new ArrayList<>(view.extents());
        List<Integer> strides = new ArrayList<>(view.strides());
        extents.remove(axis);
        strides.remove(axis);
        return new View(view.buffer(), view.offset(), extents, strides);
    }

    /** The view with an axis put in along which it repeats. */
    static View repeatedAt(View view, int axis, Extent extent) {
        List<Extent> extents = new ArrayList<>(view.extents());
        List<Integer> strides = new ArrayList<>(view.strides());
        extents.add(axis, extent);
        strides.add(axis, 0);
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
        return new View(view.buffer(), view.offset() + from * view.strides().get(axis), extents, view.strides());
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
