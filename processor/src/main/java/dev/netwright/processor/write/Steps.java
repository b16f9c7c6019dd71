package dev.netwright.processor.write;

import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.CopyStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.PoolStep;
import dev.netwright.processor.step.RandomStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.List;

/** Facts of steps that several writers need. */
final class Steps {
    private Steps() {}

    /** Whether a product runs over rows with its right operand packed: it has no batch axes. */
    static boolean packed(Step step) {
        return step instanceof MatMulStep product && product.output().rank() == 2;
    }

    /** What the kernel reads through its arguments; a packed operand comes as a panel. */
    static List<View> operands(Step step) {
        return packed(step) ? List.of(((MatMulStep) step).a()) : step.reads();
    }

    /** Everything of a step that its kernel's code depends on but for which operands it has. */
    static String signature(Step step) {
        StringBuilder text = new StringBuilder();
        if (step instanceof MapStep map) {
            text.append("map ")
                    .append(map.extents())
                    .append(map.reduction())
                    .append(map.reduced())
                    .append(new Body(map.body()).signature());
        } else if (step instanceof MatMulStep product) {
            text.append("product ").append(product.output().extents());
            if (packed(step)) {
                text.append(product.a().strides());
            } else {
                text.append(product.a().extents());
            }
        } else if (step instanceof CopyStep copy) {
            text.append("copy ").append(copy.output().extents());
        } else if (step instanceof ConvolveStep convolution) {
            text.append("convolution ").append(convolution.role()).append(convolution.geometry());
            for (ConvolveStep.Role role : ConvolveStep.Role.values()) {
                text.append(convolution.of(role).extents());
            }
        } else if (step instanceof PoolStep pool) {
            text.append(pool.form())
                    .append(pool.kernel())
                    .append(pool.geometry())
                    .append(pool.countPadding());
            text.append(pool.x().extents()).append(pool.y().extents());
        } else if (step instanceof RandomStep random) {
            text.append("random ").append(random.output().extents());
        }
        operands(step).forEach(view -> text.append(view.strides()));
        return text.append(step.output().strides()).append(step.accumulate()).toString();
    }

    /** Whether the kernel needs the batch size. */
    static boolean usesBatch(Step step) {
        if (step instanceof MapStep map) {
            return batchWithin(map.extents()) || (map.reduced() == map.extents().size() && batchFirst(map.extents()));
        }
        if (step instanceof MatMulStep product && !packed(step)) {
            View output = product.output();
            boolean added = output.rank() > 2 && output.strides().get(0) == 0 && batchFirst(output.extents());
            return added
                    || batchWithin(product.a().extents())
                    || batchWithin(product.b().extents());
        }
        if (step instanceof ConvolveStep convolution && convolution.role() == ConvolveStep.Role.WEIGHT) {
            return batchFirst(convolution.x().extents());
        }
        return batchWithin(step.output().extents());
    }

    private static boolean batchFirst(List<Extent> extents) {
        return !extents.isEmpty() && extents.get(0).batch();
    }

    private static boolean batchWithin(List<Extent> extents) {
        return extents.stream().skip(1).anyMatch(Extent::batch);
    }

    /** Bytes of bytecode that a step's loops take, estimated from above. */
    static int bytes(Step step) {
        if (step instanceof MapStep map) {
            return 60 + 20 * map.extents().size() * (map.inputs().size() + 1) + 9 * new Body(map.body()).size();
        }
        return 60 + 40 * step.output().rank();
    }
}
