package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.annotations.Attributes;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.View;
import dev.netwright.runtime.checkpoint.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code @Dense}: y = x Wᵀ + b over the last axis. Positions and samples together are the rows of one matrix product. */
@AutoService(Operator.class)
public final class DenseOperator extends Structured {
    public DenseOperator() {
        super("Dense", Position.FIRST);
    }

    @Override
    public void check(Site site) {
        int outputs = site.attributes().integer("value");
        if (outputs == Attributes.UNSET) {
            Checks.missing(site, "value", "@Dense(64)");
        } else if (outputs < 1) {
            Checks.outOfRange(
                    site, "value", "1 or more outputs", String.valueOf(outputs), "write  value = 1  (nearest)");
        }
    }

    @Override
    public boolean takesVarying() {
        return true;
    }

    @Override
    public Optional<TensorType> infer(Site site) {
        if (!Checks.floats(site)) {
            return Optional.empty();
        }
        TensorType x = site.input(0);
        if (x.rank() > 2) {
            String from = site.inputName(0);
            Checks.mismatch(
                    site,
                    0,
                    "rank 1, [features], or rank 2, [positions, features]",
                    "put  @Flatten Tensor " + from + "Flat(Tensor " + from + ");  between " + from + " and "
                            + site.node() + " (gives [" + x.size() + "])");
            return Optional.empty();
        }
        if (x.varies(x.rank() - 1)) {
            Checks.varying(site, 0, x.rank() - 1, "features, the last axis, as many for every sample");
            return Optional.empty();
        }
        List<Integer> shape = new ArrayList<>(x.shape());
        shape.set(x.rank() - 1, site.attributes().integer("value"));
        return Optional.of(x.withShape(shape, x.varying()));
    }

    @Override
    public List<ParameterSpec> parameters(Site site) {
        int outputs = site.attributes().integer("value");
        List<ParameterSpec> parameters = new ArrayList<>();
        parameters.add(ParameterSpec.learned(
                "weight", List.of(outputs, features(site)), Role.WEIGHT, "XAVIER_UNIFORM", Double.NaN));
        if (hasBias(site)) {
            parameters.add(ParameterSpec.learned("bias", List.of(outputs), Role.BIAS, "ZEROS", Double.NaN));
        }
        return parameters;
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        TensorType type = site.output();
        Extent rows = type.batched() ? Extent.BATCH : Extent.of(1);
        if (type.rank() == 2) {
            rows = rows.times(type.shape().get(0));
        }
        Extent outputs = Extent.of(type.shape().get(type.rank() - 1));
        View x = lowering.reshape(lowering.input(0), List.of(rows, Extent.of(features(site))));
        View y = lowering.allocate(List.of(rows, outputs));
        lowering.emit(new MatMulStep(x, lowering.parameter("weight").permuted(List.of(1, 0)), y, false));
        if (hasBias(site)) {
            y = lowering.map(
                    Exprs.add(Exprs.input(0), Exprs.input(1)),
                    List.of(rows, outputs),
                    List.of(y, lowering.parameter("bias")));
        }
        return lowering.reshape(y, type.extents());
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        TensorType x = site.input(0);
        String weight = graph.parameter("weight");
        if (x.rank() == 1 && x.batched()) {
            List<String> inputs = new ArrayList<>(List.of(graph.input(0), weight));
            if (hasBias(site)) {
                inputs.add(graph.parameter("bias"));
            }
            return graph.node("Gemm", inputs, Map.of("transB", 1L));
        }
        String transposed = graph.node("Transpose", List.of(weight), Map.of());
        String product = graph.node("MatMul", List.of(graph.input(0), transposed));
        return hasBias(site) ? graph.node("Add", List.of(product, graph.parameter("bias"))) : product;
    }

    private static int features(Site site) {
        TensorType x = site.input(0);
        return x.shape().get(x.rank() - 1);
    }

    private static boolean hasBias(Site site) {
        return site.attributes().flag("bias");
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "y = x Wᵀ + b",
                "[in] → [value]; [positions, in] → [positions, value]",
                "`weight` [value, in], Xavier uniform; `bias` [value], 0",
                "`Gemm` (transB = 1); rank 2: `Transpose`, `MatMul`, `Add`");
    }
}
