package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.step.MapStep.Reduction;

/** {@code @ReduceSum}: Σ x over axes of the sample. */
@AutoService(Operator.class)
public final class ReduceSumOperator extends Reduced {
    public ReduceSumOperator() {
        super("ReduceSum", Reduction.SUM);
    }

    @Override
    public Documentation documentation() {
        return documentation("Σ x");
    }
}
