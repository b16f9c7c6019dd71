package dev.netwright.processor.plan;

import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.Extent;
import java.util.List;

/**
 * The floats that each thread keeps for convolutions of one channel and few filters a group, as the runtime's {@code Depthwise} lays them
 * out: padded planes, one for each place between two windows; one shifted for each tap; one of results; sums of gradients of filters at
 * each place.
 */
final class DepthwiseMemory {
    private static final int MOST_FILTERS = 4;

    /** Floats of a padded plane, and a quarter of those of all taps. */
    private static final long MOST = 128 * 1024;

    private final PanelRoom planes = new PanelRoom();
    private final PanelRoom shifted = new PanelRoom();
    private final PanelRoom places = new PanelRoom();
    private long results;

    /** Adds a step; false where it is not of this kind. */
    boolean add(ConvolveStep step) {
        List<Extent> w = step.w().extents();
        int filters = w.get(1).factor();
        int channels = w.get(2).factor();
        int rank = step.geometry().rank();
        long taps = 1;
        long[] padded = {1, 1};
        int[] stride = {1, 1};
        for (int axis = 0; axis < rank; axis++) {
            int kernel = w.get(3 + axis).factor();
            int place = axis + 2 - rank;
            taps *= kernel;
            stride[place] = step.geometry().stride().get(axis);
            padded[place] = (step.y().extents().get(3 + axis).factor() - 1L) * stride[place]
                    + (kernel - 1L) * step.geometry().dilation().get(axis)
                    + 1;
        }
        long down = padded[0] + stride[0];
        long across = padded[1] + stride[1];
        if (channels != 1
                || filters > MOST_FILTERS
                || Math.max(down, across) > MOST
                || down * across > MOST
                || down * across * taps * filters > 4 * MOST) {
            return false;
        }
        int plane = (int) (((padded[0] - 1) / stride[0] + 1) * ((padded[1] - 1) / stride[1] + 1));
        planes.rows(stride[0] * stride[1], plane);
        shifted.rows((int) taps, plane);
        results = Math.max(results, plane);
        if (step.role() == ConvolveStep.Role.WEIGHT) {
            places.rows((int) (filters * taps), plane);
        }
        return true;
    }

    long floats() {
        return planes.floats() + shifted.floats() + places.floats() + results;
    }
}
