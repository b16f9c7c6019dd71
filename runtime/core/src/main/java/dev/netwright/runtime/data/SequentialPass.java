package dev.netwright.runtime.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;

/** Reads parts that come one after the other by position: forward by dropping samples, backward by starting again. */
final class SequentialPass implements DataStream.Pass {
    private final DataStream.Parts parts;
    private Iterator<Dataset> iterator = Collections.emptyIterator();
    private boolean open;
    private Dataset current = Dataset.of(new float[0][]);
    private int taken;
    private long position;

    SequentialPass(DataStream.Parts parts) {
        this.parts = parts;
    }

    @Override
    public Dataset read(long from, int count) throws IOException {
        if (!open || from < position) {
            close();
            iterator = parts.open();
            open = true;
            position = 0;
            current = current.take(0);
            taken = 0;
        }
        while (position < from && more()) {
            advance(from - position);
        }
        Dataset read = current.take(0);
        boolean ended = position < from;
        while (!ended && read.size() < count && more()) {
            int at = taken;
            int n = advance(count - read.size());
            Dataset part = current.slice(at, at + n);
            read = read.size() == 0 ? part : read.concat(part);
        }
        return read;
    }

    /** Whether a sample is left; opens the next part where the current one is used up. */
    private boolean more() {
        while (taken == current.size()) {
            if (!iterator.hasNext()) {
                return false;
            }
            current = iterator.next();
            taken = 0;
        }
        return true;
    }

    /** Passes over so many samples of the current part, or what it has; returns how many. */
    private int advance(long wanted) {
        int n = (int) Math.min(wanted, current.size() - taken);
        taken += n;
        position += n;
        return n;
    }

    @Override
    public void close() throws IOException {
        if (iterator instanceof Closeable closeable) {
            closeable.close();
        }
        iterator = Collections.emptyIterator();
        open = false;
    }
}
