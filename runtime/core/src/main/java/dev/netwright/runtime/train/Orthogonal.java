package dev.netwright.runtime.train;

import dev.netwright.runtime.checkpoint.TensorSpec;

/**
 * Orthonormal rows or columns. A matrix of normal numbers, its vectors made orthonormal by the modified Gram-Schmidt process,
 * each twice ("twice is enough", Giraud et al. 2005), in double: the Q of the QR decomposition with a positive diagonal in R,
 * which is distributed evenly over all such matrices (Mezzadri 2007).
 *
 * @param gain factor of every element
 */
record Orthogonal(double gain) implements Initializer {
    private static final int PASSES = 2;

    @Override
    public void fill(float[] store, TensorSpec spec, InitialRandom random) {
        if (spec.shape().size() < 2) {
            throw new IllegalArgumentException(
                    "orthogonal initial values of " + spec.name() + ": expected rank 2 or more, found " + spec.shape());
        }
        int rows = spec.shape().get(0);
        int columns = spec.size() / rows;
        int count = Math.min(rows, columns);
        double[][] vectors = new double[count][Math.max(rows, columns)];
        for (double[] vector : vectors) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = random.normal();
            }
        }
        orthonormalize(vectors);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double value = rows <= columns ? vectors[i][j] : vectors[j][i];
                store[spec.offset() + i * columns + j] = (float) (gain * value);
            }
        }
    }

    private static void orthonormalize(double[][] vectors) {
        for (int i = 0; i < vectors.length; i++) {
            for (int pass = 0; pass < PASSES; pass++) {
                for (int k = 0; k < i; k++) {
                    subtract(vectors[i], vectors[k], dot(vectors[i], vectors[k]));
                }
            }
            double norm = Math.sqrt(dot(vectors[i], vectors[i]));
            for (int j = 0; j < vectors[i].length; j++) {
                vectors[i][j] /= norm;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void subtract(double[] from, double[] vector, double factor) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= factor * vector[i];
        }
    }
}
