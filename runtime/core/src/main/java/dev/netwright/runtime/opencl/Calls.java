package dev.netwright.runtime.opencl;

import java.util.List;

/**
 * The OpenCL calls that the engine makes, on handles that only the implementation knows. Nothing here checks a length or whether a handle
 * is still there: callers do ({@link ClBuffer}, {@link ClKernel}). Each call throws {@link OpenClException} where OpenCL returns an error.
 * Tests put an implementation between that fails the n-th call.
 */
interface Calls {
    /** What can be released. */
    enum Kind {
        CONTEXT,
        QUEUE,
        BUFFER,
        PROGRAM,
        KERNEL
    }

    /** All devices of all platforms, in OpenCL's order. */
    List<DeviceFacts> devices();

    Object createContext(Object device);

    Object createQueue(Object context, Object device);

    Object createBuffer(Object context, long bytes);

    Object createProgram(Object context, String source);

    Object createProgram(Object context, Object device, byte[] binary);

    /** Compiles and links; the exception of a failure has no log, see {@link #buildLog}. */
    void build(Object program, Object device, String options);

    String buildLog(Object program, Object device);

    byte[] binary(Object program);

    Object createKernel(Object program, String name);

    void setBuffer(Object kernel, int index, Object buffer);

    void setInt(Object kernel, int index, int value);

    /** Copies {@code count} floats of an array to a buffer and waits. */
    void write(Object queue, Object buffer, long atFloat, float[] source, int from, int count);

    /** Copies {@code count} floats of a buffer to an array and waits for them and all before them. */
    void read(Object queue, Object buffer, long atFloat, float[] target, int to, int count);

    /** Starts a kernel after all before it: {@code global} work-items in groups of {@code local}. */
    void launch(Object queue, Object kernel, long global, long local);

    void finish(Object queue);

    void release(Kind kind, Object handle);
}
