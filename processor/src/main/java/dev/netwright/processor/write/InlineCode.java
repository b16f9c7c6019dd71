package dev.netwright.processor.write;

import com.palantir.javapoet.CodeBlock;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.Stage;
import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.PoolStep;
import dev.netwright.processor.step.RandomStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stage that is one call of the runtime stands in the plan's switch itself: a kernel would only pass its arguments on.
 *
 * <pre>{@code
 * case HIDDEN1_BACK2 -> MatMul.rows(in[0], inAt[0], 1, 784, panels[7], g, 0, 1, 784, false, from, to);
 * }</pre>
 */
final class InlineCode {
    private InlineCode() {}

    /** The statement of a stage with its places in it; empty where it is more than a call. */
    static Optional<CodeBlock> of(Plan plan, Stage stage, int panel) {
        Step step = stage.steps().get(0);
        boolean loops = step instanceof MapStep map && !CopyCode.copies(map) && !SumCode.sums(map);
        if (stage.steps().size() > 1 || loops || step instanceof ConvolveStep || step instanceof PoolStep) {
            return Optional.empty();
        }
        List<View> views = new ArrayList<>(Steps.operands(step));
        List<Integer> reads = new ArrayList<>();
        for (int k = 0; k < views.size(); k++) {
            reads.add(k);
        }
        views.add(step.output());
        List<Operand> places =
                views.stream().map(view -> Operand.of(plan, view)).toList();
        String extra = Steps.packed(step)
                ? "panels[" + panel + "]"
                : step instanceof RandomStep random ? Integer.toString(random.stream()) : "";
        Kernel.Part part = new Kernel.Part(step, reads, reads.size(), extra);
        Kernel kernel = new Kernel(
                "",
                "",
                List.of(part),
                List.of(),
                places.stream().map(Operand::array).toList(),
                places.stream().map(Operand::offset).toList(),
                views.stream().map(view -> "x").toList(),
                places.stream().map(Operand::elements).toList());
        CodeBlock code =
                KernelsWriter.code(kernel, part, new Formulas(new FreeNames(false)), new WindowCode(List.of()));
        return code.toString().indexOf('{') < 0 ? Optional.of(code) : Optional.empty();
    }
}
