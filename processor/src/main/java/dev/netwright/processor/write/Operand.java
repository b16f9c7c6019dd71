package dev.netwright.processor.write;

import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where a plan's code finds a view: an array, and the offset {@code base + fixed + perSample * n}.
 *
 * @param array the array, an expression of the plan: {@code w}, {@code in[0]}
 * @param base an offset that the call brings, {@code inAt[0]}, or empty
 * @param fixed the literal part
 * @param perSample what is multiplied by the batch size
 * @param elements what the array holds
 */
record Operand(String array, String base, long fixed, int perSample, Elements elements) {
    private Operand(String array, String base, long fixed, int perSample) {
        this(array, base, fixed, perSample, Elements.FLOATS);
    }

    /** The place of a view's first element. */
    static Operand of(Plan plan, View view) {
        Buffer buffer = view.buffer();
        long at = view.offset();
        return switch (buffer.space()) {
            case INPUT -> {
                Elements elements = Elements.of(plan, buffer);
                String array = elements.field() + "[" + buffer.index() + "]";
                yield new Operand(array, "inAt[" + buffer.index() + "]", at, 0, elements);
            }
            case OUTPUT -> new Operand("out[" + buffer.index() + "]", "outAt[" + buffer.index() + "]", at, 0);
            case PARAMETER -> new Operand("p", "", buffer.index() + at, 0);
            case STATE -> new Operand("b", "", buffer.index() + at, 0);
            case GRADIENT -> new Operand("g", "", buffer.index() + at, 0);
            case CONSTANT -> new Operand("CONSTANTS", "", buffer.index() + at, 0);
            case WORK -> {
                Plan.Slot slot = Objects.requireNonNull(plan.layout().slots().get(buffer), buffer::toString);
                yield new Operand("w", "", slot.fixed() + at, slot.perSample());
            }
        };
    }

    /** The offset as an expression. */
    String offset() {
        List<String> terms = new ArrayList<>();
        if (!base.isEmpty()) {
            terms.add(base);
        }
        if (fixed != 0 || (base.isEmpty() && perSample == 0)) {
            terms.add(JavaCode.integer(fixed));
        }
        if (perSample != 0) {
            terms.add(JavaCode.times(perSample, "n"));
        }
        return String.join(" + ", terms);
    }
}
