package dev.netwright.processor.step;

import java.util.List;

/**
 * Fills a contiguous view with numbers uniform in [0, 1), a function of the run's seed, its step, {@code stream} and the
 * element's index in the view (Philox 4×32-10, Salmon et al. 2011).
 *
 * @param output what is filled
 * @param stream number of the node that asks, so that no two share numbers
 */
public record RandomStep(View output, int stream) implements Step {
    @Override
    public List<View> reads() {
        return List.of();
    }

    @Override
    public boolean accumulate() {
        return false;
    }

    @Override
    public Step accumulating(boolean accumulate) {
        if (accumulate) {
            throw new IllegalArgumentException("random numbers are not added to anything");
        }
        return this;
    }

    @Override
    public void adjoint(Gradients gradients) {}
}
