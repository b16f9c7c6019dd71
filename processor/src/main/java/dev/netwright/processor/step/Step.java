package dev.netwright.processor.step;

import java.util.List;

/**
 * One of the closed set of computations over views that operators lower to. A step knows what it reads and writes and its
 * adjoint; the interpreter and the writers know how to run it.
 */
public sealed interface Step permits MapStep, MatMulStep, ConvolveStep, PoolStep, CopyStep, RandomStep {
    /** Views read, without those only accumulated into. */
    List<View> reads();

    /** The view written. */
    View output();

    /** Whether the result is added to what the output holds, in place of replacing it. */
    boolean accumulate();

    /** The same step, adding to its output or replacing it. */
    Step accumulating(boolean accumulate);

    /**
     * Emits the steps that carry the gradient from the output to what was read. Steps emitted add to gradients
     * ({@link #accumulate()}); the plan turns a first addition into a replacement where it may.
     */
    void adjoint(Gradients gradients);
}
