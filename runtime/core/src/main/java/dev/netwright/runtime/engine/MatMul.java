package dev.netwright.runtime.engine;

/** Matrix products on flat arrays with a packed right operand. */
public final class MatMul {
    private MatMul() {}

    /**
     * Rows {@code from} to {@code to}, excluded, of c = a b, or of c += a b. Element (i, k) of a is
     * {@code a[aAt + i * aRow + k * aColumn]}, (i, j) of c {@code c[cAt + i * cRow + j * cColumn]}; b's size gives k and j. Each element
     * is summed in ascending order of k with {@link Math#fma}, so that its bits depend on its row and column alone.
     */
    public static void rows(
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            Panel b,
            float[] c,
            int cAt,
            int cRow,
            int cColumn,
            boolean accumulate,
            int from,
            int to) {
        throw new IllegalStateException();
    }

    /**
     * Products {@code from} to {@code to}, excluded, of a batch: matrix q starts at {@code aAt + q * aBatch}, has m rows and k columns;
     * right operands have n columns.
     */
    public static void batch(
            float[] a,
            int aAt,
            int aBatch,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bBatch,
            int bRow,
            int bColumn,
            float[] c,
            int cAt,
            int cBatch,
            int cRow,
            int cColumn,
            int m,
            int k,
            int n,
            boolean accumulate,
            int from,
            int to) {
        throw new IllegalStateException();
    }

    /** Rows {@code from} to {@code to}, excluded, of the sum over {@code batches} products, in ascending order of the batch. */
    public static void sum(
            float[] a,
            int aAt,
            int aBatch,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bBatch,
            int bRow,
            int bColumn,
            float[] c,
            int cAt,
            int cRow,
            int cColumn,
            int batches,
            int k,
            int n,
            boolean accumulate,
            int from,
            int to) {
        throw new IllegalStateException();
    }
}
