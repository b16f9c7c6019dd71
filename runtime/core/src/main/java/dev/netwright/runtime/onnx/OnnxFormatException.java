package dev.netwright.runtime.onnx;

import java.io.IOException;

/** Bytes that are no ONNX model. */
public final class OnnxFormatException extends IOException {
    private static final long serialVersionUID = 1;

    private final String problem;
    private final boolean truncated;
    private final boolean external;
    private final long offset;
    private final String tensor;

    OnnxFormatException(String problem, boolean truncated, boolean external, long offset, String tensor) {
        super(problem);
        this.problem = problem;
        this.truncated = truncated;
        this.external = external;
        this.offset = offset;
        this.tensor = tensor;
    }

    /** What is wrong. */
    public String problem() {
        return problem;
    }

    /** Whether the bytes end too early. */
    public boolean truncated() {
        return truncated;
    }

    /** Whether the model refers to another file. */
    public boolean external() {
        return external;
    }

    /** Number of bytes read when the problem was found. */
    public long offset() {
        return offset;
    }

    /** Name of the ONNX initializer, empty where it is not about one. */
    public String tensor() {
        return tensor;
    }
}
