package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.MapStep.Reduction;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;

/** {@code @ReduceMean}: Σ x / m of m values over axes of the sample. */
@AutoService(Operator.class)
public final class ReduceMeanOperator extends Reduced {
    public ReduceMeanOperator() {
        super("ReduceMean", Reduction.SUM);
    }

    @Override
    View finish(Site site, Lowering lowering, View sum) {
        List<View> views = new ArrayList<>(List.of(sum));
        Expr mean = Exprs.mul(Exprs.input(0), Exprs.constant(1.0 / count(site)));
        for (int axis : reducedVarying(site)) {
            View lengths = Masks.lengths(site.input(0), axis, lowering);
            for (int k = lengths.rank(); k > sum.rank(); k--) {
                lengths = Views.without(lengths, k - 1);
            }
            mean = Exprs.div(mean, Exprs.input(views.size()));
            views.add(lengths);
        }
        return lowering.map(mean, sum.extents(), views);
    }

    @Override
    public Documentation documentation() {
        return documentation("Σ x / m of m values");
    }
}
