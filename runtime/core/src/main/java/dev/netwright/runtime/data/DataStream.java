package dev.netwright.runtime.data;

import dev.netwright.runtime.array.ArrayFile;
import dev.netwright.runtime.array.NumberArray;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Samples that do not fit in memory, or that are computed as they are needed. They are read in parts, each a {@link Dataset}, by position:
 * so a training that is resumed goes on at the sample it stopped at. Immutable; each method gives a stream that differs in one thing, and
 * reads nothing by itself.
 *
 * <pre>{@code
 * DataStream noise = DataStream.of(1_000_000, (from, count) -> Dataset.of(inputs(from, count), labels(from, count)));
 * DataStream large = DataStream.of(ArrayFile.open(images), ArrayFile.open(labels)).shuffle(20_000);
 * }</pre>
 *
 * <p>Thread-safe where its source is. A source that fails ends what reads it with an {@link UncheckedIOException}.
 */
public final class DataStream implements Samples {
    /** Samples of a part where no window is asked for. */
    private static final int PART = 1024;

    private final Opener opener;
    private final OptionalLong count;
    private final int window;
    private final boolean shuffled;
    private volatile @Nullable Dataset layout;

    private DataStream(Opener opener, OptionalLong count, int window, boolean shuffled) {
        this.opener = opener;
        this.count = count;
        this.window = window;
        this.shuffled = shuffled;
    }

    /** Reads samples by position. The same position gives the same sample each time. */
    @FunctionalInterface
    public interface Source {
        /**
         * The samples {@code from} to {@code from + count}, excluded: fewer only where the stream ends, none beyond its end. All parts have
         * inputs and targets of the same sizes.
         */
        Dataset read(long from, int count) throws IOException;
    }

    /** Opens samples that can only be read one part after the other, from the first, in parts of any size. */
    @FunctionalInterface
    public interface Parts {
        /** Starts from the first sample. Where the iterator is {@link Closeable} too, it is closed. */
        Iterator<Dataset> open() throws IOException;
    }

    /** Starts a pass. */
    interface Opener {
        Pass open() throws IOException;
    }

    /** A pass: a source that may hold something open. */
    interface Pass extends Source, Closeable {
        @Override
        default void close() throws IOException {}
    }

    /**
     * Two streams.
     *
     * @param train the stream to train on
     * @param test the stream to measure on
     */
    public record Split(DataStream train, DataStream test) {}

    /** A stream of so many samples. */
    public static DataStream of(long count, Source source) {
        if (count < 0) {
            throw new IllegalArgumentException("number of samples: expected 0 or more, found " + count);
        }
        return new DataStream(() -> limited(source, count), OptionalLong.of(count), PART, false);
    }

    /** A stream that ends where its source returns fewer samples than it is asked for. */
    public static DataStream of(Source source) {
        return new DataStream(() -> source::read, OptionalLong.empty(), PART, false);
    }

    /** The samples of an array that stays in its file, without a target. */
    public static DataStream of(ArrayFile inputs) {
        return of(inputs.rows(), (from, count) -> Dataset.of(inputs.rows(from, count)));
    }

    /** The samples of an array that stays in its file, with the targets of another; see {@link Dataset#of(NumberArray, NumberArray)}. */
    public static DataStream of(ArrayFile inputs, ArrayFile targets) {
        if (inputs.rows() != targets.rows()) {
            throw new IllegalArgumentException(
                    "targets for " + inputs + ": expected " + inputs.rows() + " rows, found " + targets);
        }
        return of(inputs.rows(), (from, count) -> Dataset.of(inputs.rows(from, count), targets.rows(from, count)));
    }

    /** A stream that is read from its beginning: to go on at a position it reads and drops what lies before. */
    public static DataStream inParts(Parts parts) {
        return new DataStream(() -> new SequentialPass(parts), OptionalLong.empty(), PART, false);
    }

    private static Pass limited(Source source, long count) {
        return (from, n) -> {
            int there = (int) Math.max(0, Math.min(n, count - from));
            Dataset part = there == 0 ? Dataset.of(new float[0][]) : source.read(from, there);
            if (part.size() != there) {
                throw new IOException("samples " + from + " to " + (from + there - 1) + " of the stream: expected "
                        + there + " (it has " + count + "), found " + part.size());
            }
            return part;
        };
    }

    /**
     * Mixes samples when an epoch is shuffled: windows of so many are read whole, and each is shuffled. Where the first window of an epoch
     * ends depends on seed and epoch, so that windows of different epochs mix different samples. A window of all samples mixes fully.
     *
     * @param samples samples of a window, which are in memory at once; 1 or more
     */
    public DataStream shuffle(int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("window: expected 1 sample or more, found " + samples);
        }
        return new DataStream(opener, count, samples, true);
    }

    /** With every part replaced by what the function makes of it: as many samples, in the same order. */
    public DataStream map(UnaryOperator<Dataset> function) {
        return over(count, pass -> (from, n) -> {
            Dataset part = pass.read(from, n);
            Dataset mapped = part.size() == 0 ? part : function.apply(part);
            if (mapped.size() != part.size()) {
                throw new IllegalArgumentException("mapped samples from " + from + ": expected " + part.size()
                        + " as before, found " + mapped.size());
            }
            return mapped;
        });
    }

    /** With every sample's first input replaced by what the function makes of a copy of it. */
    public DataStream mapInputs(UnaryOperator<float[]> function) {
        return map(part -> part.mapInputs(function));
    }

    /** The first samples, all where there are fewer. */
    public DataStream take(long samples) {
        requireAtLeastZero("samples to take", samples);
        OptionalLong left = count.isPresent() ? OptionalLong.of(Math.min(samples, count.getAsLong())) : count;
        return over(left, pass -> (from, n) -> pass.read(from, (int) Math.max(0, Math.min(n, samples - from))));
    }

    /** Without the first samples. */
    public DataStream skip(long samples) {
        requireAtLeastZero("samples to skip", samples);
        OptionalLong left = count.isPresent() ? OptionalLong.of(Math.max(0, count.getAsLong() - samples)) : count;
        return over(left, pass -> (from, n) -> pass.read(samples + from, n));
    }

    /** Every k-th sample, from {@code offset}, as test; the others as train. */
    public Split splitEvery(int k, int offset) {
        if (k < 2) {
            throw new IllegalArgumentException("every k-th sample: expected a k of 2 or more, found " + k);
        }
        if (offset < 0 || offset >= k) {
            throw new IllegalArgumentException("offset of every k-th sample: expected 0 to " + (k - 1)
                    + ", below the k of " + k + ", found " + offset);
        }
        return new Split(part(new Every(k, offset, false)), part(new Every(k, offset, true)));
    }

    private DataStream part(Every every) {
        OptionalLong left = count.isPresent() ? OptionalLong.of(every.count(count.getAsLong())) : count;
        return over(left, pass -> (from, n) -> every.read(pass, from, n));
    }

    private static void requireAtLeastZero(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + ": expected 0 or more, found " + value);
        }
    }

    private DataStream over(OptionalLong newCount, UnaryOperator<Source> change) {
        Opener changed = () -> {
            Pass pass = opener.open();
            Source source = change.apply(pass);
            return new Pass() {
                @Override
                public Dataset read(long from, int n) throws IOException {
                    return source.read(from, n);
                }

                @Override
                public void close() throws IOException {
                    pass.close();
                }
            };
        };
        return new DataStream(changed, newCount, window, shuffled);
    }

    /** The first sample, or none: what the others look like. */
    private Dataset layout() {
        Dataset known = layout;
        if (known == null) {
            try (Pass pass = opener.open()) {
                known = pass.read(0, 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            layout = known;
        }
        return known;
    }

    @Override
    public OptionalLong count() {
        return count.isEmpty() && layout().size() == 0 ? OptionalLong.of(0) : count;
    }

    @Override
    public int inputCount() {
        return layout().inputCount();
    }

    @Override
    public int inputSize(int input) {
        return layout().inputSize(input);
    }

    @Override
    public String inputType(int input) {
        return layout().inputType(input);
    }

    @Override
    public int targetCount() {
        return layout().targetCount();
    }

    @Override
    public int targetSize(int target) {
        return layout().targetSize(target);
    }

    /** Number of classes as the first sample tells: give class names where they matter. */
    @Override
    public OptionalInt classes(int target) {
        return layout().classes(target);
    }

    @Override
    public List<String> classNames(int target) {
        return layout().classNames(target);
    }

    @Override
    public BatchReader read(int batchSize) {
        Dataset.requireBatchSize(batchSize);
        return new StreamReader(opener, layout(), batchSize, new Windows(window, window));
    }

    @Override
    public BatchReader read(int batchSize, long seed, long epoch) {
        Dataset.requireBatchSize(batchSize);
        return shuffled
                ? new StreamReader(opener, layout(), batchSize, Windows.shuffled(window, seed, epoch))
                : read(batchSize);
    }

    @Override
    public String toString() {
        return (count.isPresent() ? count.getAsLong() + " samples" : "samples") + " as they are read"
                + (shuffled ? ", shuffled in windows of " + window : "");
    }
}
