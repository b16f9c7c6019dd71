package dev.netwright.processor.step;

import java.util.List;

/**
 * Maxima or means over windows, and their adjoints. A maximum's gradient goes to the first element of its window, in row-major order,
 * that attains it. A maximum over a NaN is NaN. Padding takes no part in a maximum.
 *
 * @param form what is computed
 * @param x {@code [N, channels, spatial…]}: what windows lie on; for {@code MEAN_ADJOINT} the result itself
 * @param y {@code [N, channels, results…]}: a value for each window; for the adjoints its gradient
 * @param output what is written: y, or for the adjoints the gradient of x
 * @param kernel taps of a window, one a spatial axis
 * @param geometry how windows lie
 * @param countPadding whether a mean divides by all taps, those on padding included
 * @param accumulate whether the result is added to the output
 */
public record PoolStep(
        Form form,
        View x,
        View y,
        View output,
        List<Integer> kernel,
        Geometry geometry,
        boolean countPadding,
        boolean accumulate)
        implements Step {
    /** What is computed. */
    public enum Form {
        /** y, the maxima of x. */
        MAX,
        /** y, the means of x. */
        MEAN,
        /** The gradient of x from x and the gradient of its maxima. */
        MAX_ADJOINT,
        /** The gradient of x from the gradient of its means. */
        MEAN_ADJOINT
    }

    public PoolStep {
        kernel = List.copyOf(kernel);
        int rank = geometry.rank() + 2;
        boolean adjoint = form == Form.MAX_ADJOINT || form == Form.MEAN_ADJOINT;
        boolean fits = x.rank() == rank
                && y.rank() == rank
                && x.extents().subList(0, 2).equals(y.extents().subList(0, 2))
                && output.extents().equals((adjoint ? x : y).extents())
                && kernel.size() == geometry.rank();
        if (!fits || !x.contiguous() || !y.contiguous() || !output.contiguous()) {
            throw new IllegalArgumentException(form + " of " + x + " and " + y + " to " + output);
        }
    }

    /** Maxima or means of x. */
    public static PoolStep of(
            Form form, View x, View y, List<Integer> kernel, Geometry geometry, boolean countPadding) {
        return new PoolStep(form, x, y, y, kernel, geometry, countPadding, false);
    }

    @Override
    public List<View> reads() {
        return switch (form) {
            case MAX, MEAN -> List.of(x);
            case MAX_ADJOINT -> List.of(x, y);
            case MEAN_ADJOINT -> List.of(y);
        };
    }

    @Override
    public Step accumulating(boolean accumulate) {
        return new PoolStep(form, x, y, output, kernel, geometry, countPadding, accumulate);
    }

    @Override
    public void adjoint(Gradients gradients) {
        if (form == Form.MAX_ADJOINT || form == Form.MEAN_ADJOINT) {
            throw new IllegalArgumentException("the adjoint of an adjoint");
        }
        if (gradients.wants(x)) {
            View dx = gradients.of(x);
            boolean max = form == Form.MAX;
            gradients.emit(new PoolStep(
                    max ? Form.MAX_ADJOINT : Form.MEAN_ADJOINT,
                    max ? x : dx,
                    gradients.of(y),
                    dx,
                    kernel,
                    geometry,
                    countPadding,
                    true));
        }
    }
}
