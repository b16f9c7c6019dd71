package dev.netwright.processor.plan;

import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;

/** Brings matrix products into the form with the fewest batch axes. The order of every sum stays. */
final class Products {
    private Products() {}

    /**
     * Batch axes of extent 1 go; axes along which products are added up come last; neighbours are merged where all views allow;
     * a batch that shares its right matrix becomes rows; a batch that is added up becomes part of the inner dimension. A single product
     * whose columns lie apart while its rows' elements follow each other, as the gradient of weights stored transposed, is turned around:
     * kernels write along their rows.
     */
    static MatMulStep normal(MatMulStep step) {
        List<View> views = List.of(step.a(), step.b(), step.output());
        int batch = step.output().rank() - 2;
        List<Integer> kept = new ArrayList<>();
        List<Integer> added = new ArrayList<>();
        for (int k = 0; k < batch; k++) {
            if (!step.output().extents().get(k).isOne()) {
                (step.output().strides().get(k) == 0 ? added : kept).add(k);
            }
        }
        List<Integer> axes = new ArrayList<>(kept);
        axes.addAll(added);
        batch = axes.size();
        axes.add(step.output().rank() - 2);
        axes.add(step.output().rank() - 1);
        views = views.stream().map(v -> v.permuted(axes)).toList();
        for (int k = batch - 1; k > 0; k--) {
            if (mergeable(views, k)) {
                int axis = k;
                views = views.stream().map(v -> merged(v, axis)).toList();
                batch--;
            }
        }
        if (batch > 0) {
            views = intoMatrix(views, batch - 1);
        }
        MatMulStep normal = new MatMulStep(views.get(0), views.get(1), views.get(2), step.accumulate());
        List<Integer> strides = normal.output().strides();
        boolean turned = strides.size() == 2 && strides.get(0) == 1 && strides.get(1) > 1;
        return turned ? transposed(normal) : normal;
    }

    /** cᵀ = bᵀ aᵀ, each element the same sum. */
    private static MatMulStep transposed(MatMulStep step) {
        List<Integer> axes = List.of(1, 0);
        return new MatMulStep(
                step.b().permuted(axes), step.a().permuted(axes), step.output().permuted(axes), step.accumulate());
    }

    private static List<View> intoMatrix(List<View> views, int axis) {
        View a = views.get(0);
        View b = views.get(1);
        View c = views.get(2);
        int row = axis + 1;
        int column = axis + 2;
        if (b.strides().get(axis) == 0 && fits(a, axis, row) && fits(c, axis, row)) {
            return List.of(folded(a, axis, row), dropped(b, axis), folded(c, axis, row));
        }
        if (c.strides().get(axis) == 0 && fits(a, axis, column) && fits(b, axis, row)) {
            return List.of(folded(a, axis, column), folded(b, axis, row), dropped(c, axis));
        }
        return views;
    }

    private static boolean fits(View view, int axis, int into) {
        Extent inner = view.extents().get(into);
        return !(inner.batch() && view.extents().get(axis).batch())
                && (inner.isOne()
                        || View.mergeable(
                                view.strides().get(axis), inner, view.strides().get(into)));
    }

    private static View folded(View view, int axis, int into) {
        List<Extent> extents = new ArrayList<>(view.extents());
        List<Integer> strides = new ArrayList<>(view.strides());
        if (extents.get(into).isOne()) {
            strides.set(into, strides.get(axis));
        }
        extents.set(into, extents.get(axis).times(extents.get(into)));
        return dropped(new View(view.buffer(), view.offset(), extents, strides), axis);
    }

    private static View dropped(View view, int axis) {
        List<Extent> extents = new ArrayList<>(view.extents());
        List<Integer> strides = new ArrayList<>(view.strides());
        extents.remove(axis);
        strides.remove(axis);
        return new View(view.buffer(), view.offset(), extents, strides);
    }

    private static boolean mergeable(List<View> views, int axis) {
        for (View v : views) {
            if (!View.mergeable(
                    v.strides().get(axis - 1),
                    v.extents().get(axis),
                    v.strides().get(axis))) {
                return false;
            }
        }
        return !(views.get(0).extents().get(axis - 1).batch()
                && views.get(0).extents().get(axis).batch());
    }

    private static View merged(View view, int axis) {
        List<Extent> extents = new ArrayList<>(view.extents());
        List<Integer> strides = new ArrayList<>(view.strides());
        Extent inner = extents.remove(axis);
        int stride = strides.remove(axis);
        extents.set(axis - 1, extents.get(axis - 1).times(inner));
        strides.set(axis - 1, stride);
        return new View(view.buffer(), view.offset(), extents, strides);
    }
}
