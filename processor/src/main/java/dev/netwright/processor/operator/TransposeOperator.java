package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code @Transpose}: the axes of a sample in another order. A view, no step. */
@AutoService(Operator.class)
public final class TransposeOperator extends Structured {
    public TransposeOperator() {
        super("Transpose", Position.FIRST);
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
        TensorType x = site.input(0);
        List<Integer> axes = axes(site);
        List<Integer> sorted = new ArrayList<>(axes);
        Collections.sort(sorted);
        if (!sorted.equals(Axes.all(x.rank()))) {
            List<Integer> nearest = new ArrayList<>();
            axes.stream()
                    .filter(axis -> axis >= 0 && axis < x.rank())
                    .distinct()
                    .forEach(nearest::add);
            nearest.addAll(Axes.others(x.rank(), nearest));
            Checks.outOfRange(
                    site,
                    "value",
                    "each axis of " + x + " from " + site.inputName(0) + " once, 0 to " + (x.rank() - 1)
                            + " in some order",
                    Checks.braces(site.attributes().integers("value")),
                    "write  @Transpose(" + Checks.braces(nearest) + ")  (the batch dimension does not count)");
            return Optional.empty();
        }
        return Optional.of(
                x.withShape(axes.stream().map(axis -> x.shape().get(axis)).toList(), x.varyingOf(axes)));
    }

    /** The axes written, from 0; those of the reverse order where none is. */
    private static List<Integer> axes(Site site) {
        int rank = site.input(0).rank();
        List<Integer> written = site.attributes().integers("value");
        if (written.isEmpty()) {
            List<Integer> reversed = Axes.all(rank);
            Collections.reverse(reversed);
            return reversed;
        }
        return written.stream().map(axis -> Axes.fromStart(axis, rank)).toList();
    }

    private static List<Integer> ofTensor(Site site) {
        List<Integer> axes = new ArrayList<>(Axes.ofTensor(axes(site), site.input(0)));
        if (site.input(0).batched()) {
            axes.add(0, 0);
        }
        return axes;
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        return lowering.input(0).permuted(ofTensor(site));
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        List<Integer> axes = ofTensor(site);
        // ONNX Runtime 1.29 fuses any Transpose of rank 2 into a Gemm as if it exchanged the axes.
        return axes.equals(Axes.all(axes.size()))
                ? graph.input(0)
                : graph.node("Transpose", List.of(graph.input(0)), Map.of("perm", Axes.longs(axes)));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "axis k of the result is axis value[k]; in reverse where none is given",
                "[d0, d1, …] → [d_value[0], d_value[1], …]",
                "",
                "`Transpose`");
    }
}
