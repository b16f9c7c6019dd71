package dev.netwright.processor.step;

import java.util.ArrayList;
import java.util.List;

/**
 * A strided window on a buffer: element (i₀, i₁, …) is at {@code offset + Σ iₖ strides[k]}. A stride of 0 repeats an element
 * (broadcast). Strides and offset are literals: with the batch dimension outermost they never depend on the batch size.
 *
 * @param buffer the buffer
 * @param offset first element
 * @param extents lengths
 * @param strides distances in elements, one an extent
 */
public record View(Buffer buffer, int offset, List<Extent> extents, List<Integer> strides) {
    public View {
        extents = List.copyOf(extents);
        strides = List.copyOf(strides);
        if (extents.size() != strides.size()) {
            throw new IllegalArgumentException(extents + " has another rank than " + strides);
        }
    }

    /** The whole buffer in row-major order under the given extents. */
    public static View whole(Buffer buffer, List<Extent> extents) {
        return new View(buffer, 0, extents, rowMajor(extents));
    }

    /** Row-major strides; only the first extent may hold the batch size. */
    public static List<Integer> rowMajor(List<Extent> extents) {
        List<Integer> strides = new ArrayList<>();
        int stride = 1;
        for (int k = extents.size() - 1; k >= 0; k--) {
            strides.add(0, stride);
            if (k > 0) {
                stride = Math.multiplyExact(stride, extents.get(k).at(1));
            }
        }
        return strides;
    }

    /** Number of axes. */
    public int rank() {
        return extents.size();
    }

    /** The same elements with the axes in another order: axis k of the result is axis {@code axes[k]} of this. */
    public View permuted(List<Integer> axes) {
        return new View(
                buffer,
                offset,
                axes.stream().map(extents::get).toList(),
                axes.stream().map(strides::get).toList());
    }

    /** Whether the view is in row-major order without gaps (its offset may be anything). */
    public boolean contiguous() {
        return strides.equals(rowMajor(extents));
    }

    /** Whether the view is the whole of its buffer in row-major order. */
    public boolean isWhole() {
        Extent size = Extent.of(1);
        for (Extent extent : extents) {
            size = size.times(extent);
        }
        return offset == 0 && contiguous() && size.equals(buffer.size());
    }
}
