package dev.netwright.processor.operator;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Values of samples of different lengths in ONNX, where the dimension that varies is as large as the longest sample of the call. */
public final class OnnxMasks {
    private OnnxMasks() {}

    /** The value at real positions, {@code otherwise} beyond. */
    public static String masked(TensorType type, String value, double otherwise, OnnxGraph graph) {
        return graph.node("Where", List.of(graph.real(type), value, graph.scalar(otherwise)));
    }

    /**
     * A value cut to as many positions as the call has, where it has the most in axes that vary in {@code result}.
     *
     * @param ofResult which axis of the result an axis of the value is, minus the number of that axis
     */
    static String cut(TensorType type, SortedMap<Integer, String> result, int ofResult, String value, OnnxGraph graph) {
        String cut = value;
        for (Map.Entry<Integer, String> entry : result.entrySet()) {
            int axis = entry.getKey() - ofResult;
            if (axis >= 0 && !type.varies(axis) && type.shape().get(axis) > 1) {
                cut = graph.node(
                        "Slice",
                        List.of(
                                cut,
                                graph.integers(List.of(0L)),
                                graph.most(entry.getValue()),
                                graph.integers(List.of(axis + (type.batched() ? 1L : 0)))));
            }
        }
        return cut;
    }
}
