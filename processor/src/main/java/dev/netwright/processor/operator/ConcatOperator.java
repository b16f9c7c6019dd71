package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.CopyStep;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code @Concat}: nodes joined along an axis of the sample. One without a batch dimension repeats for every sample. */
@AutoService(Operator.class)
public final class ConcatOperator extends Structured {
    public ConcatOperator() {
        super("Concat", Position.FIRST, 2, Integer.MAX_VALUE);
    }

    @Override
    public boolean takesVarying() {
        return true;
    }

    @Override
    public boolean needsMask(Site site) {
        return false;
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        if (!Checks.floats(site)) {
            return Optional.empty();
        }
        TensorType first = site.input(0);
        int axis = Checks.axis(site, "axis", first);
        if (axis < 0) {
            return Optional.empty();
        }
        boolean fits = true;
        boolean batched = first.batched();
        long length = first.shape().get(axis);
        for (int k = 1; k < site.inputCount(); k++) {
            TensorType next = site.input(k);
            batched |= next.batched();
            if (next.rank() != first.rank() || !without(next, axis).equals(without(first, axis))) {
                fits = false;
                List<Object> expected = new ArrayList<>(first.shape());
                expected.set(axis, "any");
                Checks.mismatch(
                        site,
                        k,
                        expected + ", as " + first + " from " + site.inputName(0) + " but for axis " + axis,
                        help(site, k, first, axis));
            } else {
                length += next.shape().get(axis);
            }
        }
        List<Integer> shape = new ArrayList<>(first.shape());
        shape.set(axis, (int) Math.min(length, Integer.MAX_VALUE));
        return fits && fixed(site, axis)
                ? Optional.of(new TensorType(first.element(), shape, batched, first.varying()))
                : Optional.empty();
    }

    /** Whether the nodes are joined along an axis that does not vary, and vary alike in the others. */
    private static boolean fixed(Site site, int axis) {
        TensorType first = site.input(0);
        for (int k = 0; k < site.inputCount(); k++) {
            TensorType next = site.input(k);
            if (next.varies(axis)) {
                boolean last = axis == next.rank() - 1;
                Checks.varying(
                        site,
                        k,
                        axis,
                        "an axis that is as long for every sample",
                        last ? Checks.without(site, k, axis) : "write  axis = " + (next.rank() - 1));
                return false;
            }
            if (!next.varying().equals(first.varying())) {
                int input = next.varies() ? k : 0;
                Checks.varying(
                        site,
                        input,
                        site.input(input).varying().firstKey(),
                        "the same lengths for every node that is joined",
                        Broadcasting.oneInput(site.inputName(0), site.inputName(k)));
                return false;
            }
        }
        return true;
    }

    /** Another axis that would do, else what must change. */
    private static String help(Site site, int input, TensorType first, int axis) {
        for (int other = 0; other < first.rank(); other++) {
            int candidate = other;
            boolean all = true;
            for (int k = 1; k < site.inputCount(); k++) {
                TensorType type = site.input(k);
                all &= type.rank() == first.rank() && without(type, candidate).equals(without(first, candidate));
            }
            if (all) {
                return "write  @Concat(axis = " + other + ")";
            }
        }
        return "make '" + site.inputName(input) + "' equal to '" + site.inputName(0) + "' in every axis but " + axis;
    }

    private static List<Integer> without(TensorType type, int axis) {
        List<Integer> shape = new ArrayList<>(type.shape());
        shape.remove(axis);
        return shape;
    }

    private static int axis(Site site) {
        int axis = site.attributes().integer("axis");
        return axis < 0 ? axis + site.output().rank() : axis;
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        TensorType type = site.output();
        View result = lowering.allocate(type.extents());
        int axis = axis(site);
        int from = 0;
        for (int k = 0; k < site.inputCount(); k++) {
            int length = site.input(k).shape().get(axis);
            View part = Views.part(result, axis + (type.batched() ? 1 : 0), from, length);
            View input = lowering.broadcast(lowering.input(k), part.extents());
            lowering.emit(copy(input, part));
            from += length;
        }
        return result;
    }

    private static Step copy(View input, View part) {
        return Views.repeats(input)
                ? new MapStep(part.extents(), List.of(input), part, Exprs.input(0), MapStep.Reduction.NONE, 0, false)
                : new CopyStep(input, part, false);
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        TensorType type = site.output();
        List<String> inputs = new ArrayList<>();
        for (int k = 0; k < site.inputCount(); k++) {
            TensorType input = site.input(k);
            inputs.add(
                    input.batched() == type.batched()
                            ? graph.input(k)
                            : graph.node("Expand", List.of(graph.input(k), batchedShape(site, input, graph))));
        }
        return graph.node("Concat", inputs, Map.of("axis", (long) axis(site) + (type.batched() ? 1 : 0)));
    }

    /** The shape of a value once it has the batch dimension of the first input that has one. */
    private static String batchedShape(Site site, TensorType input, OnnxGraph graph) {
        int batched = 0;
        while (!site.input(batched).batched()) {
            batched++;
        }
        String batch = graph.node("Shape", List.of(graph.input(batched)), Map.of("end", 1L));
        String sample = graph.integers(input.shape().stream().map(Long::valueOf).toList());
        return graph.node("Concat", List.of(batch, sample), Map.of("axis", 0L));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "x₁, x₂, … one after the other along `axis`",
                "equal but for `axis`, whose lengths add up",
                "",
                "`Concat`; `Shape`, `Expand` of an operand without batch dimension");
    }
}
