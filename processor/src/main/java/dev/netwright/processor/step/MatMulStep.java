package dev.netwright.processor.step;

import java.util.List;

/**
 * Matrix products: {@code c[…, m, n] = Σₖ a[…, m, k] b[…, k, n]}, the sum in ascending order of k. All three views have the same
 * number of leading batch axes with the same extents, none, one or more. A stride of 0 on a batch axis of a or b repeats the
 * matrix; on a batch axis of c it adds the products up. Transposition is a matter of strides.
 *
 * @param a views the left matrices
 * @param b views the right matrices
 * @param output views the products
 * @param accumulate whether the products are added to the output
 */
public record MatMulStep(View a, View b, View output, boolean accumulate) implements Step {
    @Override
    public List<View> reads() {
        return List.of(a, b);
    }

    @Override
    public Step accumulating(boolean accumulate) {
        return new MatMulStep(a, b, output, accumulate);
    }

    @Override
    public void adjoint(Gradients gradients) {
        View c = gradients.of(output);
        if (gradients.wants(a)) {
            gradients.emit(new MatMulStep(c, transposed(b), gradients.of(a), true));
        }
        if (gradients.wants(b)) {
            gradients.emit(new MatMulStep(transposed(a), c, gradients.of(b), true));
        }
    }

    private static View transposed(View matrices) {
        int rank = matrices.rank();
        java.util.List<Integer> axes = new java.util.ArrayList<>();
        for (int k = 0; k < rank - 2; k++) {
            axes.add(k);
        }
        axes.add(rank - 1);
        axes.add(rank - 2);
        return matrices.permuted(axes);
    }
}
