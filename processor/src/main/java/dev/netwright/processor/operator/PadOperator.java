package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.operator.Separable.Growth;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code @Pad}: elements added around planes or sequences: a constant, the elements mirrored, or the outermost one repeated. */
@AutoService(Operator.class)
public final class PadOperator extends Structured {
    public PadOperator() {
        super("Pad", Position.FIRST);
    }

    @Override
    public void check(Site site) {
        List<Integer> amounts = site.attributes().integers("value");
        if (amounts.isEmpty()) {
            Checks.missing(site, "value", "@Pad(1)");
        } else if (amounts.size() == 3 || amounts.size() > 4 || amounts.stream().anyMatch(a -> a < 0)) {
            List<Integer> nearest = amounts.stream()
                    .limit(amounts.size() == 3 ? 2 : 4)
                    .map(a -> Math.max(0, a))
                    .toList();
            Checks.outOfRange(
                    site,
                    "value",
                    "numbers of 0 or more: one, {height, width}, or {top, left, bottom, right}",
                    WindowChecks.shown(amounts),
                    "write  value = " + WindowChecks.shown(nearest) + "  (nearest)");
        }
        double fill = site.attributes().number("fill");
        if (!Double.isFinite(fill)) {
            Checks.outOfRange(site, "fill", "a finite number", String.valueOf(fill), "write  fill = 0");
        } else if (fill != 0 && !mode(site).equals("CONSTANT")) {
            Checks.outOfRange(
                    site,
                    "fill",
                    "no 'fill' with " + mode(site) + ", which takes none",
                    String.valueOf(fill),
                    "leave  fill = " + fill + "  out");
        }
    }

    private static String mode(Site site) {
        return site.attributes().text("mode");
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        if (!Planes.checked(site)) {
            return Optional.empty();
        }
        List<Integer> shape = new ArrayList<>(site.input(0).shape());
        int axes = shape.size() - 1;
        List<Integer> amounts = site.attributes().integers("value");
        if (amounts.size() > 2 * axes) {
            Checks.outOfRange(
                    site,
                    "value",
                    "one number, or {before, after}: " + site.input(0) + " from " + site.inputName(0)
                            + " has one spatial axis",
                    WindowChecks.shown(amounts),
                    "write  value = " + Checks.braces(amounts.subList(0, 2)));
            return Optional.empty();
        }
        int shortest = shape.subList(1, axes + 1).stream().reduce(Integer.MAX_VALUE, Math::min);
        List<Integer> sides = sides(site, axes);
        for (int axis = 0; axis < axes; axis++) {
            int length = shape.get(axis + 1);
            if (mode(site).equals("REFLECT") && Math.max(sides.get(axis), sides.get(axis + axes)) >= length) {
                Checks.outOfRange(
                        site,
                        "value",
                        "less than the lengths of " + site.input(0) + " from " + site.inputName(0)
                                + ", which are mirrored",
                        WindowChecks.shown(amounts),
                        "write  value = " + (shortest - 1) + "  or  mode = PadMode.EDGE");
                return Optional.empty();
            }
            long padded = (long) length + sides.get(axis) + sides.get(axis + axes);
            shape.set(axis + 1, (int) Math.min(padded, Integer.MAX_VALUE));
        }
        return Optional.of(site.input(0).withShape(shape));
    }

    /** What is added before each spatial axis, then what after each. */
    private static List<Integer> sides(Site site, int axes) {
        List<Integer> amounts = site.attributes().integers("value");
        List<Integer> sides = new ArrayList<>();
        for (int k = 0; k < 2 * axes; k++) {
            sides.add(amounts.get(amounts.size() == 1 ? 0 : k % amounts.size()));
        }
        return sides;
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        List<Integer> shape = site.input(0).shape();
        int axes = shape.size() - 1;
        List<Integer> sides = sides(site, axes);
        if (mode(site).equals("CONSTANT")) {
            return framed(site, lowering, sides);
        }
        boolean edge = mode(site).equals("EDGE");
        List<Growth> growths = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            int length = shape.get(axis + 1);
            int before = sides.get(axis);
            int after = sides.get(axis + axes);
            growths.add(new Growth(before + length + after, (from, to) -> {
                lowering.emit(Planes.copied(from, Views.part(to, Separable.AXIS, before, length)));
                if (edge) {
                    Separable.repeat(lowering, from, 0, to, 0, before);
                    Separable.repeat(lowering, from, length - 1, to, before + length, after);
                    return;
                }
                for (int k = 1; k <= before; k++) {
                    Separable.repeat(lowering, from, k, to, before - k, 1);
                }
                for (int k = 1; k <= after; k++) {
                    Separable.repeat(lowering, from, length - 1 - k, to, before + length - 1 + k, 1);
                }
            }));
        }
        return Separable.lower(site, lowering, growths);
    }

    private static View framed(Site site, Lowering lowering, List<Integer> sides) {
        TensorType type = site.output();
        View y = lowering.allocate(type.extents());
        lowering.emit(new MapStep(
                y.extents(),
                List.of(),
                y,
                Exprs.constant(site.attributes().number("fill")),
                MapStep.Reduction.NONE,
                0,
                false));
        int axes = type.rank() - 1;
        View inner = y;
        for (int axis = 0; axis < axes; axis++) {
            int place = y.rank() - axes + axis;
            inner = Views.part(
                    inner, place, sides.get(axis), site.input(0).shape().get(axis + 1));
        }
        lowering.emit(Planes.copied(lowering.input(0), inner));
        return y;
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        TensorType type = site.input(0);
        int axes = type.rank() - 1;
        List<Integer> sides = sides(site, axes);
        List<Long> pads = new ArrayList<>();
        for (int end = 0; end < 2; end++) {
            for (int k = 0; k < (type.batched() ? 2 : 1); k++) {
                pads.add(0L);
            }
            sides.subList(end * axes, end * axes + axes).forEach(side -> pads.add((long) side));
        }
        List<String> inputs = new ArrayList<>(List.of(graph.input(0), graph.integers(pads)));
        if (mode(site).equals("CONSTANT")) {
            inputs.add(graph.scalar(site.attributes().number("fill")));
        }
        return graph.node("Pad", inputs, Map.of("mode", mode(site).toLowerCase(Locale.ROOT)));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "y = x with `value` elements around its spatial axes",
                "[channels, height, width] or [channels, length] → spatial axes longer",
                "",
                "`Pad`");
    }
}
