package dev.netwright.processor.write;

import com.palantir.javapoet.CodeBlock;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A matrix product, by the runtime's kernels: rows times a packed matrix; a batch of products; a sum of products over a batch.
 *
 * <pre>{@code
 * MatMul.rows(x, xAt, 784, 1, weight, y, yAt, 128, 1, false, from, to);
 * }</pre>
 *
 * Batch axes beyond the one that the runtime's kernel takes become loops around the call.
 */
final class MatMulCode {
    private final Kernel kernel;
    private final Kernel.Part part;
    private final MatMulStep step;
    private final CodeBlock.Builder code;
    private final FreeNames names;

    private MatMulCode(Kernel kernel, Kernel.Part part, CodeBlock.Builder code, FreeNames names) {
        this.kernel = kernel;
        this.part = part;
        this.step = (MatMulStep) part.step();
        this.code = code;
        this.names = names;
    }

    static void write(Kernel kernel, Kernel.Part part, CodeBlock.Builder code, FreeNames names) {
        MatMulCode product = new MatMulCode(kernel, part, code, names);
        if (Steps.packed(part.step())) {
            product.rows();
        } else {
            product.batches();
        }
    }

    private void rows() {
        int a = part.reads().get(0);
        call(
                "rows",
                List.of(
                        kernel.arrays().get(a),
                        kernel.offsets().get(a),
                        strides(step.a(), 2),
                        part.extra(),
                        kernel.arrays().get(part.output()),
                        kernel.offsets().get(part.output()),
                        strides(step.output(), 2),
                        Boolean.toString(step.accumulate()),
                        "from",
                        "to"));
    }

    /** Products in a batch: axes along which the results lie apart come first, then those along which they are added up. */
    private void batches() {
        int batchAxes = step.output().rank() - 2;
        List<Extent> extents = step.output().extents().subList(0, batchAxes);
        List<Access> accesses = List.of(
                access(part.output(), step.output()),
                access(part.reads().get(0), step.a()),
                access(part.reads().get(1), step.b()));
        boolean apart = step.output().strides().get(0) != 0;
        int added = (int) IntStream.range(0, batchAxes)
                .filter(k -> step.output().strides().get(k) == 0)
                .count();
        Nest nest = apart
                ? Nest.of(extents, added, accesses)
                : withoutRows(Nest.of(
                        prepended(extents),
                        added,
                        accesses.stream().map(MatMulCode::prepended).toList()));
        int last = nest.axes().size() - 1;
        Loops loops = new Loops(kernel, nest, code, names);
        loop(loops, nest, 0, last, loops.start(), new ArrayList<>());
    }

    /** Without the axis of the rows; a sum over a single product keeps an axis of one. */
    private static Nest withoutRows(Nest nest) {
        if (nest.axes().size() > 1) {
            return nest.ordered(IntStream.range(1, nest.axes().size()).boxed().toList());
        }
        return new Nest(
                List.of(new Axis(Extent.of(1), false, true)),
                nest.accesses().stream()
                        .map(a -> new Access(a.argument(), List.of(0)))
                        .toList());
    }

    private void loop(Loops loops, Nest nest, int axis, int last, List<String> at, List<String> addedBefore) {
        if (axis < last) {
            List<String> inside = loops.open(axis, at, Collections.nCopies(3, last));
            if (nest.axes().get(axis).reduced()) {
                addedBefore.add(Loops.variable(axis) + " > 0");
            }
            loop(loops, nest, axis + 1, last, inside, addedBefore);
            loops.close();
            return;
        }
        Axis batch = nest.axes().get(last);
        boolean sum = batch.reduced();
        List<String> arguments = new ArrayList<>();
        for (int access : List.of(1, 2, 0)) {
            View view = access == 1 ? step.a() : access == 2 ? step.b() : step.output();
            arguments.add(loops.arrays().get(access));
            arguments.add(at.get(access));
            if (!sum || access != 0) {
                arguments.add(
                        Integer.toString(nest.accesses().get(access).strides().get(last)));
            }
            arguments.add(strides(view, 2));
        }
        List<Extent> a = step.a().extents();
        String rows = JavaCode.length(a.get(a.size() - 2));
        arguments.add(sum ? batch.to() : rows);
        arguments.add(JavaCode.length(a.get(a.size() - 1)));
        arguments.add(JavaCode.length(step.b().extents().get(a.size() - 1)));
        arguments.add(
                addedBefore.isEmpty() || step.accumulate()
                        ? Boolean.toString(step.accumulate())
                        : String.join(" || ", addedBefore));
        boolean tiledRows = sum && nest.axes().stream().noneMatch(Axis::rows);
        arguments.add(sum ? (tiledRows ? "from" : "0") : batch.from());
        arguments.add(sum ? (tiledRows ? "to" : rows) : batch.to());
        call(sum ? "sum" : "batch", arguments);
    }

    private void call(String method, List<String> arguments) {
        code.addStatement(JavaCode.of("MatMul." + method + "(" + String.join(", ", arguments) + ")"));
    }

    private static Access access(int argument, View view) {
        return new Access(argument, view.strides().subList(0, view.rank() - 2));
    }

    private static Access prepended(Access access) {
        List<Integer> strides = new ArrayList<>(List.of(0));
        strides.addAll(access.strides());
        return new Access(access.argument(), strides);
    }

    private static List<Extent> prepended(List<Extent> extents) {
        List<Extent> result = new ArrayList<>(List.of(Extent.of(1)));
        result.addAll(extents);
        return result;
    }

    private static String strides(View view, int axes) {
        List<Integer> strides = view.strides();
        return String.join(
                ", ",
                strides.subList(strides.size() - axes, strides.size()).stream()
                        .map(String::valueOf)
                        .toList());
    }
}
