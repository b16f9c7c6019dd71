package dev.netwright.processor.write;

import com.palantir.javapoet.CodeBlock;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.step.MapStep;
import java.util.List;

/**
 * The sum of each column of a matrix, as of a bias's gradient over the batch, by the runtime.
 *
 * <pre>{@code
 * Sums.columns(x, xAt, 64, n, y, yAt, false, from, to);
 * }</pre>
 */
final class SumCode {
    private SumCode() {}

    /** Whether a map sums up columns of consecutive floats. */
    static boolean sums(MapStep map) {
        return map.reduction() == MapStep.Reduction.SUM
                && map.body() instanceof Expr.Var
                && map.reduced() == 1
                && map.extents().size() == 2
                && map.inputs().get(0).strides().get(0) == 1
                && map.inputs().get(0).strides().get(1) > 1
                && map.output().strides().equals(List.of(1));
    }

    static void write(Kernel kernel, Kernel.Part part, CodeBlock.Builder code) {
        MapStep map = (MapStep) part.step();
        int input = part.reads().get(0);
        code.addStatement(JavaCode.of("Sums.columns(%s, %s, %d, %s, %s, %s, %b, from, to)"
                .formatted(
                        kernel.arrays().get(input),
                        kernel.offsets().get(input),
                        map.inputs().get(0).strides().get(1),
                        JavaCode.length(map.extents().get(1)),
                        kernel.arrays().get(part.output()),
                        kernel.offsets().get(part.output()),
                        map.accumulate())));
    }
}
