package dev.netwright.runtime;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.engine.InputArrays;
import dev.netwright.runtime.engine.Predicting;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Predicts into the caller's arrays and allocates nothing, at most {@link #maxBatch()} samples a call. Gives the bits of the model's own
 * {@code predict}. Not thread-safe: each thread takes a predictor of its own from {@link Model#predictor}. Sees weights as they are at
 * each call. Nothing needs closing. Of a network with several inputs or outputs the generated subclass has the call to use.
 */
public class Predictor {
    private final Predicting plan;
    private final List<Schema.Port> ports;
    private final List<Schema.Port> results;
    private final int maxBatch;
    private final Object[] inputs;
    private final float[][] outputs;
    private final int[] inputOffsets;
    private final int[] outputOffsets;

    /** Copies of direct buffers; empty before the first. */
    private float[] inputCopy = new float[0];

    private float[] outputCopy = new float[0];

    /** A predictor of a model, for calls of at most {@code maxBatch} samples, 1 or more. */
    protected Predictor(Model model, int maxBatch) {
        this.plan = model.ownPlan();
        this.ports = model.schema().inputs();
        this.results = model.schema().outputs();
        this.maxBatch = maxBatch;
        this.inputs = new Object[ports.size()];
        this.outputs = new float[results.size()][];
        this.inputOffsets = new int[ports.size()];
        this.outputOffsets = new int[results.size()];
        plan.reserve(maxBatch);
    }

    /** Most samples of a call. */
    public final int maxBatch() {
        return maxBatch;
    }

    /**
     * Predicts {@code n} samples of a network with one input and one output.
     *
     * @param in samples in row-major order, from {@code inOffset} on
     * @param n number of samples, 1 to {@link #maxBatch()}
     * @param out where the results go, from {@code outOffset} on; not where the samples are
     * @throws IllegalArgumentException where n is out of range or the places overlap
     * @throws IndexOutOfBoundsException where an array is too short
     * @throws IllegalStateException where the network has several inputs or outputs
     */
    public final void predict(float[] in, int inOffset, int n, float[] out, int outOffset) {
        requireSingle();
        input(0, in, inOffset);
        output(0, out, outOffset);
        run(n);
    }

    /**
     * Predicts {@code n} samples of a network with one input and one output: reads them from {@code in}'s position on, writes the results
     * from {@code out}'s on, and moves both positions behind. Heap buffers are used in place, others through a copy, whose array is kept.
     *
     * @throws IllegalArgumentException where n is out of range, or {@code out} cannot be written
     * @throws IndexOutOfBoundsException where a buffer has too little left
     * @throws IllegalStateException where the network has several inputs or outputs
     */
    public final void predict(FloatBuffer in, int n, FloatBuffer out) {
        requireSingle();
        checkCount(n);
        int inputSize = ports.get(0).size();
        int outputSize = results.get(0).size();
        check(ports.get(0), "input", in.position(), n, in.limit());
        check(results.get(0), "output", out.position(), n, out.limit());
        if (out.isReadOnly()) {
            throw new IllegalArgumentException("output '" + results.get(0).name() + "': the buffer is read-only");
        }
        int read = n * inputSize;
        int written = n * outputSize;
        boolean shared = in.hasArray() && out.hasArray() && in.array() == out.array();
        if (in.hasArray() && !shared) {
            input(0, in.array(), in.arrayOffset() + in.position());
            in.position(in.position() + read);
        } else {
            inputCopy = inputCopy.length < read ? new float[read] : inputCopy;
            in.get(inputCopy, 0, read);
            input(0, inputCopy, 0);
        }
        if (out.hasArray()) {
            output(0, out.array(), out.arrayOffset() + out.position());
            run(n);
            out.position(out.position() + written);
        } else {
            outputCopy = outputCopy.length < written ? new float[written] : outputCopy;
            output(0, outputCopy, 0);
            run(n);
            out.put(outputCopy, 0, written);
        }
    }

    /** Where the samples of an input lie, for the next {@link #run}. */
    protected final void input(int index, Object array, int offset) {
        inputs[index] = array;
        inputOffsets[index] = offset;
    }

    /** As {@link #input(int, Object, int)}, the offset told in samples. */
    protected final void inputFrom(int index, Object array, int sample) {
        input(index, array, offset(ports.get(index), "input", sample));
    }

    /** Where the results of an output go in the next {@link #run}. */
    protected final void output(int index, float[] array, int offset) {
        outputs[index] = array;
        outputOffsets[index] = offset;
    }

    /** As {@link #output(int, float[], int)}, the offset told in samples. */
    protected final void outputFrom(int index, float[] array, int sample) {
        output(index, array, offset(results.get(index), "output", sample));
    }

    /** Predicts {@code n} samples from and to the places told. */
    protected final void run(int n) {
        checkCount(n);
        for (int k = 0; k < inputs.length; k++) {
            InputArrays.requireType(ports.get(k), inputs[k]);
            check(ports.get(k), "input", inputOffsets[k], n, InputArrays.length(inputs[k]));
        }
        InputArrays.requireValues(ports, inputs, inputOffsets, n, Model.SAMPLE);
        for (int j = 0; j < outputs.length; j++) {
            check(results.get(j), "output", outputOffsets[j], n, outputs[j].length);
            for (int k = 0; k < inputs.length; k++) {
                requireApart(inputs[k], inputOffsets[k], n * ports.get(k).size(), j, n, "samples");
            }
            for (int k = 0; k < j; k++) {
                requireApart(outputs[k], outputOffsets[k], n * results.get(k).size(), j, n, "results");
            }
        }
        plan.predict(inputs, inputOffsets, n, outputs, outputOffsets);
    }

    private void requireApart(Object array, int at, int length, int output, int n, String what) {
        int to = outputOffsets[output];
        if (array == outputs[output] && at < to + n * results.get(output).size() && to < at + length) {
            throw new IllegalArgumentException(what + " at " + at + " and results at " + to + " overlap");
        }
    }

    private void requireSingle() {
        if (ports.size() != 1 || results.size() != 1 || !ports.get(0).type().equals("float32")) {
            throw new IllegalStateException("this call is for one float32 input and one output, found " + named(ports)
                    + " and " + named(results) + ": use the call of the model's own predictor that takes its records");
        }
    }

    private void checkCount(int n) {
        if (n < 1 || n > maxBatch) {
            throw new IllegalArgumentException("number of samples: expected 1 to " + maxBatch + ", found " + n);
        }
    }

    private static int offset(Schema.Port port, String what, int sample) {
        long offset = (long) sample * port.size();
        if (offset < 0 || offset > Integer.MAX_VALUE) {
            throw new IndexOutOfBoundsException(
                    what + " '" + port.name() + "': no array has a sample number " + sample);
        }
        return (int) offset;
    }

    private static void check(Schema.Port port, String what, int offset, int n, int length) {
        long end = offset + (long) n * port.size();
        if (offset < 0 || end > length) {
            throw new IndexOutOfBoundsException(what + " '" + port.name() + "': " + n + " samples of " + port.size()
                    + " values from " + offset + " end at " + end + ", found " + length + " values");
        }
    }

    @Override
    public String toString() {
        return "Predictor of " + named(ports) + " to " + named(results) + ", at most " + maxBatch + " samples a call";
    }

    private static String named(List<Schema.Port> ports) {
        StringBuilder text = new StringBuilder();
        for (Schema.Port port : ports) {
            text.append(text.isEmpty() ? "" : " and ")
                    .append(port.name())
                    .append(' ')
                    .append(port.shape());
        }
        return text.toString();
    }
}
