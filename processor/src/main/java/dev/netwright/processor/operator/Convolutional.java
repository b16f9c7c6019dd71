package dev.netwright.processor.operator;

import dev.netwright.annotations.Attributes;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.View;
import dev.netwright.runtime.checkpoint.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Convolutions and transposed ones: one form, of which the first computes the results and the second the input; then a bias for each
 * channel.
 */
abstract class Convolutional extends Structured {
    private final int axes;
    private final boolean transposed;
    private final String onnx;

    Convolutional(String name, int axes, boolean transposed) {
        super(name, Position.FIRST);
        this.axes = axes;
        this.transposed = transposed;
        this.onnx = transposed ? "ConvTranspose" : "Conv";
    }

    @Override
    public final void check(Site site) {
        String example = "@" + annotation().substring(annotation().lastIndexOf('.') + 1) + "(value = %s, kernel = 3)";
        int filters = site.attributes().integer("value");
        String shown = example.formatted(filters == Attributes.UNSET ? 32 : Math.max(1, filters));
        if (filters == Attributes.UNSET) {
            Checks.missing(site, "value", shown);
        } else if (filters < 1) {
            Checks.outOfRange(
                    site, "value", "1 or more filters", String.valueOf(filters), "write  value = 1  (nearest)");
        }
        int groups = site.attributes().integer("groups");
        if (groups < 1) {
            Checks.outOfRange(site, "groups", "1 or more", String.valueOf(groups), "write  groups = 1  (nearest)");
        }
        WindowChecks checks = new WindowChecks(site, axes, "kernel", false);
        checks.attributes(shown);
        if (transposed && checks.sizes("outputPadding", 0) && checks.sizes("stride", 1)) {
            outputPadding(site);
        }
    }

    private void outputPadding(Site site) {
        List<Integer> more = site.attributes().integers("outputPadding");
        List<Integer> stride = Windowing.each(site.attributes().integers("stride"), axes);
        List<Integer> nearest = new ArrayList<>();
        for (int k = 0; k < more.size(); k++) {
            int least = more.size() == 1 ? java.util.Collections.min(stride) : stride.get(k);
            nearest.add(Math.min(more.get(k), least - 1));
        }
        if (!nearest.equals(more)) {
            Checks.outOfRange(
                    site,
                    "outputPadding",
                    "less than the stride, "
                            + WindowChecks.shown(site.attributes().integers("stride")),
                    WindowChecks.shown(more),
                    "write  outputPadding = " + WindowChecks.shown(nearest) + "  (nearest)");
        }
    }

    @Override
    public final Optional<TensorType> infer(Site site) {
        if (!Planes.checked(site, axes) || !divides(site)) {
            return Optional.empty();
        }
        List<Integer> lengths = lengths(site);
        Windowing windows = Windowing.of(site, "kernel", lengths);
        Optional<List<Integer>> results = transposed
                ? grown(site, windows, lengths)
                : new WindowChecks(site, axes, "kernel", false).results(windows, lengths);
        return results.map(sizes -> {
            List<Integer> shape = new ArrayList<>(List.of(site.attributes().integer("value")));
            shape.addAll(sizes);
            return site.input(0).withShape(shape);
        });
    }

    private boolean divides(Site site) {
        int groups = site.attributes().integer("groups");
        int channels = channels(site);
        int filters = site.attributes().integer("value");
        if (channels % groups == 0 && filters % groups == 0) {
            return true;
        }
        boolean first = channels % groups != 0;
        int common = java.math.BigInteger.valueOf(channels)
                .gcd(java.math.BigInteger.valueOf(filters))
                .intValueExact();
        String of = channels + " channels of " + site.inputName(0);
        site.report(Problems.notDivisible(
                site.attributes().place("groups"),
                site.node(),
                first ? "channels" : "filters",
                "groups",
                common,
                common == channels ? of : of + " and " + filters + " filters",
                groups));
        return false;
    }

    private Optional<List<Integer>> grown(Site site, Windowing windows, List<Integer> lengths) {
        List<Integer> results = new ArrayList<>();
        List<Integer> more = Windowing.each(site.attributes().integers("outputPadding"), axes);
        for (int axis = 0; axis < axes; axis++) {
            long length = windows.transposed(axis, lengths.get(axis), more.get(axis));
            if (length < 1) {
                Checks.outOfRange(
                        site,
                        "padding",
                        "padding that leaves something of " + site.input(0) + " from " + site.inputName(0),
                        WindowChecks.shown(site.attributes().integers("padding")),
                        "write  padding = 0");
                return Optional.empty();
            }
            results.add((int) Math.min(length, Integer.MAX_VALUE));
        }
        return new WindowChecks(site, axes, "kernel", false).countable(windows)
                ? Optional.of(results)
                : Optional.empty();
    }

    private static int channels(Site site) {
        return site.input(0).shape().get(0);
    }

    private List<Integer> lengths(Site site) {
        return site.input(0).shape().subList(1, axes + 1);
    }

    @Override
    public final List<ParameterSpec> parameters(Site site) {
        int groups = site.attributes().integer("groups");
        int filters = site.attributes().integer("value");
        List<Integer> kernel = Windowing.each(site.attributes().integers("kernel"), axes);
        List<Integer> shape = new ArrayList<>(
                transposed ? List.of(channels(site), filters / groups) : List.of(filters, channels(site) / groups));
        shape.addAll(kernel);
        List<ParameterSpec> parameters = new ArrayList<>();
        if (transposed) {
            double fanIn = (double) channels(site) / groups;
            for (int length : kernel) {
                fanIn *= length;
            }
            parameters.add(ParameterSpec.learned("weight", shape, Role.WEIGHT, "UNIFORM", Math.sqrt(6 / fanIn)));
        } else {
            parameters.add(ParameterSpec.learned("weight", shape, Role.WEIGHT, "HE_UNIFORM", Double.NaN));
        }
        if (site.attributes().flag("bias")) {
            parameters.add(ParameterSpec.learned("bias", List.of(filters), Role.BIAS, "ZEROS", Double.NaN));
        }
        return parameters;
    }

    @Override
    public final View lower(Site site, Lowering lowering) {
        TensorType type = site.output();
        int groups = site.attributes().integer("groups");
        int filters = site.attributes().integer("value");
        Windowing windows = Windowing.of(site, "kernel", lengths(site));
        View from = Planes.contiguous(site, lowering, grouped(groups, channels(site), lengths(site)));
        View to = lowering.allocate(Planes.extents(
                type, grouped(groups, filters, type.shape().subList(1, axes + 1))));
        View weight = lowering.parameter("weight");
        List<Integer> kernel = weight.extents().subList(1, axes + 2).stream()
                .map(Extent::factor)
                .toList();
        List<Extent> inGroups = new ArrayList<>(
                List.of(Extent.of(groups), Extent.of(weight.extents().get(0).factor() / groups)));
        kernel.forEach(length -> inGroups.add(Extent.of(length)));
        View w = lowering.reshape(weight, inGroups);
        lowering.emit(
                transposed
                        ? new ConvolveStep(to, w, from, windows.geometry(), ConvolveStep.Role.INPUT, false)
                        : new ConvolveStep(from, w, to, windows.geometry(), ConvolveStep.Role.OUTPUT, false));
        View result = lowering.reshape(to, Planes.extents(type, type.shape()));
        if (site.attributes().flag("bias")) {
            List<Extent> perChannel = new ArrayList<>(List.of(Extent.of(filters)));
            for (int axis = 0; axis < axes; axis++) {
                perChannel.add(Extent.of(1));
            }
            View bias = lowering.reshape(lowering.parameter("bias"), perChannel);
            result = lowering.map(Exprs.add(Exprs.input(0), Exprs.input(1)), result.extents(), List.of(result, bias));
        }
        return lowering.reshape(result, type.extents());
    }

    private static List<Integer> grouped(int groups, int channels, List<Integer> lengths) {
        List<Integer> shape = new ArrayList<>(List.of(groups, channels / groups));
        shape.addAll(lengths);
        return shape;
    }

    @Override
    public final String onnx(Site site, OnnxGraph graph) {
        Windowing windows = Windowing.of(site, "kernel", lengths(site));
        Map<String, Object> attributes = new TreeMap<>();
        windows.onnx(attributes);
        attributes.put("dilations", Planes.longs(windows.dilation()));
        attributes.put("group", (long) site.attributes().integer("groups"));
        if (transposed) {
            List<Integer> more = Windowing.each(site.attributes().integers("outputPadding"), axes);
            attributes.put("output_padding", Planes.longs(more));
        }
        return Planes.onnx(site, graph, x -> {
            List<String> inputs = new ArrayList<>(List.of(x, graph.parameter("weight")));
            if (site.attributes().flag("bias")) {
                inputs.add(graph.parameter("bias"));
            }
            return graph.node(onnx, inputs, new LinkedHashMap<>(attributes));
        });
    }

    @Override
    public final Documentation documentation() {
        String kernel = axes == 2 ? "kernel height, kernel width" : "kernel";
        String spatial = axes == 2 ? "height, width" : "length";
        return transposed
                ? new Documentation(
                        "y[m, i · stride + k · dilation - padding] = Σ x[c, i] weight[c, m, k], + bias[m]",
                        "[channels, " + spatial + "] → [value, …]",
                        "`weight` [channels, value / groups, " + kernel
                                + "], uniform ±√(6 / (channels / groups · kernel));" + " `bias` [value], 0",
                        "`ConvTranspose`; `Unsqueeze`, `Squeeze` without batch dimension")
                : new Documentation(
                        "y[m, o] = Σ x[c, o · stride + k · dilation - padding] weight[m, c, k], + bias[m]",
                        "[channels, " + spatial + "] → [value, …]",
                        "`weight` [value, channels / groups, " + kernel + "], He uniform; `bias` [value], 0",
                        "`Conv`; `Unsqueeze`, `Squeeze` without batch dimension");
    }
}
