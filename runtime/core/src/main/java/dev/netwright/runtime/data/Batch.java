package dev.netwright.runtime.data;

import dev.netwright.runtime.engine.InputArrays;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Some samples, side by side: what a forward pass reads and a loss compares with. The arrays may be longer than
 * {@link #size()} samples; what lies beyond is not read. A batch that a data set fills again is the same object with other
 * values: use it before the next one is taken. Not thread-safe.
 */
public final class Batch {
    private final Object[] inputs;
    private final Object[] targets;
    private int size;
    private long[] samples = new long[0];
    private IntFunction<String> names = this::numbered;

    private Batch(Object[] inputs, Object[] targets, int size) {
        if (size < 0) {
            throw new IllegalArgumentException("a batch of " + size + " samples");
        }
        this.inputs = inputs;
        this.targets = targets;
        this.size = size;
    }

    /** Samples of one input with a class id each. The arrays are used, not copied. */
    public static Batch of(float[] inputs, int[] labels) {
        return of(new float[][] {inputs}, labels, labels.length);
    }

    /** Samples with class ids. The arrays are used, not copied. */
    public static Batch of(Object[] inputs, int[] labels, int size) {
        return new Batch(inputs, new Object[] {labels}, size);
    }

    /** Samples with float targets, one array an output of the network. The arrays are used, not copied. */
    public static Batch of(Object[] inputs, float[][] targets, int size) {
        return new Batch(inputs, targets.clone(), size);
    }

    /**
     * Samples with targets of several outputs, of either kind.
     *
     * @param targets for each output an {@code int[]} of class ids or a {@code float[]}; used, not copied
     */
    public static Batch of(Object[] inputs, List<?> targets, int size) {
        for (Object target : targets) {
            if (!(target instanceof int[]) && !(target instanceof float[])) {
                throw new IllegalArgumentException(
                        "targets are int[] or float[], not " + target.getClass().getSimpleName());
            }
        }
        return new Batch(inputs, targets.toArray(), size);
    }

    /** A batch with room for samples of some columns. */
    static Batch sized(List<Column> inputs, List<Column> targets, int capacity) {
        Object[] in = new Object[inputs.size()];
        for (int i = 0; i < in.length; i++) {
            in[i] = InputArrays.like(
                    inputs.get(i).values(),
                    Math.multiplyExact(capacity, inputs.get(i).width()));
        }
        Object[] out = new Object[targets.size()];
        for (int i = 0; i < out.length; i++) {
            int length = Math.multiplyExact(capacity, targets.get(i).width());
            out[i] = targets.get(i) instanceof Column.Ids ? new int[length] : new float[length];
        }
        return new Batch(in, out, 0);
    }

    /** Number of samples. */
    public int size() {
        return size;
    }

    /** For each input of the network its samples in row-major order: an array of the input's type. */
    public Object[] inputs() {
        return inputs;
    }

    /** The values of an input of type float32. */
    public float[] floats(int input) {
        return (float[]) inputs[input];
    }

    /** Number of targets. */
    public int targetCount() {
        return targets.length;
    }

    /** Class ids for an output, where the target of that index has them. */
    public Optional<int[]> labels(int output) {
        return output < targets.length && targets[output] instanceof int[] ids ? Optional.of(ids) : Optional.empty();
    }

    /** Float targets for an output, where the target of that index has them. */
    public Optional<float[]> targets(int output) {
        return output < targets.length && targets[output] instanceof float[] values
                ? Optional.of(values)
                : Optional.empty();
    }

    /**
     * The rows of one output's samples that are to be looked at, as a batch of their own with a sample a row: what losses and metrics are
     * given where samples differ in length.
     *
     * @param output the output
     * @param target its target for each of these rows, an {@code int[]} or a {@code float[]}
     * @param rows numbers of the rows, as many to a sample
     * @param rowsPerSample rows of a sample
     */
    public Batch ofRows(int output, Object target, int[] rows, int rowsPerSample) {
        Object[] all = targets.clone();
        all[output] = target;
        Batch batch = new Batch(inputs, all, rows.length);
        batch.names = row -> describe(rows[row] / rowsPerSample) + ", position " + rows[row] % rowsPerSample;
        return batch;
    }

    /** Names a sample in a message: its number in the data set where it came from one, else in the batch. */
    public String describe(int sample) {
        return names.apply(sample);
    }

    private String numbered(int sample) {
        return sample < samples.length ? "sample " + samples[sample] : "sample " + sample + " of the batch";
    }

    /** Takes all samples out; the arrays stay. */
    void clear() {
        size = 0;
    }

    /** Adds the samples {@code rows[at]} to {@code rows[at + n - 1]}, whose numbers count from {@code first}; allocates nothing once warm. */
    void append(List<Column> from, List<Column> fromTargets, int[] rows, int at, int n, long first) {
        for (int c = 0; c < inputs.length; c++) {
            copy(from.get(c).values(), inputs[c], rows, at, n, from.get(c).width());
        }
        for (int c = 0; c < targets.length; c++) {
            Column column = fromTargets.get(c);
            if (column instanceof Column.Floats floats) {
                copy(floats.values(), targets[c], rows, at, n, column.width());
            } else if (column instanceof Column.Ids ids) {
                copy(ids.values(), targets[c], rows, at, n, column.width());
            }
        }
        if (samples.length < size + n) {
            samples = Arrays.copyOf(samples, size + n);
        }
        for (int i = 0; i < n; i++) {
            samples[size + i] = first + rows[at + i];
        }
        size += n;
    }

    private void copy(Object source, Object target, int[] rows, int at, int n, int width) {
        for (int i = 0; i < n; i++) {
            System.arraycopy(source, rows[at + i] * width, target, (size + i) * width, width);
        }
    }
}
