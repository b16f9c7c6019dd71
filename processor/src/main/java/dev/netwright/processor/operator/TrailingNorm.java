package dev.netwright.processor.operator;

import java.util.List;

/** A normalization over the axes of the sample from {@code axis} on. */
abstract class TrailingNorm extends SampleNorm {
    TrailingNorm(String name) {
        super(name);
    }

    @Override
    public final boolean takesVarying() {
        return true;
    }

    private static int axis(Site site) {
        return Axes.fromStart(site.attributes().integer("axis"), site.input(0).rank());
    }

    @Override
    final Division division(Site site) {
        TensorType x = site.input(0);
        int length = Math.toIntExact(TensorType.size(learned(site)));
        return new Division(Math.toIntExact(x.size() / length), length, 1, true);
    }

    @Override
    final List<Integer> learned(Site site) {
        TensorType x = site.input(0);
        return x.shape().subList(axis(site), x.rank());
    }

    @Override
    boolean fits(Site site) {
        TensorType x = site.input(0);
        if (Checks.axis(site, "axis", x) < 0) {
            return false;
        }
        int last = x.varies() ? x.varying().lastKey() : -1;
        if (last < axis(site)) {
            return true;
        }
        Checks.varying(
                site,
                0,
                last,
                "axes from " + axis(site) + " on that are the same for every sample",
                last + 1 < x.rank() ? "write  axis = " + (last + 1) : Checks.without(site, 0, last));
        return false;
    }

    /** The axis counted from the end, the same with and without a batch dimension. */
    static long fromEnd(Site site) {
        return axis(site) - (long) site.input(0).rank();
    }
}
