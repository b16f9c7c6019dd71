package dev.netwright.processor.operator;

import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep.Reduction;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A reduction over axes of the sample: a map over a view whose last axes are these. */
abstract class Reduced extends Structured {
    private final String name;
    private final Reduction reduction;

    Reduced(String name, Reduction reduction) {
        super(name, Position.FIRST);
        this.name = name;
        this.reduction = reduction;
    }

    @Override
    public final boolean takesVarying() {
        return true;
    }

    @Override
    public final Optional<TensorType> infer(Site site) {
        if (!Checks.floats(site)) {
            return Optional.empty();
        }
        TensorType x = site.input(0);
        return Axes.checked(site, x.rank(), x + " from " + site.inputName(0))
                .map(axes -> x.withShape(shape(x, axes(site), site.attributes().flag("keepDims")), varying(site)));
    }

    private static List<Integer> shape(TensorType x, List<Integer> axes, boolean keepDims) {
        List<Integer> shape = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            if (!axes.contains(axis)) {
                shape.add(x.shape().get(axis));
            } else if (keepDims || (shape.isEmpty() && axes.size() == x.rank() && axis == x.rank() - 1)) {
                shape.add(1);
            }
        }
        return shape;
    }

    /** The axes that vary and are left. */
    private static SortedMap<Integer, String> varying(Site site) {
        TensorType x = site.input(0);
        List<Integer> axes = axes(site);
        List<Integer> left = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            if (!axes.contains(axis)) {
                left.add(axis);
            } else if (site.attributes().flag("keepDims")) {
                left.add(-1);
            }
        }
        return x.varyingOf(left);
    }

    /** The axes that vary and go. */
    static List<Integer> reducedVarying(Site site) {
        return axes(site).stream().filter(axis -> site.input(0).varies(axis)).toList();
    }

    private static List<Integer> axes(Site site) {
        int rank = site.input(0).rank();
        List<Integer> written = Axes.ascending(site, rank);
        return written.isEmpty() ? Axes.all(rank) : written;
    }

    /** Values that each result is made of, those along axes that vary counted once. */
    static long count(Site site) {
        TensorType x = site.input(0);
        return axes(site).stream()
                .filter(axis -> !x.varies(axis))
                .mapToLong(axis -> x.shape().get(axis))
                .reduce(1, (a, b) -> a * b);
    }

    /** What a position beyond a sample's length counts as: what holds its place already, or what no reduction takes. */
    private boolean masked(Site site) {
        return reduction == Reduction.MAX && !reducedVarying(site).isEmpty();
    }

    /** What becomes of the reduction, of the extents that are left. */
    View finish(Site site, Lowering lowering, View reduced) {
        return reduced;
    }

    @Override
    public final View lower(Site site, Lowering lowering) {
        TensorType x = site.input(0);
        // A value without a batch dimension as a batch of one, so that some axis is left.
        View input = masked(site)
                ? Masks.masked(x, lowering.input(0), Double.NEGATIVE_INFINITY, lowering)
                : lowering.input(0);
        View batched = x.batched() ? input : Views.inserted(input, 0, 1);
        List<Integer> last = axes(site).stream().map(axis -> axis + 1).toList();
        List<Integer> order = Axes.others(batched.rank(), last);
        order.addAll(last);
        View ordered = batched.permuted(order);
        View reduced = reduction == Reduction.SUM
                ? Maps.of(lowering).sumInLanes("sum", last.size(), Exprs.input(0), ordered)
                : lowering.reduce(Exprs.input(0), reduction, last.size(), ordered.extents(), List.of(ordered));
        List<Extent> kept = ordered.extents().subList(0, ordered.rank() - last.size());
        View result = finish(site, lowering, lowering.reshape(reduced, kept));
        return lowering.reshape(result, site.output().extents());
    }

    @Override
    public final String onnx(Site site, OnnxGraph graph) {
        TensorType y = site.output();
        List<Integer> axes = Axes.ofTensor(axes(site), y);
        String x = masked(site)
                ? OnnxMasks.masked(site.input(0), graph.input(0), Double.NEGATIVE_INFINITY, graph)
                : graph.input(0);
        boolean mean = name.equals("ReduceMean") && !reducedVarying(site).isEmpty();
        String operator = mean ? "ReduceSum" : name;
        boolean kept = site.attributes().flag("keepDims")
                || axes(site).size() == site.input(0).rank();
        TreeMap<String, Object> attributes = new TreeMap<>();
        attributes.put("keepdims", kept ? 1L : 0L);
        List<String> inputs = new ArrayList<>(List.of(x));
        if (operator.equals("ReduceSum")) {
            inputs.add(graph.integers(Axes.longs(axes))); // an input since opset 13, of ReduceSum alone
        } else {
            attributes.put("axes", Axes.longs(axes));
        }
        String reduced = graph.node(operator, inputs, attributes);
        if (mean) {
            reduced = mean(
                    site,
                    graph,
                    reduced,
                    kept ? site.input(0).rank() : site.input(0).rank() - axes.size());
        }
        if (!kept || y.rank() == site.input(0).rank()) {
            return reduced;
        }
        return graph.node("Reshape", List.of(reduced, graph.integers(y.batched() ? List.of(0L, 1L) : List.of(1L))));
    }

    /** A sum of {@code rank} dimensions a sample, divided by how many values there are. */
    private static String mean(Site site, OnnxGraph graph, String sum, int rank) {
        String count = graph.scalar((double) count(site));
        for (int axis : reducedVarying(site)) {
            String input =
                    java.util.Objects.requireNonNull(site.input(0).varying().get(axis));
            count = graph.node("Mul", List.of(count, graph.lengths(input)));
        }
        if (rank > 0) {
            List<Integer> missing =
                    Axes.all(rank).stream().map(axis -> axis + 1).toList();
            count = graph.node("Unsqueeze", List.of(count, graph.integers(Axes.longs(missing))));
        }
        return graph.node("Div", List.of(sum, count));
    }

    /** Its row in the catalogue. */
    final Documentation documentation(String formula) {
        return new Documentation(
                formula + " over the axes `value`, all where none is given",
                "the axes go, or stay as 1 with `keepDims`; all of them → [1]",
                "",
                "`" + name + "`; `Reshape` to [1]");
    }
}
