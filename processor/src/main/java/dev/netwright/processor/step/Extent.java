package dev.netwright.processor.step;

import java.util.Optional;

/**
 * A dimension's length: a literal, or a literal times the batch size.
 *
 * @param factor the literal, 1 or more
 * @param batch whether it is multiplied by the batch size
 */
public record Extent(int factor, boolean batch) implements Comparable<Extent> {
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

    /** Whether it is the literal 1. */
    public boolean isOne() {
        return factor == 1 && !batch;
    }

    /** This length divided by another; empty where the quotient is no extent. */
    public Optional<Extent> dividedBy(Extent divisor) {
        return factor % divisor.factor != 0 || (divisor.batch && !batch)
                ? Optional.empty()
                : Optional.of(new Extent(factor / divisor.factor, batch && !divisor.batch));
    }

    /** Literals first, by length, then multiples of the batch size: the order of lengths at large batch sizes. */
    @Override
    public int compareTo(Extent other) {
        return batch == other.batch ? Integer.compare(factor, other.factor) : Boolean.compare(batch, other.batch);
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
