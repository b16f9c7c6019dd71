package dev.netwright.runtime.data;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The batches of a data set in an order; fills one batch again and again. */
final class BatchIterator implements Iterator<Batch> {
    private final List<Column.Floats> inputs;
    private final List<Column> targets;
    private final int[] order;
    private final Batch batch;
    private final int batchSize;
    private int next;

    BatchIterator(List<Column.Floats> inputs, List<Column> targets, int[] order, Batch batch, int batchSize) {
        this.inputs = inputs;
        this.targets = targets;
        this.order = order;
        this.batch = batch;
        this.batchSize = batchSize;
    }

    @Override
    public boolean hasNext() {
        return next < order.length;
    }

    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int n = Math.min(batchSize, order.length - next);
        batch.fill(inputs, targets, order, next, n);
        next += n;
        return batch;
    }
}
