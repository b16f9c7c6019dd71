package dev.netwright.processor.write;

import com.palantir.javapoet.CodeBlock;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.MapStep.Reduction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The loops of a map.
 *
 * <pre>{@code
 * for (int i = from; i < to; i++) {
 *     int xRow = xAt + 10 * i;
 *     double sum = 0;
 *     for (int j = 0; j < 10; j++) {
 *         sum += x[xRow + j];
 *     }
 *     y[yAt + i] = (float) sum;
 * }
 * }</pre>
 *
 * <p>A sum held in a local is a double: each of its additions waits for the one before, in double hardly longer than in float (3 % for a
 * thousand terms, a fifth of a nanosecond a term for a few), and terms that cancel lose nothing but their own roundings.
 */
final class MapCode {
    /** Views above which indices are written out: a local for each would make the method too large. */
    private static final int MANY = 60;

    private final Kernel kernel;
    private final MapStep step;
    private final Formulas formulas;
    private final CodeBlock.Builder code;
    private final FreeNames names;
    private final List<Access> accesses = new ArrayList<>();
    private final List<Integer> accessOfInput = new ArrayList<>();

    private MapCode(Kernel kernel, Kernel.Part part, Formulas formulas, CodeBlock.Builder code, FreeNames names) {
        this.kernel = kernel;
        this.step = (MapStep) part.step();
        this.formulas = formulas;
        this.code = code;
        this.names = names;
        List<Integer> output = new ArrayList<>(step.output().strides());
        output.addAll(Collections.nCopies(step.reduced(), 0));
        accesses.add(new Access(part.output(), output));
        for (int k = 0; k < step.inputs().size(); k++) {
            Access access = new Access(part.reads().get(k), step.inputs().get(k).strides());
            int known = accesses.subList(1, accesses.size()).indexOf(access) + 1;
            if (known == 0) {
                accesses.add(access);
                known = accesses.size() - 1;
            }
            accessOfInput.add(known);
        }
    }

    /** Writes a map's loops. */
    static void write(Kernel kernel, Kernel.Part part, Formulas formulas, CodeBlock.Builder code, FreeNames names) {
        MapCode map = new MapCode(kernel, part, formulas, code, names);
        Nest nest = Nest.of(map.step.extents(), map.step.reduced(), map.accesses);
        boolean reduces = nest.axes().stream().anyMatch(Axis::reduced);
        List<Integer> order = reduces ? nest.alongMemory() : List.of();
        boolean fillFirst = !map.step.accumulate();
        if (!reduces) {
            map.new Run(nest, Mode.EACH).loop();
        } else if (order.isEmpty() || (!fillFirst && map.step.reduction() == Reduction.MAX)) {
            map.new Run(nest, Mode.REDUCE).loop();
        } else {
            if (fillFirst) {
                map.new Run(nest.fill(), Mode.FILL).loop();
            }
            map.new Run(nest.ordered(order), Mode.ADD).loop();
        }
    }

    private enum Mode {
        /** One value a point. */
        EACH,
        /** A local reduces the inner axes. */
        REDUCE,
        /** The start of a reduction into the output. */
        FILL,
        /** A reduction into the output. */
        ADD
    }

    /** One nest of loops. */
    private final class Run {
        private final Nest nest;
        private final Mode mode;
        private final Loops loops;
        private final int kept;
        private final List<Integer> used;
        private final FreeNames scope = names.inner();
        private final @Nullable String[] loaded;

        Run(Nest nest, Mode mode) {
            this.nest = nest;
            this.mode = mode;
            this.loops = new Loops(kernel, nest, code, scope);
            this.kept = mode == Mode.REDUCE
                    ? (int) nest.axes().stream().filter(axis -> !axis.reduced()).count()
                    : nest.axes().size();
            this.used = IntStream.range(0, nest.accesses().size())
                    .mapToObj(a -> nest.accesses().size() > MANY
                            ? 0
                            : a == 0 ? kept : nest.axes().size())
                    .toList();
            this.loaded = new String[nest.accesses().size()];
        }

        void loop() {
            loop(0, loops.start(), "");
        }

        private void loop(int axis, List<String> at, String reduced) {
            if (mode == Mode.REDUCE && axis == kept && reduced.isEmpty()) {
                reduce(axis, at);
                return;
            }
            if (axis == nest.axes().size()) {
                point(at, reduced);
                return;
            }
            if (axis == nest.axes().size() - 1) {
                loadRepeated(axis, at);
            }
            List<String> inside = loops.open(axis, at, used);
            loop(axis + 1, inside, reduced);
            loops.close();
        }

        private void reduce(int axis, List<String> at) {
            boolean max = step.reduction() == Reduction.MAX;
            String local = scope.take(max ? "max" : "sum");
            code.addStatement(JavaCode.of(max ? "float " + local + " = " + start() : "double " + local + " = 0"));
            loop(axis, at, local);
            String result = max ? local : "(float) " + local;
            code.addStatement("$L $L $L", loops.element(0, at), step.accumulate() ? "+=" : "=", result);
        }

        private String start() {
            return step.reduction() == Reduction.MAX ? "Float.NEGATIVE_INFINITY" : "0f";
        }

        /** What the innermost loop does not move along is read before it: the compiler cannot tell that it stays. */
        private void loadRepeated(int axis, List<String> at) {
            for (int a = 1; a < nest.accesses().size(); a++) {
                Access access = nest.accesses().get(a);
                if (!access.moves(axis) && access.argument() != nest.output().argument() && axis > 0) {
                    loaded[a] = scope.take(kernel.labels().get(access.argument()) + "Value");
                    code.addStatement("float $L = $L", loaded[a], loops.element(a, at));
                }
            }
        }

        private void point(List<String> at, String reduced) {
            String output = loops.element(0, at);
            if (mode == Mode.FILL) {
                code.addStatement(JavaCode.of(output + " = " + start()));
                return;
            }
            List<String> inputs = new ArrayList<>();
            for (int a : accessOfInput) {
                inputs.add(loaded[a] == null ? loops.element(a, at) : loaded[a]);
            }
            String value = formulas.write(kernel.name(), step.body(), inputs, code, scope);
            String target = mode == Mode.REDUCE ? reduced : output;
            boolean max = mode != Mode.EACH && step.reduction() == Reduction.MAX;
            boolean add = mode == Mode.EACH ? step.accumulate() : !max;
            code.addStatement(JavaCode.of(
                    max
                            ? target + " = Math.max(" + target + ", " + value + ")"
                            : target + (add ? " += " : " = ") + value));
        }
    }
}
