package dev.netwright.processor.plan;

import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;

/**
 * What a step in row form touches of a buffer: row i the floats {@code first + i * stride} to {@code last + i * stride}.
 *
 * @param last {@link Long#MAX_VALUE} where a row's share grows with the batch
 */
record Access(Buffer buffer, boolean write, long stride, long first, long last) {
    /** All that a step touches; the output last. */
    static List<Access> of(Step step) {
        List<Access> result = new ArrayList<>();
        if (step instanceof MatMulStep product) {
            int axis = Rows.rowAxis(product);
            boolean batch = axis < product.output().rank() - 2;
            result.add(of(product.a(), axis, false));
            result.add(of(product.b(), batch ? axis : -1, false));
            result.add(of(product.output(), axis, true));
        } else if (step instanceof ConvolveStep convolution) {
            int samples = convolution.role() == ConvolveStep.Role.WEIGHT ? -1 : 0;
            step.reads().forEach(view -> result.add(of(view, view.equals(convolution.w()) ? -1 : samples, false)));
            result.add(of(step.output(), samples, true));
        } else {
            step.reads().forEach(view -> result.add(of(view, 0, false)));
            result.add(of(step.output(), 0, true));
        }
        return result;
    }

    private static Access of(View view, int rowAxis, boolean write) {
        long last = view.offset();
        long stride = 0;
        for (int k = 0; k < view.rank(); k++) {
            Extent extent = view.extents().get(k);
            long step = view.strides().get(k);
            if (k == rowAxis) {
                stride = step;
            } else if (step != 0) {
                last = extent.batch() || last == Long.MAX_VALUE ? Long.MAX_VALUE : last + step * (extent.factor() - 1);
            }
        }
        return new Access(view.buffer(), write, stride, view.offset(), last);
    }

    /** Whether the order of two accesses matters. */
    boolean conflicts(Access other) {
        return (write || other.write) && buffer.equals(other.buffer);
    }

    /** Whether no row of one touches what another row of the other does. */
    boolean aligned(Access other, Extent rows) {
        long end = Math.max(last, other.last);
        return rows.isOne()
                || (stride > 0
                        && stride == other.stride
                        && end != Long.MAX_VALUE
                        && end - Math.min(first, other.first) < stride);
    }

    /** Whether row i lies within the i-th of equal parts of the buffer. */
    boolean within(Extent rows) {
        if (rows.isOne()) {
            return true;
        }
        return buffer.size()
                .dividedBy(rows)
                .filter(part -> !part.batch() && stride == part.factor() && first >= 0 && last < part.factor())
                .isPresent();
    }
}
