package dev.netwright.runtime.opencl;

import java.util.List;
import java.util.function.Supplier;

/** Calls of which the n-th fails, or all from the n-th on. A release that fails has been done: it is the answer that is lost. */
final class FaultyCalls implements Calls {
    private final Calls calls;
    private int failing;
    private final boolean forever;
    private int code;
    private int made;

    FaultyCalls(Calls calls, int failing, boolean forever, int code) {
        this.calls = calls;
        this.failing = failing;
        this.forever = forever;
        this.code = code;
    }

    /** Calls made so far. */
    int made() {
        return made;
    }

    /** Fails the n-th call from now on; none where n is 0. */
    void failIn(int n, int with) {
        failing = n == 0 ? 0 : made + n;
        code = with;
    }

    private void fail(String call) {
        made++;
        if (made == failing || (forever && made > failing)) {
            throw new OpenClException(call, code, "INJECTED");
        }
    }

    private <T> T after(String call, Supplier<T> made) {
        fail(call);
        return made.get();
    }

    private void after(String call, Runnable made) {
        fail(call);
        made.run();
    }

    @Override
    public List<DeviceFacts> devices() {
        return after("clGetDeviceIDs", calls::devices);
    }

    @Override
    public Object createContext(Object device) {
        return after("clCreateContext", () -> calls.createContext(device));
    }

    @Override
    public Object createQueue(Object context, Object device) {
        return after("clCreateCommandQueue", () -> calls.createQueue(context, device));
    }

    @Override
    public Object createBuffer(Object context, long bytes) {
        return after("clCreateBuffer", () -> calls.createBuffer(context, bytes));
    }

    @Override
    public Object createProgram(Object context, String source) {
        return after("clCreateProgramWithSource", () -> calls.createProgram(context, source));
    }

    @Override
    public Object createProgram(Object context, Object device, byte[] binary) {
        return after("clCreateProgramWithBinary", () -> calls.createProgram(context, device, binary));
    }

    @Override
    public void build(Object program, Object device, String options) {
        after("clBuildProgram", () -> calls.build(program, device, options));
    }

    @Override
    public String buildLog(Object program, Object device) {
        return after("clGetProgramBuildInfo", () -> calls.buildLog(program, device));
    }

    @Override
    public byte[] binary(Object program) {
        return after("clGetProgramInfo", () -> calls.binary(program));
    }

    @Override
    public Object createKernel(Object program, String name) {
        return after("clCreateKernel", () -> calls.createKernel(program, name));
    }

    @Override
    public void setBuffer(Object kernel, int index, Object buffer) {
        after("clSetKernelArg", () -> calls.setBuffer(kernel, index, buffer));
    }

    @Override
    public void setInt(Object kernel, int index, int value) {
        after("clSetKernelArg", () -> calls.setInt(kernel, index, value));
    }

    @Override
    public void write(Object queue, Object buffer, long atFloat, float[] source, int from, int count) {
        after("clEnqueueWriteBuffer", () -> calls.write(queue, buffer, atFloat, source, from, count));
    }

    @Override
    public void read(Object queue, Object buffer, long atFloat, float[] target, int to, int count) {
        after("clEnqueueReadBuffer", () -> calls.read(queue, buffer, atFloat, target, to, count));
    }

    @Override
    public void launch(Object queue, Object kernel, long global, long local) {
        after("clEnqueueNDRangeKernel", () -> calls.launch(queue, kernel, global, local));
    }

    @Override
    public void finish(Object queue) {
        after("clFinish", () -> calls.finish(queue));
    }

    @Override
    public void release(Kind kind, Object handle) {
        calls.release(kind, handle);
        fail("clRelease");
    }
}
