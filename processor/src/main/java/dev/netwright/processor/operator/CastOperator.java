package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.operator.TensorType.Element;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code @Cast}: integers or truth values as floats. */
@AutoService(Operator.class)
public final class CastOperator extends Structured {
    private static final long FLOAT = 1; // TensorProto.DataType

    public CastOperator() {
        super("Cast", Position.ANYWHERE);
    }

    @Override
    public boolean takesVarying() {
        return true;
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        return Checks.elements(site, Set.of(Element.INT32, Element.INT64, Element.BOOL), "leave @Cast out")
                ? Optional.of(site.input(0).floats())
                : Optional.empty();
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        return lowering.map(Exprs.input(0), site.output().extents(), List.of(lowering.input(0)));
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        return graph.node("Cast", List.of(graph.input(0)), Map.of("to", FLOAT));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "y = x as a float; 1 of true, 0 of false", "integers or truth values, kept", "", "`Cast`");
    }
}
