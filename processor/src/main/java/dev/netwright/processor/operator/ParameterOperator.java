package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.step.View;
import dev.netwright.runtime.checkpoint.Role;
import java.util.List;
import java.util.Optional;

/** {@code @Parameter}: a learned value without a batch dimension. Its tensor is {@code node.weight}. */
@AutoService(Operator.class)
public final class ParameterOperator extends Source {
    public ParameterOperator() {
        super("Parameter");
    }

    @Override
    public void check(Site site) {
        Checks.shape(site, "value", "@Parameter({10, 5})");
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        return Optional.of(
                new TensorType(TensorType.Element.FLOAT32, site.attributes().integers("value"), false));
    }

    @Override
    public List<ParameterSpec> parameters(Site site) {
        List<Integer> shape = site.attributes().integers("value");
        String law = shape.size() >= 2 ? "XAVIER_UNIFORM" : "ZEROS";
        return List.of(ParameterSpec.learned("weight", shape, Role.WEIGHT, law, Double.NaN));
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        return lowering.parameter("weight");
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        return graph.parameter("weight");
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "a learned value",
                "→ `value`, no batch dimension",
                "`weight` `value`, Xavier uniform (rank 1: 0)",
                "initializer, `Identity`");
    }
}
