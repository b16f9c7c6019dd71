package dev.netwright.runtime.data;

import dev.netwright.runtime.array.NumberArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Samples with their targets, in memory. Every sample has the same number of float values in each input, and for each output
 * of a network a target: a class id, or several (one a position), or float values. Immutable and thread-safe: the arrays it is
 * made of are copied, and cutting or shuffling gives another data set over the same copy.
 *
 * <pre>{@code
 * Dataset data = Dataset.of(pixels, digits).mapInputs(row -> scaled(row));
 * Dataset.Split split = data.shuffle(42).split(0.8);
 * }</pre>
 */
public final class Dataset extends DatasetRows {
    private Dataset(List<? extends Column> inputs, List<Column> targets, int[] rows) {
        super(inputs, targets, rows);
    }

    /**
     * Two parts of a data set.
     *
     * @param train the part to train on
     * @param test the part to measure on
     */
    public record Split(Dataset train, Dataset test) {}

    /** Samples of several inputs. */
    static Dataset ofColumns(List<Column> inputs, int samples) {
        return new Dataset(inputs, List.of(), Order.identity(samples));
    }

    /** Samples without a target. */
    public static Dataset of(float[][] inputs) {
        return new Dataset(
                List.of(ArrayColumns.floats("input", inputs, inputs.length)), List.of(), Order.identity(inputs.length));
    }

    /** Samples with a class id each, 0 or more. */
    public static Dataset of(float[][] inputs, int[] labels) {
        return of(inputs).withLabels(labels);
    }

    /** Samples with a row of float targets each. */
    public static Dataset of(float[][] inputs, float[][] targets) {
        return of(inputs).withTargets(targets);
    }

    /**
     * Samples of an array, such as {@code Idx.read(path)}: a sample for each index of its first axis.
     *
     * @throws IllegalArgumentException where a value is NaN or infinite; names it
     */
    public static Dataset of(NumberArray inputs) {
        Column.Floats column = ArrayColumns.floats("input", inputs);
        return new Dataset(List.of(column), List.of(), Order.identity(column.rows()));
    }

    /**
     * Samples of an array with targets of another: whole numbers are class ids, floating-point numbers are float targets.
     *
     * @throws IllegalArgumentException where the arrays do not have as many samples, or a value is no class id, NaN or infinite; names it
     */
    public static Dataset of(NumberArray inputs, NumberArray targets) {
        Dataset data = of(inputs);
        return targets.type().isFloat()
                ? data.withTarget(ArrayColumns.floats("target", targets, data.size()))
                : data.withLabels(ArrayColumns.ids(targets, data.size()));
    }

    /** Samples of different lengths: two inputs, the values and their lengths. */
    public static Dataset of(Sequences inputs) {
        return ofColumns(List.of(inputs.values(inputs.count()), inputs.lengthColumn()), inputs.count());
    }

    /** With a further input of samples of different lengths, and one of their lengths. */
    public Dataset withInput(Sequences sequences) {
        Dataset base = compact();
        List<Column> all = new ArrayList<>(base.inputs);
        all.add(sequences.values(size()));
        all.add(sequences.lengthColumn());
        return new Dataset(all, base.targets, base.rows);
    }

    /** With a further input. */
    public Dataset withInput(float[][] values) {
        Dataset base = compact();
        List<Column> all = new ArrayList<>(base.inputs);
        all.add(ArrayColumns.floats("input " + (inputs.size() + 1), values, size()));
        return new Dataset(all, base.targets, base.rows);
    }

    /** With class ids, 0 or more, for the next output: one a sample, or the same number a sample, sample after sample. */
    public Dataset withLabels(int[] ids) {
        return withLabels(ids, List.of());
    }

    /**
     * With class ids and the names of the classes.
     *
     * @param names names of the classes 0, 1, …; empty where they have none
     */
    public Dataset withLabels(int[] ids, List<String> names) {
        return withTarget(ArrayColumns.ids(ids, names, size()));
    }

    /** With float targets for the next output, a row a sample. */
    public Dataset withTargets(float[][] values) {
        return withTarget(ArrayColumns.floats("target", values, size()));
    }

    Dataset withTarget(Column column) {
        Dataset base = compact();
        List<Column> all = new ArrayList<>(base.targets);
        all.add(column);
        return new Dataset(base.inputs, all, base.rows);
    }

    /** With every sample's first input replaced by what the function makes of a copy of it. */
    public Dataset mapInputs(UnaryOperator<float[]> function) {
        return mapInputs(0, function);
    }

    /** With every sample's input of that index replaced by what the function makes of a copy of it. */
    public Dataset mapInputs(int input, UnaryOperator<float[]> function) {
        float[][] mapped = new float[size()][];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = function.apply(input(input, i));
        }
        Dataset base = compact();
        List<Column> all = new ArrayList<>(base.inputs);
        all.set(input, ArrayColumns.floats("mapped input", mapped, size()));
        return new Dataset(all, base.targets, base.rows);
    }

    /** The same samples in a random order; the same seed gives the same order. */
    public Dataset shuffle(long seed) {
        return shuffle(seed, 0);
    }

    /** The same samples in the order of a stream of random numbers. */
    Dataset shuffle(long seed, long stream) {
        int[] order = rows.clone();
        Order.shuffle(order, seed, stream);
        return new Dataset(inputs, targets, order);
    }

    /** The first samples, rounded to a whole number, and the rest. Shuffle before where the data are sorted. */
    public Split split(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction: expected 0 to 1, found " + fraction);
        }
        int first = (int) Math.rint(fraction * size());
        return new Split(slice(0, first), slice(first, size()));
    }

    /** Every k-th sample, from {@code offset}, as test; the others as train. */
    public Split splitEvery(int k, int offset) {
        if (k < 1) {
            throw new IllegalArgumentException("every k-th sample: expected a k of 1 or more, found " + k);
        }
        if (offset < 0 || offset >= k) {
            throw new IllegalArgumentException("offset of every k-th sample: expected 0 to " + (k - 1)
                    + ", below the k of " + k + ", found " + offset);
        }
        return new Split(where(i -> i % k != offset), where(i -> i % k == offset));
    }

    /** Every k-th sample, from {@code offset}. */
    public Dataset every(int k, int offset) {
        return splitEvery(k, offset).test();
    }

    /** The first samples, all where there are fewer. */
    public Dataset take(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("samples to take: expected 0 or more, found " + count);
        }
        return slice(0, Math.min(count, size()));
    }

    /** The samples {@code from} to {@code to}, excluded. */
    public Dataset slice(int from, int to) {
        Objects.checkFromToIndex(from, to, size());
        return new Dataset(inputs, targets, Arrays.copyOfRange(rows, from, to));
    }

    /** The samples of these indices, in that order. */
    public Dataset select(int... indices) {
        return new Dataset(
                inputs, targets, IntStream.of(indices).map(i -> rows[i]).toArray());
    }

    /** The samples of this data set, then those of another of the same shape and the same class names. */
    public Dataset concat(Dataset other) {
        if (inputs.size() != other.inputs.size() || targets.size() != other.targets.size()) {
            throw new IllegalArgumentException("one data set has " + inputs.size() + " inputs and " + targets.size()
                    + " targets, the other " + other.inputs.size() + " and " + other.targets.size());
        }
        Dataset first = compact();
        Dataset second = other.compact();
        List<Column> allInputs = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            allInputs.add(first.inputs.get(i).concat(second.inputs.get(i)));
        }
        List<Column> allTargets = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            allTargets.add(first.targets.get(i).concat(second.targets.get(i)));
        }
        return new Dataset(allInputs, allTargets, Order.identity(Math.addExact(size(), other.size())));
    }

    /** An empty batch with room for so many samples. */
    Batch newBatch(int capacity) {
        return Batch.sized(inputs, targets, capacity);
    }

    /** Adds n samples to a batch; {@code first} is the number of this data set's first sample in what it is a part of. */
    void append(int from, int n, Batch batch, long first) {
        batch.append(inputs, targets, rows, from, n, first);
    }

    /** The samples {@code from} to {@code to}, excluded, as one batch, a new one. */
    public Batch batch(int from, int to) {
        Batch batch = newBatch(to - from);
        append(from, to - from, batch, 0);
        return batch;
    }

    /** All samples in order, in batches of so many; the last may have fewer. The batch is one object, filled again. */
    public Iterable<Batch> batches(int batchSize) {
        requireBatchSize(batchSize);
        return () -> read(batchSize);
    }

    /** All samples in a random order that depends on seed and epoch, in batches; see {@link #batches(int)}. */
    public Iterable<Batch> batches(int batchSize, long seed, long epoch) {
        requireBatchSize(batchSize);
        return () -> read(batchSize, seed, epoch);
    }

    @Override
    public BatchReader read(int batchSize) {
        requireBatchSize(batchSize);
        return new BatchIterator(this, batchSize);
    }

    @Override
    public BatchReader read(int batchSize, long seed, long epoch) {
        requireBatchSize(batchSize);
        return new BatchIterator(shuffle(seed, epoch), batchSize);
    }

    static void requireBatchSize(int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size: expected 1 or more, found " + batchSize);
        }
    }

    private Dataset where(IntPredicate index) {
        return new Dataset(
                inputs,
                targets,
                IntStream.range(0, size()).filter(index).map(i -> rows[i]).toArray());
    }

    /** The same samples with columns of their own, in order: to what columns can be added. */
    private Dataset compact() {
        return new Dataset(
                inputs.stream().map(column -> column.pick(rows)).toList(),
                targets.stream().map(column -> column.pick(rows)).toList(),
                Order.identity(size()));
    }

    /** The same samples, each with its place as its number. */
    Dataset numbered() {
        return IntStream.range(0, rows.length).allMatch(i -> rows[i] == i) ? this : compact();
    }

    /** Whether samples look alike: inputs, targets and the names of classes. */
    boolean sameLayout(Dataset other) {
        return describeColumns().equals(other.describeColumns())
                && IntStream.range(0, targets.size())
                        .allMatch(k -> classNames(k).equals(other.classNames(k)));
    }
}
