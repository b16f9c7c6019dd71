package dev.netwright.processor.step;

/**
 * A dimension's length: a literal, or a literal times the batch size.
 *
 * @param factor the literal, 1 or more
 * @param batch whether it is multiplied by the batch size
 */
public record Extent(int factor, boolean batch) {
    /** The batch dimension. */
    public static final Extent BATCH = new Extent(1, true);

    /** A literal length. */
    public static Extent of(int length) {
        return new Extent(length, false);
    }

    /** The length at batch size n. */
    public int at(int n) {
        return batch ? Math.multiplyExact(factor, n) : factor;
    }

    /** This length times a literal. */
    public Extent times(int literal) {
        return new Extent(Math.multiplyExact(factor, literal), batch);
    }

    /** The product of two lengths, of which at most one holds the batch size. */
    public Extent times(Extent other) {
        if (batch && other.batch) {
            throw new IllegalArgumentException("two batch dimensions");
        }
        return new Extent(Math.multiplyExact(factor, other.factor), batch || other.batch);
    }

    @Override
    public String toString() {
        return batch ? (factor == 1 ? "N" : factor + "N") : Integer.toString(factor);
    }
}
