package dev.netwright.processor.step;

import java.util.List;

/**
 * Any strided copy between views of equal extents: concatenation, slicing, padding, transposition.
 *
 * @param input what is copied, no stride 0 but over extents of 1 (a broadcast is a {@link MapStep})
 * @param output where to
 * @param accumulate whether the input is added to the output
 */
public record CopyStep(View input, View output, boolean accumulate) implements Step {
    public CopyStep {
        if (!input.extents().equals(output.extents())) {
            throw new IllegalArgumentException("copy of " + input.extents() + " to " + output.extents());
        }
    }

    @Override
    public List<View> reads() {
        return List.of(input);
    }

    @Override
    public Step accumulating(boolean accumulate) {
        return new CopyStep(input, output, accumulate);
    }

    @Override
    public void adjoint(Gradients gradients) {
        if (gradients.wants(input)) {
            gradients.emit(new CopyStep(gradients.of(output), gradients.of(input), true));
        }
    }
}
