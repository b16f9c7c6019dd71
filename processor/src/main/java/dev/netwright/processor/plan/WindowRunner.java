package dev.netwright.processor.plan;

import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Geometry;
import dev.netwright.processor.step.PoolStep;
import dev.netwright.processor.step.View;
import java.util.List;
import java.util.function.Function;

/**
 * Runs convolutions and pooling in double: every result, every tap of its window, one after the other. Views of these steps are
 * contiguous, so a place is the offset of a plane and an index in it.
 */
final class WindowRunner {
    private final int n;
    private final Function<Buffer, Interpreter.Memory> memory;
    private final Geometry geometry;

    WindowRunner(int n, Function<Buffer, Interpreter.Memory> memory, Geometry geometry) {
        this.n = n;
        this.memory = memory;
        this.geometry = geometry;
    }

    /** Visits a tap: index of the result, of the tap and of the element of the input, each in its plane; -1 on padding. */
    private interface Tap {
        void at(int result, int tap, int element);
    }

    /** All taps of all windows on a plane, in row-major order of results, then of taps. */
    private void each(int[] inputs, int[] taps, int[] results, Tap visitor) {
        int all = count(taps);
        for (int result = 0; result < count(results); result++) {
            for (int tap = 0; tap < all; tap++) {
                visitor.at(result, tap, element(inputs, taps, results, result, tap));
            }
        }
    }

    private int element(int[] inputs, int[] taps, int[] results, int result, int tap) {
        int element = 0;
        int scale = 1;
        int o = result;
        int k = tap;
        for (int axis = inputs.length - 1; axis >= 0; axis--) {
            int place = geometry.place(axis, o % results[axis], k % taps[axis]);
            if (place < 0 || place >= inputs[axis]) {
                return -1;
            }
            element += place * scale;
            scale *= inputs[axis];
            o /= results[axis];
            k /= taps[axis];
        }
        return element;
    }

    void convolve(ConvolveStep step, int from, int to) {
        boolean weight = step.role() == ConvolveStep.Role.WEIGHT;
        int[] inputs = lengths(step.x(), 3);
        int[] taps = lengths(step.w(), 3);
        int[] results = lengths(step.y(), 3);
        int groups = step.w().extents().get(0).at(n);
        int filters = step.w().extents().get(1).at(n);
        int channels = step.w().extents().get(2).at(n);
        Plane x = new Plane(step.x(), 3);
        Plane w = new Plane(step.w(), 3);
        Plane y = new Plane(step.y(), 3);
        Plane result = step.role() == ConvolveStep.Role.OUTPUT ? y : weight ? w : x;
        int first = weight ? 0 : from;
        int end = weight ? step.x().extents().get(0).at(n) : to;
        if (!step.accumulate()) {
            result.clear(weight ? groups * filters * channels : 0, from, to);
        }
        for (int sample = first; sample < end; sample++) {
            for (int g = 0; g < groups; g++) {
                for (int m = 0; m < filters; m++) {
                    for (int c = 0; c < channels; c++) {
                        int inX = x.at((sample * groups + g) * channels + c);
                        int inW = w.at((g * filters + m) * channels + c);
                        int inY = y.at((sample * groups + g) * filters + m);
                        each(inputs, taps, results, (o, k, i) -> {
                            if (i >= 0) {
                                switch (step.role()) {
                                    case OUTPUT -> y.array[inY + o] += x.array[inX + i] * w.array[inW + k];
                                    case INPUT -> x.array[inX + i] += y.array[inY + o] * w.array[inW + k];
                                    case WEIGHT -> w.array[inW + k] += x.array[inX + i] * y.array[inY + o];
                                }
                            }
                        });
                    }
                }
            }
        }
    }

    void pool(PoolStep step, int from, int to) {
        int[] inputs = lengths(step.x(), 2);
        int[] taps = step.kernel().stream().mapToInt(k -> k).toArray();
        int[] results = lengths(step.y(), 2);
        int channels = step.x().extents().get(1).at(n);
        Plane x = new Plane(step.x(), 2);
        Plane y = new Plane(step.y(), 2);
        Plane output = new Plane(step.output(), 2);
        if (!step.accumulate()) {
            output.clear(0, from, to);
        }
        for (int plane = from * channels; plane < to * channels; plane++) {
            int inX = x.at(plane);
            int inY = y.at(plane);
            int inOutput = output.at(plane);
            int[] best = new int[count(results)];
            int[] counted = new int[count(results)];
            java.util.Arrays.fill(best, -1);
            boolean max = step.form() == PoolStep.Form.MAX || step.form() == PoolStep.Form.MAX_ADJOINT;
            each(inputs, taps, results, (o, k, i) -> {
                counted[o] += i >= 0 || step.countPadding() ? 1 : 0;
                if (max && i >= 0 && (best[o] < 0 || above(x.array[inX + i], x.array[inX + best[o]]))) {
                    best[o] = i;
                }
            });
            each(inputs, taps, results, (o, k, i) -> {
                if (i >= 0) {
                    boolean chosen = best[o] == i;
                    switch (step.form()) {
                        case MAX -> output.array[inOutput + o] += chosen ? x.array[inX + i] : 0;
                        case MEAN -> output.array[inOutput + o] += x.array[inX + i] / counted[o];
                        case MAX_ADJOINT -> output.array[inOutput + i] += chosen ? y.array[inY + o] : 0;
                        case MEAN_ADJOINT -> output.array[inOutput + i] += y.array[inY + o] / counted[o];
                    }
                }
            });
        }
    }

    /** Whether a value takes the place of the largest so far: the first NaN does, and keeps it. */
    private static boolean above(double value, double largest) {
        return value > largest || (Double.isNaN(value) && !Double.isNaN(largest));
    }

    private int[] lengths(View view, int first) {
        List<Extent> extents = view.extents();
        return extents.subList(first, extents.size()).stream()
                .mapToInt(e -> e.at(n))
                .toArray();
    }

    private static int count(int[] lengths) {
        int count = 1;
        for (int length : lengths) {
            count *= length;
        }
        return count;
    }

    /** The memory of a contiguous view, cut into planes of its last axes. */
    private final class Plane {
        final double[] array;
        private final int start;
        private final int size;
        private final int planes;

        Plane(View view, int first) {
            Interpreter.Memory place = memory.apply(view.buffer());
            array = place.array;
            start = place.at + view.offset();
            size = count(lengths(view, first));
            int product = 1;
            for (Extent extent : view.extents().subList(1, first)) {
                product *= extent.at(n);
            }
            planes = product;
        }

        int at(int plane) {
            return start + plane * size;
        }

        /** Zeroes the first {@code all} planes, or where that is 0 those of some samples. */
        void clear(int all, int from, int to) {
            java.util.Arrays.fill(array, at(all > 0 ? 0 : from * planes), at(all > 0 ? all : to * planes), 0);
        }
    }
}
