package dev.netwright.runtime.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Batches of a stream, read a window at a time; a batch may take samples of several windows. */
final class StreamReader implements BatchReader {
    private final DataStream.Opener opener;
    private final Dataset layout;
    private final Windows windows;
    private final Batch batch;
    private final int batchSize;
    private DataStream.@Nullable Pass pass;
    private @Nullable Dataset current;
    private long window;
    private boolean last;
    private int taken;
    private long position;

    StreamReader(DataStream.Opener opener, Dataset layout, int batchSize, Windows windows) {
        this.opener = opener;
        this.layout = layout;
        this.windows = windows;
        this.batch = layout.newBatch(batchSize);
        this.batchSize = batchSize;
    }

    @Override
    public boolean hasNext() {
        return available() > 0;
    }

    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        batch.clear();
        while (batch.size() < batchSize && available() > 0) {
            int n = Math.min(batchSize - batch.size(), available());
            window().append(taken, n, batch, windows.start(window));
            taken += n;
            position += n;
        }
        return batch;
    }

    /** Samples left in the window; reads the next one where it is used up. 0 at the end of the stream. */
    private int available() {
        while (taken == window().size() && !last) {
            window++;
            current = null;
            taken = 0;
        }
        return window().size() - taken;
    }

    private Dataset window() {
        Dataset known = current;
        if (known == null) {
            long start = windows.start(window);
            try {
                DataStream.Pass source = pass;
                if (source == null) {
                    source = opener.open();
                    pass = source;
                }
                known = source.read(start, windows.length(window));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (known.size() > 0) {
                requireLayout(known, start);
            }
            last = known.size() < windows.length(window);
            known = windows.order(known.numbered(), window);
            current = known;
        }
        return known;
    }

    private void requireLayout(Dataset part, long start) {
        if (!part.sameLayout(layout)) {
            throw new IllegalArgumentException("samples from " + start + " of the stream: expected "
                    + layout.describeColumns() + " as in the first, found " + part.describeColumns());
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void seek(long wanted) {
        if (wanted < 0) {
            throw new IllegalArgumentException("position: expected 0 or more, found " + wanted);
        }
        current = null;
        window = windows.of(wanted);
        taken = 0;
        position = wanted;
        int offset = (int) (wanted - windows.start(window));
        int there = window().size();
        if (offset > there) {
            throw new IllegalArgumentException("position: expected at most "
                    + (there > 0 ? "" : "the number of samples, below ") + (windows.start(window) + there)
                    + ", found " + wanted);
        }
        taken = offset;
    }

    @Override
    public void close() {
        DataStream.Pass source = pass;
        pass = null;
        current = null;
        last = false;
        if (source != null) {
            try {
                source.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
