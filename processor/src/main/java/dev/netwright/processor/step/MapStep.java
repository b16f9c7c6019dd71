package dev.netwright.processor.step;

import dev.netwright.processor.pointwise.Expr;
import java.util.List;

/**
 * An expression at every point of an iteration space, reduced over the last axes or not:
 * {@code output[i] = reduce over j of body(inputs₀[i, j], inputs₁[i, j], …)}.
 *
 * @param extents the iteration space
 * @param inputs views with exactly these extents, stride 0 where they are broadcast; {@code Var(k)} reads input k
 * @param output a view whose extents are the first {@code extents.size() - reduced}; no stride 0 but over extents of 1
 * @param body the expression
 * @param reduction how the last axes are reduced
 * @param reduced how many of the last axes are reduced, 0 with {@code NONE}
 * @param accumulate whether the result is added to the output
 */
public record MapStep(
        List<Extent> extents,
        List<View> inputs,
        View output,
        Expr body,
        Reduction reduction,
        int reduced,
        boolean accumulate)
        implements Step {
    /** Reductions. {@code MAX} of values of which one is NaN is NaN. Sums run in ascending order of the index. */
    public enum Reduction {
        NONE,
        SUM,
        MAX
    }

    public MapStep {
        extents = List.copyOf(extents);
        inputs = List.copyOf(inputs);
        for (View input : inputs) {
            if (!input.extents().equals(extents)) {
                throw new IllegalArgumentException("input " + input.extents() + " of a map over " + extents);
            }
        }
        if (!output.extents().equals(extents.subList(0, extents.size() - reduced))) {
            throw new IllegalArgumentException(
                    "output " + output.extents() + " of a map over " + extents + " that reduces " + reduced);
        }
    }

    @Override
    public List<View> reads() {
        return inputs;
    }

    @Override
    public Step accumulating(boolean accumulate) {
        return new MapStep(extents, inputs, output, body, reduction, reduced, accumulate);
    }

    @Override
    public void adjoint(Gradients gradients) {
        MapAdjoint.emit(this, gradients);
    }
}
