package dev.netwright.processor.write;

import com.palantir.javapoet.CodeBlock;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.step.CopyStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.Step;
import java.util.List;

/**
 * A copy: runs without a gap by {@code System.arraycopy}, the rest float by float.
 *
 * <pre>{@code
 * for (int i = from; i < to; i++) {
 *     System.arraycopy(x, xAt + 64 * i, y, yAt + 96 * i, 64);
 * }
 * }</pre>
 */
final class CopyCode {
    /** Shortest run worth a call. */
    private static final int MIN_RUN = 4;

    private CopyCode() {}

    /** Whether a step is a copy, or a map that does nothing else. */
    static boolean copies(Step step) {
        return step instanceof CopyStep
                || (step instanceof MapStep map
                        && map.body() instanceof Expr.Var
                        && map.reduced() == 0
                        && map.inputs().size() == 1);
    }

    static void write(Kernel kernel, Kernel.Part part, CodeBlock.Builder code, FreeNames names) {
        Step step = part.step();
        Nest nest = Nest.of(
                step.output().extents(),
                0,
                List.of(
                        new Access(part.output(), step.output().strides()),
                        new Access(part.reads().get(0), step.reads().get(0).strides())));
        int last = nest.axes().size() - 1;
        boolean run = !step.accumulate()
                && kernel.elements().get(part.reads().get(0)).floats()
                && nest.accesses().stream().allMatch(a -> a.strides().get(last) == 1)
                && isLong(nest.axes().get(last));
        int depth = nest.axes().size();
        Loops loops = new Loops(kernel, nest, code, names.inner());
        int end = run ? last : depth;
        loop(loops, 0, end, loops.start(), List.of(end, end), (at, array) -> {
            if (!run) {
                code.addStatement(
                        "$L $L $L", loops.element(0, at), step.accumulate() ? "+=" : "=", loops.element(1, at));
                return;
            }
            Axis axis = nest.axes().get(last);
            int factor = axis.extent().factor();
            String length = axis.rows()
                    ? factor == 1 ? "to - from" : factor + " * (to - from)"
                    : JavaCode.length(axis.extent());
            code.addStatement(JavaCode.of("System.arraycopy(%s, %s, %s, %s, %s)"
                    .formatted(
                            array.get(1),
                            axis.rows() ? JavaCode.plus(at.get(1), factor, "from") : at.get(1),
                            array.get(0),
                            axis.rows() ? JavaCode.plus(at.get(0), factor, "from") : at.get(0),
                            length)));
        });
    }

    private static boolean isLong(Axis axis) {
        Extent extent = axis.extent();
        return axis.rows() || extent.batch() || extent.factor() >= MIN_RUN;
    }

    private interface Leaf {
        void write(List<String> at, List<String> arrays);
    }

    private static void loop(Loops loops, int axis, int end, List<String> at, List<Integer> used, Leaf leaf) {
        if (axis == end) {
            leaf.write(at, loops.arrays());
            return;
        }
        List<String> inside = loops.open(axis, at, used);
        loop(loops, axis + 1, end, inside, used, leaf);
        loops.close();
    }
}
