package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.MapStep.Reduction;
import dev.netwright.processor.step.View;
import java.util.List;

/** {@code @ReduceMean}: Σ x / m of m values over axes of the sample. */
@AutoService(Operator.class)
public final class ReduceMeanOperator extends Reduced {
    public ReduceMeanOperator() {
        super("ReduceMean", Reduction.SUM);
    }

    @Override
    View finish(Site site, Lowering lowering, View sum) {
        return lowering.map(Exprs.mul(Exprs.input(0), Exprs.constant(1.0 / count(site))), sum.extents(), List.of(sum));
    }

    @Override
    public Documentation documentation() {
        return documentation("Σ x / m of m values");
    }
}
