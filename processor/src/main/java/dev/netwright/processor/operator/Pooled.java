package dev.netwright.processor.operator;

import dev.netwright.processor.step.PoolStep;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Maxima and means over windows on planes. */
abstract class Pooled extends Structured {
    private static final int AXES = 2;

    private final String name;
    private final PoolStep.Form form;

    Pooled(String name, PoolStep.Form form) {
        super(name, Position.FIRST);
        this.name = name;
        this.form = form;
    }

    /** Whether a mean divides by taps on padding too. */
    abstract boolean countsPadding(Site site);

    /** Adds the attributes of the operator's ONNX node that windows do not have. */
    abstract void onnx(Site site, Windowing windows, Map<String, Object> attributes);

    @Override
    public final void check(Site site) {
        new WindowChecks(site, AXES, "value", true).attributes("@" + name + "(2)");
    }

    @Override
    public final Optional<TensorType> infer(Site site) {
        if (!Planes.checked(site, AXES)) {
            return Optional.empty();
        }
        List<Integer> lengths = lengths(site);
        Windowing windows = Windowing.of(site, "value", lengths);
        Optional<List<Integer>> results = new WindowChecks(site, AXES, "value", true).results(windows, lengths);
        if (results.isPresent()) {
            for (int axis = 0; axis < AXES; axis++) {
                if (windows.misses(axis, lengths.get(axis))) {
                    Checks.outOfRange(
                            site,
                            "dilation",
                            "windows that each hold an element of " + site.input(0) + " from " + site.inputName(0),
                            WindowChecks.shown(site.attributes().integers("dilation")),
                            "write  dilation = 1");
                    return Optional.empty();
                }
            }
        }
        return results.map(sizes -> {
            List<Integer> shape = new ArrayList<>(List.of(site.input(0).shape().get(0)));
            shape.addAll(sizes);
            return site.input(0).withShape(shape);
        });
    }

    private static List<Integer> lengths(Site site) {
        return site.input(0).shape().subList(1, AXES + 1);
    }

    @Override
    public final View lower(Site site, Lowering lowering) {
        Windowing windows = Windowing.of(site, "value", lengths(site));
        View x = Planes.contiguous(site, lowering, site.input(0).shape());
        View y = lowering.allocate(Planes.extents(site.output(), site.output().shape()));
        lowering.emit(PoolStep.of(form, x, y, windows.kernel(), windows.geometry(), countsPadding(site)));
        return lowering.reshape(y, site.output().extents());
    }

    @Override
    public final String onnx(Site site, OnnxGraph graph) {
        Windowing windows = Windowing.of(site, "value", lengths(site));
        Map<String, Object> attributes = new TreeMap<>();
        windows.onnx(attributes);
        onnx(site, windows, attributes);
        String type = form == PoolStep.Form.MAX ? "MaxPool" : "AveragePool";
        return Planes.onnx(site, graph, x -> graph.node(type, List.of(x), attributes));
    }
}
