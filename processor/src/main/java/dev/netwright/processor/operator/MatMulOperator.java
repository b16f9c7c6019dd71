package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code @MatMul}: matrix products over the last two axes. Where the second operand is one matrix for all samples and leading axes, all
 * rows of the first are the rows of one product.
 */
@AutoService(Operator.class)
public final class MatMulOperator extends Structured {
    public MatMulOperator() {
        super("MatMul", Position.FIRST, 2, 2);
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
        TensorType a = site.input(0);
        TensorType b = site.input(1);
        int k = a.shape().get(a.rank() - 1);
        if (b.rank() < 2) {
            Checks.mismatch(
                    site,
                    1,
                    "rank 2 or more, [" + k + ", columns]",
                    "write  @Mul  in place of @MatMul  for the product element by element, or give '"
                            + site.inputName(1) + "' two dimensions");
            return Optional.empty();
        }
        if (b.shape().get(b.rank() - 2) != k) {
            boolean swapped = b.shape().get(b.rank() - 1) == k && b.rank() == 2;
            Checks.mismatch(
                    site,
                    1,
                    "[…, " + k + ", columns], as many rows as " + a + " from " + site.inputName(0) + " has columns",
                    swapped
                            ? "give '" + site.inputName(1) + "' the shape [" + k + ", "
                                    + b.shape().get(0) + "], its transpose"
                            : "make axis -2 of '" + site.inputName(1) + "' " + k);
            return Optional.empty();
        }
        if (b.rank() > 2 && !leading(b).equals(leading(a))) {
            Checks.mismatch(
                    site,
                    1,
                    "leading axes " + leading(a) + " as in " + a + " from " + site.inputName(0) + ", or none: rank 2, ["
                            + k + ", columns]",
                    "give both nodes the same leading axes");
            return Optional.empty();
        }
        return varying(site, a, b).map(varying -> {
            List<Integer> shape = new ArrayList<>(a.shape());
            shape.set(a.rank() - 1, b.shape().get(b.rank() - 1));
            return new TensorType(a.element(), shape, a.batched() || b.batched(), varying);
        });
    }

    /** The axes of the result that vary; empty after reporting axes that meet and vary by different inputs. */
    private static Optional<SortedMap<Integer, String>> varying(Site site, TensorType a, TensorType b) {
        int rank = a.rank();
        SortedMap<Integer, String> result = new TreeMap<>(a.varying().headMap(rank - 1));
        for (Map.Entry<Integer, String> entry : b.varying().entrySet()) {
            int axis = entry.getKey();
            boolean column = axis == b.rank() - 1;
            String other = a.varying().get(axis == b.rank() - 2 ? rank - 1 : axis);
            if (!column && other != null && !other.equals(entry.getValue())) {
                String help = Broadcasting.oneInput(other, entry.getValue());
                Broadcasting.lengths(site, 1, axis, other, entry.getValue(), help);
                return Optional.empty();
            }
            if (column || axis < b.rank() - 2) {
                result.put(column ? rank - 1 : axis, entry.getValue());
            }
        }
        return Optional.of(result);
    }

    /** The axes before the last two. */
    private static List<Integer> leading(TensorType type) {
        return type.shape().subList(0, Math.max(0, type.rank() - 2));
    }

    @Override
    public View lower(Site site, Lowering lowering) {
        TensorType a = site.input(0);
        TensorType b = site.input(1);
        TensorType type = site.output();
        int k = a.shape().get(a.rank() - 1);
        int columns = b.shape().get(b.rank() - 1);
        View left = lowering.input(0);
        View right = lowering.input(1);
        if (!b.batched() && b.rank() == 2) {
            int count = Math.toIntExact(TensorType.size(a.shape().subList(0, a.rank() - 1)));
            Extent rows = a.batched() ? Extent.BATCH.times(count) : Extent.of(count);
            View product = lowering.allocate(List.of(rows, Extent.of(columns)));
            left = lowering.reshape(left, List.of(rows, Extent.of(k)));
            lowering.emit(new MatMulStep(left, right, product, false));
            return lowering.reshape(product, type.extents());
        }
        if (a.rank() == 1) {
            left = Views.inserted(left, left.rank() - 1, 1);
        }
        View product = lowering.allocate(type.extents());
        View output = a.rank() == 1 ? Views.inserted(product, product.rank() - 1, 1) : product;
        lowering.emit(new MatMulStep(
                repeated(left, a, a, type.batched()), repeated(right, b, a, type.batched()), output, false));
        return product;
    }

    /** An operand's matrices, repeated over the leading axes of {@code a} and the batch dimension where it lacks them. */
    private static View repeated(View matrices, TensorType own, TensorType a, boolean batched) {
        View result = matrices;
        if (leading(own).isEmpty()) {
            int at = own.batched() ? 1 : 0;
            for (int dimension : leading(a)) {
                result = Views.repeatedAt(result, at++, Extent.of(dimension));
            }
        }
        return batched && !own.batched() ? Views.repeatedAt(result, 0, Extent.BATCH) : result;
    }

    @Override
    public String onnx(Site site, OnnxGraph graph) {
        TensorType a = site.input(0);
        TensorType b = site.input(1);
        boolean row = a.rank() == 1 && a.batched() && b.batched();
        int rank = Math.max(a.rank(), 2);
        String first = OnnxMasks.cut(a, met(a, a.rank() - 1, b, b.rank() - 2), 0, graph.input(0), graph);
        String second = OnnxMasks.cut(b, met(b, b.rank() - 2, a, a.rank() - 1), 0, graph.input(1), graph);
        String left = row ? graph.node("Unsqueeze", List.of(first, graph.integers(List.of(1L)))) : first;
        String right = a.batched() || b.batched() ? Broadcasting.name(b, second, rank, graph) : second;
        String product = graph.node("MatMul", List.of(left, right));
        return row ? graph.node("Squeeze", List.of(product, graph.integers(List.of(1L)))) : product;
    }

    /** The axes of an operand that meet one of the other that varies: that of the sum, and leading ones where both have them. */
    private static SortedMap<Integer, String> met(TensorType own, int summed, TensorType other, int otherSummed) {
        SortedMap<Integer, String> axes = new TreeMap<>();
        other.varying().forEach((axis, input) -> {
            if (axis == otherSummed) {
                axes.put(summed, input);
            } else if (own.rank() == other.rank() && axis < own.rank() - 2) {
                axes.put(axis, input);
            }
        });
        return axes;
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "y = x₁ x₂, a matrix product for each sample and leading axis",
                "[…, m, k], […, k, n] → […, m, n]; [k], [k, n] → [n]; the second may lack the leading axes",
                "",
                "`MatMul`; `Reshape`, `Unsqueeze`, `Squeeze` where ranks differ");
    }
}
