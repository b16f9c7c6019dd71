package dev.netwright.processor.plan;

import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.CopyStep;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.PoolStep;
import dev.netwright.processor.step.RandomStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.List;
import java.util.Map;

/** Puts buffers in place of others. */
final class Renaming {
    private Renaming() {}

    static Step of(Step step, Map<Buffer, Buffer> names) {
        if (step instanceof MapStep map) {
            List<View> inputs = map.inputs().stream().map(v -> of(v, names)).toList();
            return new MapStep(
                    map.extents(),
                    inputs,
                    of(map.output(), names),
                    map.body(),
                    map.reduction(),
                    map.reduced(),
                    map.accumulate());
        } else if (step instanceof MatMulStep m) {
            return new MatMulStep(of(m.a(), names), of(m.b(), names), of(m.output(), names), m.accumulate());
        } else if (step instanceof CopyStep copy) {
            return new CopyStep(of(copy.input(), names), of(copy.output(), names), copy.accumulate());
        }
        if (step instanceof ConvolveStep c) {
            return new ConvolveStep(
                    of(c.x(), names), of(c.w(), names), of(c.y(), names), c.geometry(), c.role(), c.accumulate());
        } else if (step instanceof PoolStep p) {
            return new PoolStep(
                    p.form(),
                    of(p.x(), names),
                    of(p.y(), names),
                    of(p.output(), names),
                    p.kernel(),
                    p.geometry(),
                    p.countPadding(),
                    p.accumulate());
        }
        return new RandomStep(of(step.output(), names), ((RandomStep) step).stream());
    }

    static View of(View view, Map<Buffer, Buffer> names) {
        Buffer name = names.get(view.buffer());
        return name == null ? view : view.on(name);
    }
}
