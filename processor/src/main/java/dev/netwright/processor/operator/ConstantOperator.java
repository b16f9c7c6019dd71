package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.View;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code @Constant}: a fixed value without a batch dimension. A single number fills its whole shape. */
@AutoService(Operator.class)
public final class ConstantOperator extends Source {
    public ConstantOperator() {
        super("Constant");
    }

    @Override
    public void check(Site site) {
        List<Double> values = site.attributes().numbers("value");
        List<Integer> shape = site.attributes().integers("shape");
        if (values.isEmpty()) {
            Checks.missing(site, "value", "@Constant({0.5f, 2})");
        } else if (!values.stream().allMatch(v -> Float.isFinite(v.floatValue()))) {
            Checks.outOfRange(
                    site,
                    "value",
                    "finite numbers",
                    values.stream()
                            .filter(v -> !Float.isFinite(v.floatValue()))
                            .findFirst()
                            .orElseThrow()
                            .toString(),
                    "write  value = "
                            + Checks.braces(values.stream()
                                    .map(ConstantOperator::finite)
                                    .toList()));
        }
        if (shape.isEmpty()) {
            return;
        }
        Checks.dimensions(site, "shape", shape);
        long size = TensorType.size(shape);
        if (values.size() > 1 && size != values.size() && shape.stream().allMatch(d -> d >= 1)) {
            Checks.outOfRange(
                    site,
                    "shape",
                    "a shape of " + values.size() + " elements, as many as there are values",
                    Checks.braces(shape) + ", " + size + " elements",
                    "write  shape = {" + values.size() + "}  or give one value, which fills any shape");
        }
    }

    /** The nearest number that a constant can hold, as code: 0 for NaN. */
    private static String finite(double value) {
        float nearest = (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value));
        return Double.isNaN(value) ? "0" : nearest + "f";
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        List<Integer> shape = site.attributes().integers("shape");
        return Optional.of(new TensorType(
                TensorType.Element.FLOAT32,
                shape.isEmpty() ? List.of(values(site).size()) : shape,
                false));
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        TensorType type = site.output();
        List<Float> values = values(site);
        if (values.size() == type.size()) {
            return lowering.constant(values, type.shape());
        }
        List<Integer> ones = Collections.nCopies(type.rank(), 1);
        List<Extent> extents = type.extents();
        return lowering.map(Exprs.input(0), extents, List.of(lowering.constant(values, ones)));
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        TensorType type = site.output();
        List<Float> values = values(site);
        if (values.size() == type.size()) {
            return graph.floats(values, type.shape());
        }
        String shape = graph.integers(type.shape().stream().map(Long::valueOf).toList());
        return graph.node("Expand", List.of(graph.scalar(values.get(0)), shape), Map.of());
    }

    private static List<Float> values(Site site) {
        return site.attributes().numbers("value").stream()
                .map(Double::floatValue)
                .toList();
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "a fixed value",
                "→ `shape`, or `[number of values]`; no batch dimension",
                "",
                "`Constant`; `Expand` of one where a single value fills a shape");
    }
}
