package dev.netwright.runtime.data;

import java.io.IOException;
import java.util.stream.IntStream;

/** Every k-th sample of a stream from an offset, or all others. */
record Every(int k, int offset, boolean chosen) {
    /** Samples of n that are in. */
    long count(long n) {
        long in = n <= offset ? 0 : (n - offset + k - 1) / k;
        return chosen ? in : n - in;
    }

    /** Where the sample of a number lies. */
    private long place(long number) {
        if (chosen) {
            return number * k + offset;
        }
        long rest = number % (k - 1);
        return number / (k - 1) * k + rest + (rest >= offset ? 1 : 0);
    }

    /** Reads a range that holds the samples, and picks them. */
    Dataset read(DataStream.Source source, long from, int count) throws IOException {
        long first = place(from);
        long length = count == 0 ? 0 : place(from + count - 1) - first + 1;
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(count + " of every " + k + " samples at once are too many");
        }
        Dataset range = source.read(first, (int) length);
        return range.select(IntStream.range(0, range.size())
                .filter(i -> ((first + i) % k == offset) == chosen)
                .toArray());
    }
}
