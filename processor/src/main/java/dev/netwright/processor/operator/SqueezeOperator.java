package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.step.View;
import java.util.List;
import java.util.Optional;

/** {@code @Squeeze}: dimensions of 1 taken away. A view, no step. */
@AutoService(Operator.class)
public final class SqueezeOperator extends Structured {
    public SqueezeOperator() {
        super("Squeeze", Position.FIRST);
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
        Optional<List<Integer>> axes = Axes.checked(site, x.rank(), x + " from " + site.inputName(0));
        if (axes.isEmpty() || !fits(site, x)) {
            return Optional.empty();
        }
        List<Integer> left = Axes.others(x.rank(), axes(site));
        return Optional.of(
                x.withShape(left.stream().map(axis -> x.shape().get(axis)).toList(), x.varyingOf(left)));
    }

    private static boolean fits(Site site, TensorType x) {
        List<Integer> ones = ones(x);
        List<Integer> most = ones.size() == x.rank() ? ones.subList(0, ones.size() - 1) : ones;
        List<Integer> squeezed = axes(site);
        if (most.isEmpty()) {
            Checks.mismatch(
                    site,
                    0,
                    "rank 2 or more, with a dimension of 1",
                    "leave @Squeeze out: " + x + " has no dimension that could go");
            return false;
        }
        if (squeezed.isEmpty() || squeezed.size() == x.rank() || !ones.containsAll(squeezed)) {
            Checks.outOfRange(
                    site,
                    "value",
                    "axes of length 1 of " + x + " from " + site.inputName(0) + ", not all of its axes",
                    site.attributes().given("value")
                            ? Checks.braces(site.attributes().integers("value"))
                            : "all of length 1",
                    "write  @Squeeze(" + Checks.braces(most) + ")");
            return false;
        }
        return true;
    }

    private static List<Integer> ones(TensorType x) {
        return Axes.all(x.rank()).stream()
                .filter(axis -> x.shape().get(axis) == 1)
                .toList();
    }

    private static List<Integer> axes(Site site) {
        TensorType x = site.input(0);
        List<Integer> written = Axes.ascending(site, x.rank());
        return written.isEmpty() ? ones(x) : written;
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        View result = lowering.input(0);
        List<Integer> axes = Axes.ofTensor(axes(site), site.input(0));
        for (int k = axes.size() - 1; k >= 0; k--) {
            result = Views.without(result, axes.get(k));
        }
        return result;
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        List<Integer> axes = Axes.ofTensor(axes(site), site.input(0));
        return graph.node("Squeeze", List.of(graph.input(0), graph.integers(Axes.longs(axes))));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "the same values without the axes `value` of length 1, all of them where none is given",
                "[…, 1, …] → […, …]; one dimension stays at least",
                "",
                "`Squeeze`");
    }
}
