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
        if (!x.varies()) {
            return Optional.of(x.withShape(shape));
        }
        int last = x.varying().lastKey();
        if (last >= shape.size() || !shape.subList(0, last + 1).equals(x.shape().subList(0, last + 1))) {
            List<Integer> kept = new ArrayList<>(x.shape().subList(0, last + 1));
            kept.add(-1);
            Checks.varying(
                    site,
                    0,
                    last,
                    "a shape that begins with " + x.shape().subList(0, last + 1) + ", so that positions stay positions",
                    "write  @Reshape(" + Checks.braces(kept) + ")");
            return Optional.empty();
        }
        return Optional.of(x.withShape(shape, x.varying()));
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
        for (int axis = 0; axis < type.rank(); axis++) {
            shape.add(type.varies(axis) ? 0L : type.shape().get(axis));
        }
        return graph.node("Reshape", List.of(graph.input(0), graph.integers(shape)));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "the same values in row-major order", "any → `value`, -1 computed", "", "`Reshape` (batch 0, copied)");
    }
}
