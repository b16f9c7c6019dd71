package dev.netwright.processor.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
                if (extents.get(k).batch()) {
                    throw new IllegalArgumentException("the batch dimension is not the first of " + extents);
                }
                stride = Math.multiplyExact(stride, extents.get(k).factor());
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
        if (extents.stream().skip(1).anyMatch(Extent::batch)) {
            return false;
        }
        List<Integer> rowMajor = rowMajor(extents);
        for (int k = 0; k < rank(); k++) {
            if (!extents.get(k).isOne() && !strides.get(k).equals(rowMajor.get(k))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the view is the whole of its buffer in row-major order. */
    public boolean isWhole() {
        if (extents.stream().skip(1).anyMatch(Extent::batch)) {
            return false;
        }
        Extent size = Extent.of(1);
        for (Extent extent : extents) {
            size = size.times(extent);
        }
        return offset == 0 && contiguous() && size.equals(buffer.size());
    }

    /**
     * Whether the view addresses every element of its buffer exactly once, in any order of the axes. Axes of stride 0 and
     * extent above 1 repeat elements and do not count against it (a matrix product adds up over them).
     */
    public boolean covers() {
        List<Integer> axes = new ArrayList<>();
        for (int k = 0; k < rank(); k++) {
            if (!extents.get(k).isOne() && strides.get(k) != 0) {
                axes.add(k);
            }
        }
        axes.sort((i, j) -> Integer.compare(strides.get(j), strides.get(i)));
        Extent size = Extent.of(1);
        for (int k = axes.size() - 1; k >= 0; k--) {
            if (size.batch() || strides.get(axes.get(k)) != size.factor()) {
                return false;
            }
            size = size.times(extents.get(axes.get(k)));
        }
        return offset == 0 && size.equals(buffer.size());
    }

    /** The same view of another buffer of the same layout. */
    public View on(Buffer other) {
        return new View(other, offset, extents, strides);
    }

    /** Repeated to other extents: aligned at the last axis, stride 0 over axes missing or of extent 1. */
    public View broadcast(List<Extent> target) {
        int missing = target.size() - rank();
        if (missing < 0) {
            throw new IllegalArgumentException(extents + " does not broadcast to " + target);
        }
        List<Integer> result = new ArrayList<>();
        for (int k = 0; k < target.size(); k++) {
            if (k < missing) {
                result.add(0);
            } else if (extents.get(k - missing).equals(target.get(k))) {
                result.add(target.get(k).isOne() ? 0 : strides.get(k - missing));
            } else if (extents.get(k - missing).isOne()) {
                result.add(0);
            } else {
                throw new IllegalArgumentException(extents + " does not broadcast to " + target);
            }
        }
        return new View(buffer, offset, target, result);
    }

    /**
     * The same elements in the same row-major order under other extents, where strides allow it without a copy. Axes are
     * matched group by group: the smallest runs of old and new axes with the same number of elements, as NumPy does.
     */
    public Optional<View> reshaped(List<Extent> target) {
        if (target.equals(extents)) {
            return Optional.of(this);
        }
        List<Extent> from = new ArrayList<>();
        List<Integer> steps = new ArrayList<>();
        for (int k = 0; k < rank(); k++) {
            if (!extents.get(k).isOne()) {
                from.add(extents.get(k));
                steps.add(strides.get(k));
            }
        }
        Integer[] result = new Integer[target.size()];
        int i = 0;
        int j = 0;
        while (i < from.size()) {
            while (j < target.size() && target.get(j).isOne()) {
                result[j++] = 0;
            }
            if (j == target.size()) {
                return Optional.empty();
            }
            int endI = i + 1;
            int endJ = j + 1;
            Extent left = from.get(i);
            Extent right = target.get(j);
            while (!left.equals(right)) {
                boolean growLeft = left.compareTo(right) < 0;
                if (growLeft ? endI == from.size() : endJ == target.size()) {
                    return Optional.empty();
                }
                Extent next = growLeft ? from.get(endI++) : target.get(endJ++);
                if (next.batch() && (growLeft ? left : right).batch()) {
                    return Optional.empty();
                }
                if (growLeft) {
                    left = left.times(next);
                } else {
                    right = right.times(next);
                }
            }
            for (int k = i; k + 1 < endI; k++) {
                if (!mergeable(steps.get(k), from.get(k + 1), steps.get(k + 1))) {
                    return Optional.empty();
                }
            }
            int stride = steps.get(endI - 1);
            for (int k = endJ - 1; k >= j; k--) {
                result[k] = target.get(k).isOne() ? 0 : stride;
                if (k > j && stride != 0 && !target.get(k).isOne()) {
                    if (target.get(k).batch()) {
                        return Optional.empty();
                    }
                    stride = Math.multiplyExact(stride, target.get(k).factor());
                }
            }
            i = endI;
            j = endJ;
        }
        while (j < target.size()) {
            if (!target.get(j).isOne()) {
                return Optional.empty();
            }
            result[j++] = 0;
        }
        return Optional.of(new View(buffer, offset, target, List.of(result)));
    }

    /** Whether an axis of stride {@code outer} and the one below it, of extent and stride given, run through as one. */
    public static boolean mergeable(int outer, Extent innerExtent, int inner) {
        return inner == 0 ? outer == 0 : !innerExtent.batch() && outer == (long) inner * innerExtent.factor();
    }
}
