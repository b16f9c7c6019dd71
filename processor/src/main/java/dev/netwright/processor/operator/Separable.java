package dev.netwright.processor.operator;

import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;

/**
 * Spatial axes made longer, one after the other, each from the value that the one before it left: every result reads only the elements
 * that it depends on, so that an infinity stays where it is.
 */
final class Separable {
    private Separable() {}

    /**
     * How one axis grows.
     *
     * @param length its new length
     * @param filling the steps that make it
     */
    record Growth(int length, Filling filling) {}

    /** Emits the steps that write the whole of {@code to} from {@code from}; both are {@code [before, length, after]}. */
    interface Filling {
        void fill(View from, View to);
    }

    /** The axis that a {@link Filling} is about. */
    static final int AXIS = 1;

    /** The input, of {@code [channels, lengths…]}, with each spatial axis grown; one that keeps its length stays as it is. */
    static View lower(Site site, Lowering lowering, List<Growth> growths) {
        View value = Planes.contiguous(site, lowering, site.input(0).shape());
        for (int k = 0; k < growths.size(); k++) {
            Growth growth = growths.get(k);
            int axis = k + 2;
            Extent length = value.extents().get(axis);
            if (length.equals(Extent.of(growth.length()))) {
                continue;
            }
            Extent before = product(value.extents().subList(0, axis));
            Extent after = product(value.extents().subList(axis + 1, value.rank()));
            View to = lowering.allocate(List.of(before, Extent.of(growth.length()), after));
            growth.filling().fill(lowering.reshape(value, List.of(before, length, after)), to);
            List<Extent> extents = new ArrayList<>(value.extents());
            extents.set(axis, Extent.of(growth.length()));
            value = lowering.reshape(to, extents);
        }
        return lowering.reshape(value, site.output().extents());
    }

    /** Writes the element at {@code index} of an axis to {@code length} places from {@code at} on; none where that is 0. */
    static void repeat(Lowering lowering, View from, int index, View to, int at, int length) {
        if (length > 0) {
            View element = Views.without(Views.part(from, AXIS, index, 1), AXIS);
            View repeated = Views.repeatedAt(element, AXIS, Extent.of(length));
            lowering.emit(Planes.copied(repeated, Views.part(to, AXIS, at, length)));
        }
    }

    private static Extent product(List<Extent> extents) {
        return extents.stream().reduce(Extent.of(1), Extent::times);
    }
}
