package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.step.MapStep.Reduction;

/** {@code @ReduceMax}: max x over axes of the sample. */
@AutoService(Operator.class)
public final class ReduceMaxOperator extends Reduced {
    public ReduceMaxOperator() {
        super("ReduceMax", Reduction.MAX);
    }

    @Override
    public Documentation documentation() {
        return documentation("max x");
    }
}
