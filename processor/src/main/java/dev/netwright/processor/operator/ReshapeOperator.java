package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** {@code @Reshape}: the same values under another shape, of which one dimension may be computed. A view, no step. */
@AutoService(Operator.class)
public final class ReshapeOperator extends Structured {
    public ReshapeOperator() {
        super("Reshape", Position.FIRST);
    }

    @Override
    public void check(Site site) {
        List<Integer> shape = site.attributes().integers("value");
        if (shape.isEmpty()) {
            Checks.missing(site, "value", "@Reshape({4, -1})");
        } else if (Collections.frequency(shape, -1) > 1) {
            List<Integer> once = new ArrayList<>(shape);
            once.set(once.lastIndexOf(-1), 1);
            Checks.outOfRange(
                    site,
                    "value",
                    "at most one dimension of -1, which is then computed",
                    Checks.braces(shape),
                    "write  @Reshape(" + Checks.braces(once) + ")  with the other as a number");
        } else {
            List<Integer> given =
                    shape.stream().map(d -> d == -1 ? Integer.valueOf(1) : d).toList();
            if (given.size() > Checks.MOST_DIMENSIONS || given.stream().anyMatch(d -> d < 1)) {
                List<Integer> nearest = shape.stream()
                        .limit(Checks.MOST_DIMENSIONS)
                        .map(d -> d < 1 && d != -1 ? Integer.valueOf(1) : d)
                        .toList();
                Checks.outOfRange(
                        site,
                        "value",
                        "1 to " + Checks.MOST_DIMENSIONS + " dimensions of 1 or more each, or one of -1",
                        Checks.braces(shape),
                        "write  @Reshape(" + Checks.braces(nearest)
                                + ")  (the batch dimension is always there and never written)");
            }
        }
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        TensorType x = site.input(0);
        List<Integer> wanted = site.attributes().integers("value");
        int open = wanted.indexOf(-1);
        long given = TensorType.size(wanted.stream().filter(d -> d != -1).toList());
        if (open < 0 ? given != x.size() : x.size() % given != 0) {
            String elements = open < 0 ? given + " elements" : "a multiple of " + given + " elements";
            Checks.mismatch(
                    site,
                    0,
                    elements + " a sample, " + wanted,
                    help(wanted, x.size()),
                    "or change " + site.inputName(0) + ", which has " + x.size() + " elements a sample");
            return Optional.empty();
        }
        List<Integer> shape = new ArrayList<>(wanted);
        if (open >= 0) {
            shape.set(open, Math.toIntExact(x.size() / given));
        }
        return Optional.of(x.withShape(shape));
    }

    /** The first shape that differs from what is wanted in one dimension and holds {@code size} elements, else one dimension. */
    private static String help(List<Integer> wanted, long size) {
        for (int k = wanted.size() - 1; k >= 0; k--) {
            List<Integer> candidate = new ArrayList<>(wanted);
            Collections.replaceAll(candidate, -1, 1);
            candidate.set(k, 1);
            long rest = TensorType.size(candidate);
            if (size % rest == 0) {
                candidate.set(k, Math.toIntExact(size / rest));
                return "write  @Reshape(" + Checks.braces(candidate) + ")";
            }
        }
        return "write  @Reshape({" + size + "})";
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        return lowering.reshape(lowering.input(0), site.output().extents());
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        TensorType type = site.output();
        List<Long> shape = new ArrayList<>();
        if (type.batched()) {
            shape.add(0L); // ONNX: the dimension as it is in the input
        }
        type.shape().forEach(d -> shape.add((long) d));
        return graph.node("Reshape", List.of(graph.input(0), graph.integers(shape)));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "the same values in row-major order", "any → `value`, -1 computed", "", "`Reshape` (batch 0, copied)");
    }
}
