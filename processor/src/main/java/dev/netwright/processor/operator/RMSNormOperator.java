package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** {@code @RMSNorm}: y = x / √(mean x² + epsilon) · scale over the last axes (Zhang and Sennrich 2019). */
@AutoService(Operator.class)
public final class RMSNormOperator extends TrailingNorm {
    public RMSNormOperator() {
        super("RMSNorm");
    }

    @Override
    boolean centered() {
        return false;
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        TreeMap<String, Object> attributes = new TreeMap<>();
        attributes.put("axes", LongStream.range(fromEnd(site), 0).boxed().toList());
        attributes.put("keepdims", 1L);
        String x = graph.input(0);
        String mean = graph.node("ReduceMean", List.of(graph.node("Mul", List.of(x, x))), attributes);
        String root = graph.node("Sqrt", List.of(graph.node("Add", List.of(mean, graph.scalar(epsilon(site))))));
        return graph.node("Mul", List.of(graph.node("Div", List.of(x, root)), graph.parameter("scale")));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "y = x / √(mean x² + epsilon) · scale over the axes from `axis` on",
                "any, kept",
                "`scale` of the shape from `axis` on, 1",
                "`Mul`, `ReduceMean`, `Add`, `Sqrt`, `Div`, `Mul`");
    }
}
