package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.View;
import dev.netwright.runtime.checkpoint.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code @PReLU}: y = x where x &gt; 0, else slope · x, with a learned slope for each index of the first axis, or one for all (He et al.
 * 2015).
 */
@AutoService(Operator.class)
public final class PReLUOperator extends Structured {
    public PReLUOperator() {
        super("PReLU", Position.ANYWHERE);
    }

    @Override
    public boolean takesVarying() {
        return true;
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        if (!Checks.floats(site)) {
            return Optional.empty();
        }
        TensorType x = site.input(0);
        if (x.varies(0) && !site.attributes().flag("shared")) {
            Checks.varying(
                    site, 0, 0, "a first axis that is the same for every sample, or one slope", "write  shared = true");
            return Optional.empty();
        }
        return Optional.of(x);
    }

    @Override
    public List<ParameterSpec> parameters(Site site) {
        return List.of(ParameterSpec.learned("slope", List.of(slopes(site)), Role.SLOPE, "CONSTANT", 0.25));
    }

    private static int slopes(Site site) {
        return site.attributes().flag("shared") ? 1 : site.input(0).shape().get(0);
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        TensorType type = site.output();
        List<Extent> perIndex = new ArrayList<>(List.of(Extent.of(slopes(site))));
        for (int k = 1; k < type.rank(); k++) {
            perIndex.add(Extent.of(1));
        }
        View slope = lowering.reshape(lowering.parameter("slope"), perIndex);
        Expr body = Exprs.select(
                Expr.Comparison.GT,
                Exprs.input(0),
                Exprs.constant(0),
                Exprs.input(0),
                Exprs.mul(Exprs.input(1), Exprs.input(0)));
        return lowering.map(body, type.extents(), List.of(lowering.input(0), slope));
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        int rank = site.output().rank();
        String slope = graph.parameter("slope");
        if (rank > 1 && slopes(site) > 1) {
            List<Long> perIndex = new ArrayList<>(List.of((long) slopes(site)));
            for (int k = 1; k < rank; k++) {
                perIndex.add(1L);
            }
            slope = graph.node("Reshape", List.of(slope, graph.integers(perIndex)));
        }
        return graph.node("PRelu", List.of(graph.input(0), slope));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "y = x where x > 0, else slope · x",
                "any, kept",
                "`slope` [dim 0], or [1] where `shared`; 0.25",
                "`PRelu`; `Reshape` of the slope from rank 2 on");
    }
}
