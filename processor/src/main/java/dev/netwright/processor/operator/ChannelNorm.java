package dev.netwright.processor.operator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A normalization of groups of channels, axis 0 of the sample. */
abstract class ChannelNorm extends SampleNorm {
    ChannelNorm(String name) {
        super(name);
    }

    abstract int groups(Site site);

    static int channels(Site site) {
        return site.input(0).shape().get(0);
    }

    static int positions(Site site) {
        return Math.toIntExact(site.input(0).size() / channels(site));
    }

    @Override
    final Division division(Site site) {
        int groups = groups(site);
        return new Division(groups, channels(site) / groups, positions(site), false);
    }

    @Override
    final List<Integer> learned(Site site) {
        return List.of(channels(site));
    }

    /** ONNX's InstanceNormalization of [N, groups, values of a group], then scale and shift of each channel. */
    @Override
    public String onnx(Site site, OnnxGraph graph) {
        TensorType x = site.input(0);
        int groups = groups(site);
        long batch = x.batched() ? 0 : 1; // 0 keeps the dimension as it is
        String grouped = graph.node(
                "Reshape", List.of(graph.input(0), graph.integers(List.of(batch, (long) groups, x.size() / groups))));
        String normalized = graph.node(
                "InstanceNormalization",
                List.of(
                        grouped,
                        graph.floats(Collections.nCopies(groups, 1f), List.of(groups)),
                        graph.floats(Collections.nCopies(groups, 0f), List.of(groups))),
                Map.of("epsilon", epsilon(site)));
        List<Long> shape = new ArrayList<>(Axes.longs(x.shape()));
        if (x.batched()) {
            shape.add(0, 0L);
        }
        String back = graph.node("Reshape", List.of(normalized, graph.integers(shape)));
        String scaled = graph.node("Mul", List.of(back, ofChannels(x, graph, "scale")));
        return graph.node("Add", List.of(scaled, ofChannels(x, graph, "shift")));
    }

    /** A parameter of shape [channels] as [channels, 1, …]. */
    private static String ofChannels(TensorType x, OnnxGraph graph, String parameter) {
        if (x.rank() == 1) {
            return graph.parameter(parameter);
        }
        List<Long> shape = new ArrayList<>(Collections.nCopies(x.rank(), 1L));
        shape.set(0, (long) x.shape().get(0));
        return graph.node("Reshape", List.of(graph.parameter(parameter), graph.integers(shape)));
    }
}
