package dev.netwright.runtime;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.engine.InferencePlan;
import java.nio.FloatBuffer;

/**
 * Predicts into the caller's arrays and allocates nothing: one input, one output, at most {@link #maxBatch()} samples a call. Gives
 * the bits of the model's own {@code predict}. Not thread-safe: each thread takes a predictor of its own from
 * {@link Model#predictor}. Sees weights as they are at each call. Nothing needs closing.
 */
public final class Predictor {
    private final InferencePlan plan;
    private final Schema.Port input;
    private final Schema.Port output;
    private final int inputSize;
    private final int outputSize;
    private final int maxBatch;
    private final float[][] inputs = new float[1][];
    private final float[][] outputs = new float[1][];
    private final int[] inputOffsets = new int[1];
    private final int[] outputOffsets = new int[1];

    /** Copies of direct buffers; empty before the first. */
    private float[] inputCopy = new float[0];

    private float[] outputCopy = new float[0];

    Predictor(InferencePlan plan, Schema.Port input, Schema.Port output, int maxBatch) {
        this.plan = plan;
        this.input = input;
        this.output = output;
        this.inputSize = input.size();
        this.outputSize = output.size();
        this.maxBatch = maxBatch;
        plan.reserve(maxBatch);
    }

    /** Most samples of a call. */
    public int maxBatch() {
        return maxBatch;
    }

    /**
     * Predicts {@code n} samples.
     *
     * @param in samples in row-major order, from {@code inOffset} on
     * @param n number of samples, 1 to {@link #maxBatch()}
     * @param out where the results go, from {@code outOffset} on; not where the samples are
     * @throws IllegalArgumentException where n is out of range or the places overlap
     * @throws IndexOutOfBoundsException where an array is too short
     */
    public void predict(float[] in, int inOffset, int n, float[] out, int outOffset) {
        checkCount(n);
        check(input, "input", inOffset, n, inputSize, in.length);
        check(output, "output", outOffset, n, outputSize, out.length);
        if (in == out && inOffset < outOffset + n * outputSize && outOffset < inOffset + n * inputSize) {
            throw new IllegalArgumentException("samples at " + inOffset + " and results at " + outOffset + " overlap");
        }
        run(in, inOffset, n, out, outOffset);
    }

    /**
     * Predicts {@code n} samples: reads them from {@code in}'s position on, writes the results from {@code out}'s on, and moves both
     * positions behind. Heap buffers are used in place, others through a copy, whose array is kept.
     *
     * @throws IllegalArgumentException where n is out of range, or {@code out} cannot be written
     * @throws IndexOutOfBoundsException where a buffer has too little left
     */
    public void predict(FloatBuffer in, int n, FloatBuffer out) {
        checkCount(n);
        check(input, "input", in.position(), n, inputSize, in.limit());
        check(output, "output", out.position(), n, outputSize, out.limit());
        if (out.isReadOnly()) {
            throw new IllegalArgumentException("output '" + output.name() + "': the buffer is read-only");
        }
        int read = n * inputSize;
        int written = n * outputSize;
        boolean shared = in.hasArray() && out.hasArray() && in.array() == out.array();
        float[] from;
        int fromAt = 0;
        if (in.hasArray() && !shared) {
            from = in.array();
            fromAt = in.arrayOffset() + in.position();
            in.position(in.position() + read);
        } else {
            inputCopy = inputCopy.length < read ? new float[read] : inputCopy;
            from = inputCopy;
            in.get(from, 0, read);
        }
        if (out.hasArray()) {
            run(from, fromAt, n, out.array(), out.arrayOffset() + out.position());
            out.position(out.position() + written);
        } else {
            outputCopy = outputCopy.length < written ? new float[written] : outputCopy;
            run(from, fromAt, n, outputCopy, 0);
            out.put(outputCopy, 0, written);
        }
    }

    private void run(float[] in, int inOffset, int n, float[] out, int outOffset) {
        inputs[0] = in;
        inputOffsets[0] = inOffset;
        outputs[0] = out;
        outputOffsets[0] = outOffset;
        plan.predict(inputs, inputOffsets, n, outputs, outputOffsets);
    }

    private void checkCount(int n) {
        if (n < 1 || n > maxBatch) {
            throw new IllegalArgumentException("number of samples: expected 1 to " + maxBatch + ", found " + n);
        }
    }

    private static void check(Schema.Port port, String what, int offset, int n, int size, int length) {
        long end = offset + (long) n * size;
        if (offset < 0 || end > length) {
            throw new IndexOutOfBoundsException(what + " '" + port.name() + "': " + n + " samples of " + size
                    + " floats from " + offset + " end at " + end + ", found " + length + " floats");
        }
    }

    @Override
    public String toString() {
        return "Predictor of " + input.name() + " " + input.shape() + " to " + output.name() + " " + output.shape()
                + ", at most " + maxBatch + " samples a call";
    }
}
