package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.operator.Separable.Growth;
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
        List<Growth> growths = new ArrayList<>();
        for (int axis = 1; axis < shape.size(); axis++) {
            int length = shape.get(axis);
            int factor = factor(site, axis - 1);
            growths.add(new Growth(length * factor, (from, to) -> interpolate(lowering, from, to, length, factor)));
        }
        return Separable.lower(site, lowering, growths);
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

    /**
     * Result i factor + phase lies at i + (phase + ½) / factor - ½: a phase before the middle between elements i - 1 and i, one behind it
     * between i and i + 1, always with the same weights. Beyond the first and last elements these are repeated.
     */
    private static void interpolate(Lowering lowering, View from, View to, int length, int factor) {
        View phases = lowering.reshape(
                to, List.of(to.extents().get(0), Extent.of(length), Extent.of(factor), to.extents().get(2)));
        for (int phase = 0; phase < factor; phase++) {
            View results = Views.without(Views.part(phases, Separable.AXIS + 1, phase, 1), Separable.AXIS + 1);
            double place = (phase + 0.5) / factor - 0.5;
            if (2 * phase + 1 == factor) {
                lowering.emit(Planes.copied(from, results));
            } else if (length > 1) {
                double share = place < 0 ? 1 + place : place;
                View below = Views.part(from, Separable.AXIS, 0, length - 1);
                View above = Views.part(from, Separable.AXIS, 1, length - 1);
                View between = Views.part(results, Separable.AXIS, place < 0 ? 1 : 0, length - 1);
                lowering.emit(new MapStep(
                        between.extents(),
                        List.of(below, above),
                        between,
                        Exprs.add(
                                Exprs.mul(Exprs.input(0), Exprs.constant(1 - share)),
                                Exprs.mul(Exprs.input(1), Exprs.constant(share))),
                        MapStep.Reduction.NONE,
                        0,
                        false));
            }
        }
        int edge = factor / 2;
        Separable.repeat(lowering, from, 0, to, 0, edge);
        Separable.repeat(lowering, from, length - 1, to, length * factor - edge, edge);
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
