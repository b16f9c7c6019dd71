package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.operator.Separable.Matrix;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code @Upsample}: planes or sequences made larger by whole factors: elements repeated, or means of the two nearest along each axis. */
@AutoService(Operator.class)
public final class UpsampleOperator extends Structured {
    public UpsampleOperator() {
        super("Upsample", Position.FIRST);
    }

    @Override
    public void check(Site site) {
        List<Integer> factors = site.attributes().integers("value");
        if (factors.isEmpty()) {
            Checks.missing(site, "value", "@Upsample(2)");
        } else if (factors.size() > 2 || factors.stream().anyMatch(f -> f < 1)) {
            List<Integer> nearest =
                    factors.stream().limit(2).map(f -> Math.max(1, f)).toList();
            Checks.outOfRange(
                    site,
                    "value",
                    "one factor of 1 or more, or {height, width}",
                    WindowChecks.shown(factors),
                    "write  value = " + WindowChecks.shown(nearest) + "  (nearest)");
        }
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        if (!Planes.checked(site)) {
            return Optional.empty();
        }
        List<Integer> shape = new ArrayList<>(site.input(0).shape());
        List<Integer> factors = site.attributes().integers("value");
        if (factors.size() > 1 && factors.size() != shape.size() - 1) {
            Checks.outOfRange(
                    site,
                    "value",
                    "one factor: " + site.input(0) + " from " + site.inputName(0) + " has one spatial axis",
                    WindowChecks.shown(factors),
                    "write  value = " + factors.get(0));
            return Optional.empty();
        }
        for (int axis = 1; axis < shape.size(); axis++) {
            long length = (long) shape.get(axis) * factor(site, axis - 1);
            shape.set(axis, (int) Math.min(length, Integer.MAX_VALUE));
        }
        return Optional.of(site.input(0).withShape(shape));
    }

    private static int factor(Site site, int axis) {
        List<Integer> factors = site.attributes().integers("value");
        return factors.get(factors.size() == 1 ? 0 : axis);
    }

    private static boolean nearest(Site site) {
        return site.attributes().text("mode").equals("NEAREST");
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        List<Integer> shape = site.input(0).shape();
        if (nearest(site)) {
            return repeated(site, lowering);
        }
        List<Matrix> matrices = new ArrayList<>();
        for (int axis = 1; axis < shape.size(); axis++) {
            matrices.add(interpolation(shape.get(axis), factor(site, axis - 1)));
        }
        return Separable.lower(site, lowering, matrices);
    }

    /** Each element over an axis of its own after the one it lies on. */
    private static View repeated(Site site, Lowering lowering) {
        View x = lowering.input(0);
        int first = x.rank() - site.input(0).rank() + 1;
        for (int axis = x.rank() - 1; axis >= first; axis--) {
            x = Views.repeatedAt(x, axis + 1, Extent.of(factor(site, axis - first)));
        }
        View y = lowering.allocate(x.extents());
        lowering.emit(new MapStep(x.extents(), List.of(x), y, Exprs.input(0), MapStep.Reduction.NONE, 0, false));
        return lowering.reshape(y, site.output().extents());
    }

    /** Row i holds the weights of the elements on both sides of (i + ½) / factor - ½, those at the edge beyond it. */
    private static Matrix interpolation(int length, int factor) {
        return Matrix.of(length * factor, length, (row, column) -> {
            double place = Math.max(0, (row + 0.5) / factor - 0.5);
            int below = Math.min((int) place, length - 1);
            int above = Math.min(below + 1, length - 1);
            double share = place - below;
            return (float) ((column == below ? 1 - share : 0) + (column == above ? share : 0));
        });
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        List<Float> scales = new ArrayList<>(List.of(1f, 1f));
        for (int axis = 0; axis < site.input(0).rank() - 1; axis++) {
            scales.add((float) factor(site, axis));
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("coordinate_transformation_mode", nearest(site) ? "asymmetric" : "half_pixel");
        attributes.put("mode", nearest(site) ? "nearest" : "linear");
        if (nearest(site)) {
            attributes.put("nearest_mode", "floor");
        }
        String factors = graph.floats(scales, List.of(scales.size()));
        // The second input, a region, serves another mode and is left out.
        return Planes.onnx(site, graph, x -> graph.node("Resize", List.of(x, "", factors), attributes));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "y[i] = x[⌊i / factor⌋]; `BILINEAR`: x at (i + ½) / factor - ½, linear between elements",
                "[channels, height, width] or [channels, length] → spatial axes times `value`",
                "",
                "`Resize`; `Unsqueeze`, `Squeeze` without batch dimension");
    }
}
