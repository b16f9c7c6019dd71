package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.step.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code @Flatten}: all dimensions of a sample as one. A view, no step. */
@AutoService(Operator.class)
public final class FlattenOperator extends Structured {
    public FlattenOperator() {
        super("Flatten", Position.FIRST);
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        TensorType x = site.input(0);
        return Optional.of(x.withShape(List.of(Math.toIntExact(x.size()))));
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        return lowering.reshape(lowering.input(0), site.output().extents());
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        TensorType x = site.input(0);
        if (x.rank() == 1) {
            return graph.input(0);
        }
        return x.batched()
                ? graph.node("Flatten", List.of(graph.input(0)), Map.of())
                : graph.node("Reshape", List.of(graph.input(0), graph.integers(List.of(-1L))));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "the same values in row-major order", "[d0, d1, …] → [d0 · d1 · …]", "", "`Flatten` (axis = 1)");
    }
}
