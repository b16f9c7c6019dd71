package dev.netwright.processor.step;

import java.util.List;

/**
 * Convolution and its adjoints. The three are derivatives of one form, linear in each of its arguments,
 * {@code T = Σ x[n, g, c, o · s + k · d - p] w[g, m, c, k] y[n, g, m, o]}: with respect to y the convolution of x, with respect to x the
 * transposed convolution of y, with respect to w the gradient of the filters. The step computes the one that {@code role} names from
 * the other two, so the adjoint of each consists of the others.
 *
 * @param x {@code [N, groups, channels of a group, spatial…]}
 * @param w {@code [groups, filters of a group, channels of a group, kernel…]}
 * @param y {@code [N, groups, filters of a group, results…]}
 * @param geometry how windows lie on the spatial axes
 * @param role which of the three is computed
 * @param accumulate whether the result is added to the output
 */
public record ConvolveStep(View x, View w, View y, Geometry geometry, Role role, boolean accumulate) implements Step {
    /** What is computed. */
    public enum Role {
        /** y from x and w: the convolution. */
        OUTPUT,
        /** x from w and y: the transposed convolution. */
        INPUT,
        /** w from x and y, a sum over the samples. */
        WEIGHT
    }

    public ConvolveStep {
        int rank = geometry.rank() + 3;
        boolean fits = x.rank() == rank
                && w.rank() == rank
                && y.rank() == rank
                && x.extents().get(0).equals(y.extents().get(0))
                && x.extents().get(1).equals(w.extents().get(0))
                && y.extents().get(1).equals(w.extents().get(0))
                && x.extents().get(2).equals(w.extents().get(2))
                && y.extents().get(2).equals(w.extents().get(1));
        if (!fits || !x.contiguous() || !w.contiguous() || !y.contiguous()) {
            throw new IllegalArgumentException("convolution of " + x + " with " + w + " to " + y + " by " + geometry);
        }
    }

    @Override
    public List<View> reads() {
        return switch (role) {
            case OUTPUT -> List.of(x, w);
            case INPUT -> List.of(w, y);
            case WEIGHT -> List.of(x, y);
        };
    }

    @Override
    public View output() {
        return switch (role) {
            case OUTPUT -> y;
            case INPUT -> x;
            case WEIGHT -> w;
        };
    }

    @Override
    public Step accumulating(boolean accumulate) {
        return new ConvolveStep(x, w, y, geometry, role, accumulate);
    }

    @Override
    public void adjoint(Gradients gradients) {
        ConvolveStep given = with(role, gradients.of(output()));
        for (Role other : Role.values()) {
            if (other != role && gradients.wants(of(other))) {
                ConvolveStep step = given.with(other, gradients.of(of(other)));
                gradients.emit(new ConvolveStep(step.x, step.w, step.y, geometry, other, true));
            }
        }
    }

    /** The view of a role. */
    public View of(Role part) {
        return switch (part) {
            case OUTPUT -> y;
            case INPUT -> x;
            case WEIGHT -> w;
        };
    }

    private ConvolveStep with(Role part, View view) {
        return new ConvolveStep(
                part == Role.INPUT ? view : x,
                part == Role.WEIGHT ? view : w,
                part == Role.OUTPUT ? view : y,
                geometry,
                role,
                accumulate);
    }
}
