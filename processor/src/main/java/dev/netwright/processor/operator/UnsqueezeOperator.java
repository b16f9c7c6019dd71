package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code @Unsqueeze}: dimensions of 1 put in. A view, no step. */
@AutoService(Operator.class)
public final class UnsqueezeOperator extends Structured {
    public UnsqueezeOperator() {
        super("Unsqueeze", Position.FIRST);
    }

    @Override
    public void check(Site site) {
        if (site.attributes().integers("value").isEmpty()) {
            Checks.missing(site, "value", "@Unsqueeze(0)");
        }
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
        List<Integer> written = site.attributes().integers("value");
        int most = Checks.MOST_DIMENSIONS - x.rank();
        if (written.size() > most) {
            Checks.outOfRange(
                    site,
                    "value",
                    "at most " + most + " axes: a sample has " + Checks.MOST_DIMENSIONS + " dimensions at most",
                    written.size() + " axes",
                    most == 0
                            ? "leave @Unsqueeze out: " + site.inputName(0) + " has " + x.rank() + " dimensions"
                            : "write  @Unsqueeze(" + Checks.braces(Axes.all(most)) + ")");
            return Optional.empty();
        }
        int rank = x.rank() + written.size();
        return Axes.checked(site, rank, "the result").map(axes -> {
            List<Integer> shape = new ArrayList<>(x.shape());
            List<Integer> from = Axes.all(x.rank());
            axes.forEach(axis -> {
                shape.add(axis, 1);
                from.add(axis, -1);
            });
            return x.withShape(shape, x.varyingOf(from));
        });
    }

    private static List<Integer> axes(Site site) {
        return Axes.ofTensor(Axes.ascending(site, site.output().rank()), site.output());
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        View result = lowering.input(0);
        for (int axis : axes(site)) {
            result = Views.inserted(result, axis, 1);
        }
        return result;
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        return graph.node("Unsqueeze", List.of(graph.input(0), graph.integers(Axes.longs(axes(site)))));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "the same values with axes of length 1 at `value`", "[…, …] → […, 1, …]", "", "`Unsqueeze`");
    }
}
