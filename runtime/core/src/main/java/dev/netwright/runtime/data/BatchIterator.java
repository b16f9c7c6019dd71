package dev.netwright.runtime.data;

import java.util.NoSuchElementException;

/** The batches of a data set in an order. */
final class BatchIterator implements BatchReader {
    private final Dataset data;
    private final Batch batch;
    private final int batchSize;
    private int next;

    /** The batches of a data set whose samples are in order. */
    BatchIterator(Dataset data, int batchSize) {
        this.data = data;
        this.batch = data.newBatch(Math.min(batchSize, Math.max(1, data.size())));
        this.batchSize = batchSize;
    }

    @Override
    public boolean hasNext() {
        return next < data.size();
    }

    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int n = Math.min(batchSize, data.size() - next);
        batch.clear();
        data.append(next, n, batch, 0);
        next += n;
        return batch;
    }

    @Override
    public long position() {
        return next;
    }

    @Override
    public void seek(long position) {
        if (position < 0 || position > data.size()) {
            throw new IllegalArgumentException(
                    "position: expected 0 to " + data.size() + " (samples of the data), found " + position);
        }
        next = (int) position;
    }

    @Override
    public void close() {}
}
