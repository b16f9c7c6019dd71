package dev.netwright.processor.operator;

import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Geometry;
import dev.netwright.processor.step.PoolStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Convolutions and pooling by their definitions, a term at a time, on tensors read and written whole. For the derivative of the form of
 * {@link ConvolveStep} it does not matter which of the three is asked for: every term x w y is met, and two of its factors are added to
 * the third.
 */
final class WindowReference {
    private WindowReference() {}

    interface Store {
        void put(View view, double[] values, boolean accumulate);
    }

    static void run(Step step, Function<View, double[]> read, Store store, int n) {
        double[] result = new double[size(step.output(), n)];
        if (step instanceof ConvolveStep convolution) {
            convolve(convolution, read, result, n);
        } else {
            pool((PoolStep) step, read, result, n);
        }
        store.put(step.output(), result, step.accumulate());
    }

    private static void convolve(ConvolveStep step, Function<View, double[]> read, double[] result, int n) {
        double[] x = step.role() == ConvolveStep.Role.INPUT ? result : read.apply(step.x());
        double[] w = step.role() == ConvolveStep.Role.WEIGHT ? result : read.apply(step.w());
        double[] y = step.role() == ConvolveStep.Role.OUTPUT ? result : read.apply(step.y());
        int rank = step.geometry().rank();
        for (int[] at : points(step.y(), n)) {
            for (int[] tap : points(step.w(), n)) {
                int[] place = {at[0], at[1], tap[2], 0, 0};
                boolean inside = tap[0] == at[1] && tap[1] == at[2];
                for (int axis = 0; axis < rank; axis++) {
                    place[3 + axis] = place(step.geometry(), axis, at[3 + axis], tap[3 + axis]);
                    inside &= place[3 + axis] >= 0 && place[3 + axis] < length(step.x(), 3 + axis, n);
                }
                if (inside) {
                    int ix = index(step.x(), place, n);
                    int iw = index(step.w(), tap, n);
                    int iy = index(step.y(), at, n);
                    switch (step.role()) {
                        case OUTPUT -> y[iy] += x[ix] * w[iw];
                        case INPUT -> x[ix] += w[iw] * y[iy];
                        case WEIGHT -> w[iw] += x[ix] * y[iy];
                    }
                }
            }
        }
    }

    private static void pool(PoolStep step, Function<View, double[]> read, double[] result, int n) {
        boolean adjoint = step.reads().contains(step.y()) || step.form() == PoolStep.Form.MEAN_ADJOINT;
        boolean max = step.form() == PoolStep.Form.MAX || step.form() == PoolStep.Form.MAX_ADJOINT;
        double[] x = step.form() == PoolStep.Form.MEAN_ADJOINT ? new double[size(step.x(), n)] : read.apply(step.x());
        double[] dy = adjoint ? read.apply(step.y()) : new double[size(step.y(), n)];
        int all = step.kernel().stream().reduce(1, (a, b) -> a * b);
        for (int[] at : points(step.y(), n)) {
            List<Integer> window = new ArrayList<>();
            for (int tap = 0; tap < all; tap++) {
                int[] place = at.clone();
                boolean inside = true;
                int rest = tap;
                for (int axis = step.kernel().size() - 1; axis >= 0; axis--) {
                    int k = rest % step.kernel().get(axis);
                    rest /= step.kernel().get(axis);
                    place[2 + axis] = place(step.geometry(), axis, at[2 + axis], k);
                    inside &= place[2 + axis] >= 0 && place[2 + axis] < length(step.x(), 2 + axis, n);
                }
                if (inside) {
                    window.add(index(step.x(), place, n));
                }
            }
            int iy = index(step.y(), at, n);
            int count = step.countPadding() ? all : window.size();
            int best = window.get(0);
            for (int i : window) {
                best = x[i] > x[best] ? i : best;
            }
            if (max) {
                result[adjoint ? best : iy] += adjoint ? dy[iy] : x[best];
            } else {
                window.forEach(i -> result[adjoint ? i : iy] += (adjoint ? dy[iy] : x[i]) / count);
            }
        }
    }

    private static int place(Geometry geometry, int axis, int result, int tap) {
        return result * geometry.stride().get(axis)
                + tap * geometry.dilation().get(axis)
                - geometry.padding().get(axis);
    }

    private static int length(View view, int axis, int n) {
        return view.extents().get(axis).at(n);
    }

    private static int size(View view, int n) {
        int size = 1;
        for (Extent extent : view.extents()) {
            size *= extent.at(n);
        }
        return size;
    }

    private static int index(View view, int[] at, int n) {
        int index = 0;
        for (int axis = 0; axis < view.rank(); axis++) {
            index = index * length(view, axis, n) + at[axis];
        }
        return index;
    }

    private static List<int[]> points(View view, int n) {
        List<int[]> points = new ArrayList<>();
        for (int k = 0; k < size(view, n); k++) {
            int[] at = new int[view.rank()];
            int rest = k;
            for (int axis = view.rank() - 1; axis >= 0; axis--) {
                at[axis] = rest % length(view, axis, n);
                rest /= length(view, axis, n);
            }
            points.add(at);
        }
        return points;
    }
}
