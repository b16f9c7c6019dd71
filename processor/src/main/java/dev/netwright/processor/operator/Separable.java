package dev.netwright.processor.operator;

import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;

/** Linear maps along the spatial axes, one after the other: products with constant matrices of {@code [after, before]}. */
final class Separable {
    private Separable() {}

    /** A constant matrix in row-major order. */
    record Matrix(int rows, int columns, List<Float> values) {
        Matrix {
            values = List.copyOf(values);
        }

        /** Filled by a function. */
        static Matrix of(int rows, int columns, Entry entry) {
            List<Float> values = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    values.add(entry.at(row, column));
                }
            }
            return new Matrix(rows, columns, values);
        }

        private boolean same() {
            boolean same = rows == columns;
            for (int k = 0; same && k < values.size(); k++) {
                same = values.get(k) == (k / columns == k % columns ? 1 : 0);
            }
            return same;
        }
    }

    /** An element of a matrix. */
    interface Entry {
        float at(int row, int column);
    }

    /** The input, of {@code [channels, lengths…]}, with a matrix applied along each spatial axis. */
    static View lower(Site site, Lowering lowering, List<Matrix> matrices) {
        List<Integer> shape = new ArrayList<>(site.input(0).shape());
        View value = Planes.contiguous(site, lowering, shape);
        for (int axis = 0; axis < matrices.size(); axis++) {
            Matrix matrix = matrices.get(axis);
            if (!matrix.same()) {
                value = axis == matrices.size() - 1
                        ? last(lowering, matrix, value)
                        : inner(lowering, matrix, value, axis + 2);
            }
        }
        return lowering.reshape(value, site.output().extents());
    }

    /** Along the last axis: all before it are rows of one product. */
    private static View last(Lowering lowering, Matrix matrix, View value) {
        Extent rows = before(value, value.rank() - 1);
        View x = lowering.reshape(value, List.of(rows, Extent.of(matrix.columns())));
        View y = lowering.allocate(List.of(rows, Extent.of(matrix.rows())));
        lowering.emit(new MatMulStep(x, constant(lowering, matrix).permuted(List.of(1, 0)), y, false));
        return lowering.reshape(y, replaced(value, value.rank() - 1, matrix.rows()));
    }

    /** Along an axis that others follow: a batch of products. */
    private static View inner(Lowering lowering, Matrix matrix, View value, int axis) {
        Extent batch = before(value, axis);
        Extent rest = Extent.of(1);
        for (Extent extent : value.extents().subList(axis + 1, value.rank())) {
            rest = rest.times(extent);
        }
        View x = lowering.reshape(value, List.of(batch, Extent.of(matrix.columns()), rest));
        View y = lowering.allocate(List.of(batch, Extent.of(matrix.rows()), rest));
        View a = Views.repeatedAt(constant(lowering, matrix), 0, batch);
        lowering.emit(new MatMulStep(a, x, y, false));
        return lowering.reshape(y, replaced(value, axis, matrix.rows()));
    }

    private static View constant(Lowering lowering, Matrix matrix) {
        return lowering.constant(matrix.values(), List.of(matrix.rows(), matrix.columns()));
    }

    private static Extent before(View value, int axis) {
        Extent product = Extent.of(1);
        for (Extent extent : value.extents().subList(0, axis)) {
            product = product.times(extent);
        }
        return product;
    }

    private static List<Extent> replaced(View value, int axis, int length) {
        List<Extent> extents = new ArrayList<>(value.extents());
        extents.set(axis, Extent.of(length));
        return extents;
    }
}
