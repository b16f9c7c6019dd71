package dev.netwright.processor.step;

import java.util.List;

/**
 * How windows lie on the spatial axes of an input: tap k of the window of result o is at {@code o · stride + k · dilation - padding}.
 * What lies outside of the input is padding; how much of it there is at the end follows from the number of results.
 *
 * @param stride distance of neighbouring windows, one an axis
 * @param padding elements of padding before the first of the input
 * @param dilation distance of neighbouring taps
 */
public record Geometry(List<Integer> stride, List<Integer> padding, List<Integer> dilation) {
    public Geometry {
        stride = List.copyOf(stride);
        padding = List.copyOf(padding);
        dilation = List.copyOf(dilation);
        if (padding.size() != stride.size() || dilation.size() != stride.size()) {
            throw new IllegalArgumentException(stride + ", " + padding + ", " + dilation);
        }
    }

    /** Number of spatial axes. */
    public int rank() {
        return stride.size();
    }

    /** Place on the input of a tap of the window of a result; may lie outside of the input. */
    public int place(int axis, int result, int tap) {
        return result * stride.get(axis) + tap * dilation.get(axis) - padding.get(axis);
    }
}
