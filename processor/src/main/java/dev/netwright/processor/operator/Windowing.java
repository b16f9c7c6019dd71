package dev.netwright.processor.operator;

import dev.netwright.processor.step.Geometry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The windows that an operator's attributes describe, a value for each spatial axis.
 *
 * @param kernel taps of a window
 * @param stride distance of neighbouring windows
 * @param dilation distance of neighbouring taps
 * @param before padding before the first element
 * @param after padding after the last
 */
record Windowing(
        List<Integer> kernel, List<Integer> stride, List<Integer> dilation, List<Integer> before, List<Integer> after) {

    /** Of attributes without a mistake, on an input of these lengths. */
    static Windowing of(Site site, String kernelName, List<Integer> lengths) {
        int axes = lengths.size();
        List<Integer> kernel = each(site.attributes().integers(kernelName), axes);
        List<Integer> written = site.attributes().integers("stride");
        List<Integer> stride = written.isEmpty() ? kernel : each(written, axes);
        List<Integer> dilation = has(site, "dilation")
                ? each(site.attributes().integers("dilation"), axes)
                : Collections.nCopies(axes, 1);
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        List<Integer> padding = site.attributes().integers("padding");
        for (int axis = 0; axis < axes; axis++) {
            if (same(site)) {
                int length = lengths.get(axis);
                int s = stride.get(axis);
                long results = (length + s - 1L) / s;
                long all = Math.max(0, (results - 1) * s + reach(kernel.get(axis), dilation.get(axis)) - length);
                before.add((int) (all / 2));
                after.add((int) (all - all / 2));
            } else {
                before.add(padding.get(padding.size() == 1 ? 0 : axis));
                after.add(padding.get(padding.size() == 1 ? 0 : axis + padding.size() - axes));
            }
        }
        return new Windowing(kernel, stride, dilation, before, after);
    }

    static boolean has(Site site, String attribute) {
        return site.attributes().names().contains(attribute);
    }

    /** Whether padding is to be found out. */
    static boolean same(Site site) {
        return has(site, "same") && site.attributes().flag("same");
    }

    /** One number for all axes, or one for each. */
    static List<Integer> each(List<Integer> values, int axes) {
        return values.size() == 1 ? Collections.nCopies(axes, values.get(0)) : values;
    }

    /** Elements from the first tap to the last. */
    static long reach(int kernel, int dilation) {
        return dilation * (kernel - 1L) + 1;
    }

    long reach(int axis) {
        return reach(kernel.get(axis), dilation.get(axis));
    }

    /** Length of an axis with its padding. */
    long padded(int axis, int length) {
        return (long) length + before.get(axis) + after.get(axis);
    }

    /** Number of windows along an axis; below 1 where none fits. */
    long results(int axis, int length) {
        return Math.floorDiv(padded(axis, length) - reach(axis), stride.get(axis)) + 1;
    }

    /** Length that the adjoint of the windows makes of a number of them, {@code more} at the end. */
    long transposed(int axis, int length, int more) {
        return (length - 1L) * stride.get(axis) - before.get(axis) - after.get(axis) + reach(axis) + more;
    }

    Geometry geometry() {
        return new Geometry(stride, before, dilation);
    }

    /** Whether some window lies on padding alone. */
    boolean misses(int axis, int length) {
        int windows = (int) results(axis, length);
        return IntStream.range(0, windows)
                .anyMatch(o -> IntStream.range(0, kernel.get(axis)).noneMatch(k -> {
                    int place = geometry().place(axis, o, k);
                    return place >= 0 && place < length;
                }));
    }

    /** The attributes of ONNX's operators. */
    void onnx(Map<String, Object> attributes) {
        List<Integer> pads = new ArrayList<>(before);
        pads.addAll(after);
        attributes.put("kernel_shape", Planes.longs(kernel));
        attributes.put("strides", Planes.longs(stride));
        attributes.put("pads", Planes.longs(pads));
    }
}
