package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.operator.TensorType.Element;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code @OneHot}: an id k as floats, 1 at place k and 0 elsewhere, along a new last axis. */
@AutoService(Operator.class)
public final class OneHotOperator extends Structured {
    /** Floats tell no more whole numbers apart: 2^24. */
    private static final int MOST_IDS = 1 << 24;

    private static final long INT64 = 7; // TensorProto.DataType

    public OneHotOperator() {
        super("OneHot", Position.FIRST);
    }

    /** Number of ids that an occurrence takes. */
    public static int ids(Site site) {
        return site.attributes().integer("value");
    }

    @Override
    public void check(Site site) {
        int ids = ids(site);
        if (!site.attributes().given("value")) {
            Checks.missing(site, "value", "@OneHot(10)");
        } else if (ids < 1 || ids > MOST_IDS) {
            Checks.outOfRange(
                    site,
                    "value",
                    "1 to " + MOST_IDS,
                    String.valueOf(ids),
                    "write  @OneHot(" + Math.max(1, Math.min(MOST_IDS, ids)) + ")");
        }
    }

    @Override
    public boolean takesVarying() {
        return true;
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        TensorType ids = site.input(0);
        String help = ids.element() == Element.BOOL
                ? "write  @Cast  in place of " + site.written()
                : "write  type = DataType.INT64  in the @Input that '" + site.inputName(0) + "' comes from";
        if (!Checks.elements(site, Set.of(Element.INT32, Element.INT64), help)) {
            return Optional.empty();
        }
        if (ids.rank() == Checks.MOST_DIMENSIONS) {
            Checks.mismatch(
                    site,
                    0,
                    "at most " + (Checks.MOST_DIMENSIONS - 1) + " dimensions, to which one is added",
                    "put  @Flatten Tensor " + site.inputName(0) + "Flat(Tensor " + site.inputName(0) + ");  between "
                            + site.inputName(0) + " and " + site.node());
            return Optional.empty();
        }
        List<Integer> shape = new ArrayList<>(ids.shape());
        shape.add(ids(site));
        return Optional.of(ids.floats().withShape(shape, ids.varying()));
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        List<Extent> extents = site.output().extents();
        List<Extent> column = new ArrayList<>(site.input(0).extents());
        column.add(Extent.of(1));
        List<Float> places = new ArrayList<>();
        for (int k = 0; k < ids(site); k++) {
            places.add((float) k);
        }
        View place = lowering.constant(places, List.of(places.size()));
        Expr body =
                Exprs.select(Expr.Comparison.EQ, Exprs.input(0), Exprs.input(1), Exprs.constant(1), Exprs.constant(0));
        return lowering.map(body, extents, List.of(lowering.reshape(lowering.input(0), column), place));
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        String ids = site.input(0).element() == Element.INT64
                ? graph.input(0)
                : graph.node("Cast", List.of(graph.input(0)), Map.of("to", INT64));
        String depth = graph.integers(List.of((long) ids(site)));
        String values = graph.floats(List.of(0f, 1f), List.of(2));
        return graph.node("OneHot", List.of(ids, depth, values), Map.of("axis", -1L));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "y[…, k] = 1 where x[…] = k, else 0",
                "integers of 0 to `value` - 1, […] → […, `value`]",
                "",
                "`OneHot`; `Cast` to int64 before it of int32");
    }
}
