package dev.netwright.runtime.opencl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.NativePointerObject;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;

/**
 * The calls, made through JOCL: the one class that imports it. JOCL checks no lengths, so whoever calls this has. Exceptions of JOCL's own
 * stay off, as they are a setting of the whole process; codes are looked at here.
 */
final class JoclCalls implements Calls {
    private static final int NO_DEVICES = CL.CL_DEVICE_NOT_FOUND;

    /** What the loader of a platform says where none is installed. */
    private static final int NO_PLATFORMS = -1001;

    @Override
    public List<DeviceFacts> devices() {
        int[] count = new int[1];
        int code = CL.clGetPlatformIDs(0, null, count);
        if (code == NO_PLATFORMS || (code == CL.CL_SUCCESS && count[0] == 0)) {
            return List.of();
        }
        check("clGetPlatformIDs", code);
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        check("clGetPlatformIDs", CL.clGetPlatformIDs(platforms.length, platforms, null));
        List<DeviceFacts> found = new ArrayList<>();
        for (cl_platform_id platform : platforms) {
            int result = CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
            if (result == NO_DEVICES) {
                continue;
            }
            check("clGetDeviceIDs", result);
            cl_device_id[] devices = new cl_device_id[count[0]];
            check("clGetDeviceIDs", CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, devices.length, devices, null));
            for (cl_device_id device : devices) {
                found.add(facts(platform, device));
            }
        }
        return found;
    }

    private static DeviceFacts facts(cl_platform_id platform, cl_device_id device) {
        long type = number(device, CL.CL_DEVICE_TYPE, Sizeof.cl_long);
        return new DeviceFacts(
                device,
                text(device, CL.CL_DEVICE_NAME),
                name(platform),
                text(device, CL.CL_DRIVER_VERSION),
                text(device, CL.CL_DEVICE_VERSION),
                (type & CL.CL_DEVICE_TYPE_CPU) != 0,
                (type & CL.CL_DEVICE_TYPE_GPU) != 0,
                (int) number(device, CL.CL_DEVICE_MAX_COMPUTE_UNITS, Sizeof.cl_int),
                (int) number(device, CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT, Sizeof.cl_int),
                number(device, CL.CL_DEVICE_GLOBAL_MEM_SIZE, Sizeof.cl_long),
                number(device, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE, Sizeof.cl_long),
                number(device, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE, Sizeof.size_t),
                number(device, CL.CL_DEVICE_HOST_UNIFIED_MEMORY, Sizeof.cl_int) != 0);
    }

    private static String name(cl_platform_id platform) {
        long[] size = new long[1];
        check("clGetPlatformInfo", CL.clGetPlatformInfo(platform, CL.CL_PLATFORM_NAME, 0, null, size));
        byte[] bytes = new byte[Math.toIntExact(size[0])];
        check(
                "clGetPlatformInfo",
                CL.clGetPlatformInfo(platform, CL.CL_PLATFORM_NAME, bytes.length, Pointer.to(bytes), null));
        return text(bytes);
    }

    private static String text(cl_device_id device, int parameter) {
        long[] size = new long[1];
        check("clGetDeviceInfo", CL.clGetDeviceInfo(device, parameter, 0, null, size));
        byte[] bytes = new byte[Math.toIntExact(size[0])];
        check("clGetDeviceInfo", CL.clGetDeviceInfo(device, parameter, bytes.length, Pointer.to(bytes), null));
        return text(bytes);
    }

    /** A number of 4 or 8 bytes, in the order of bytes of the host. */
    private static long number(cl_device_id device, int parameter, int bytes) {
        if (bytes == Integer.BYTES) {
            int[] value = new int[1];
            check("clGetDeviceInfo", CL.clGetDeviceInfo(device, parameter, bytes, Pointer.to(value), null));
            return Integer.toUnsignedLong(value[0]);
        }
        long[] value = new long[1];
        check("clGetDeviceInfo", CL.clGetDeviceInfo(device, parameter, bytes, Pointer.to(value), null));
        return value[0];
    }

    /** Without the zero at its end. */
    private static String text(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public Object createContext(Object device) {
        int[] code = new int[1];
        cl_device_id[] devices = {(cl_device_id) device};
        cl_context context = CL.clCreateContext(new cl_context_properties(), 1, devices, null, null, code);
        return created("clCreateContext", context, code);
    }

    @Override
    @SuppressWarnings("deprecation") // its successor needs OpenCL 2.0
    public Object createQueue(Object context, Object device) {
        int[] code = new int[1];
        cl_command_queue queue = CL.clCreateCommandQueue((cl_context) context, (cl_device_id) device, 0, code);
        return created("clCreateCommandQueue", queue, code);
    }

    @Override
    public Object createBuffer(Object context, long bytes) {
        int[] code = new int[1];
        cl_mem buffer = CL.clCreateBuffer((cl_context) context, CL.CL_MEM_READ_WRITE, bytes, null, code);
        return created("clCreateBuffer", buffer, code);
    }

    @Override
    public Object createProgram(Object context, String source) {
        int[] code = new int[1];
        String[] sources = {source};
        cl_program program = CL.clCreateProgramWithSource((cl_context) context, 1, sources, null, code);
        return created("clCreateProgramWithSource", program, code);
    }

    @Override
    public Object createProgram(Object context, Object device, byte[] binary) {
        int[] code = new int[1];
        int[] status = new int[1];
        cl_device_id[] devices = {(cl_device_id) device};
        cl_program program = CL.clCreateProgramWithBinary(
                (cl_context) context, 1, devices, new long[] {binary.length}, new byte[][] {binary}, status, code);
        Object made = created("clCreateProgramWithBinary", program, code);
        if (status[0] != CL.CL_SUCCESS) {
            release(Kind.PROGRAM, made);
            check("clCreateProgramWithBinary", status[0]);
        }
        return made;
    }

    @Override
    public void build(Object program, Object device, String options) {
        cl_device_id[] devices = {(cl_device_id) device};
        check("clBuildProgram", CL.clBuildProgram((cl_program) program, 1, devices, options, null, null));
    }

    @Override
    public String buildLog(Object program, Object device) {
        long[] size = new long[1];
        cl_program built = (cl_program) program;
        cl_device_id on = (cl_device_id) device;
        check("clGetProgramBuildInfo", CL.clGetProgramBuildInfo(built, on, CL.CL_PROGRAM_BUILD_LOG, 0, null, size));
        byte[] bytes = new byte[Math.toIntExact(size[0])];
        check(
                "clGetProgramBuildInfo",
                CL.clGetProgramBuildInfo(built, on, CL.CL_PROGRAM_BUILD_LOG, bytes.length, Pointer.to(bytes), null));
        return text(bytes);
    }

    @Override
    public byte[] binary(Object program) {
        cl_program built = (cl_program) program;
        long[] sizes = new long[1];
        check(
                "clGetProgramInfo",
                CL.clGetProgramInfo(built, CL.CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(sizes), null));
        byte[] bytes = new byte[Math.toIntExact(sizes[0])];
        check(
                "clGetProgramInfo",
                CL.clGetProgramInfo(
                        built, CL.CL_PROGRAM_BINARIES, Sizeof.POINTER, Pointer.to(Pointer.to(bytes)), null));
        return bytes;
    }

    @Override
    public Object createKernel(Object program, String name) {
        int[] code = new int[1];
        cl_kernel kernel = CL.clCreateKernel((cl_program) program, name, code);
        return created("clCreateKernel", kernel, code);
    }

    @Override
    public void setBuffer(Object kernel, int index, Object buffer) {
        check("clSetKernelArg", CL.clSetKernelArg((cl_kernel) kernel, index, Sizeof.cl_mem, Pointer.to((cl_mem)
                buffer)));
    }

    @Override
    public void setInt(Object kernel, int index, int value) {
        int[] values = {value};
        check("clSetKernelArg", CL.clSetKernelArg((cl_kernel) kernel, index, Sizeof.cl_int, Pointer.to(values)));
    }

    @Override
    public void write(Object queue, Object buffer, long atFloat, float[] source, int from, int count) {
        check(
                "clEnqueueWriteBuffer",
                CL.clEnqueueWriteBuffer(
                        (cl_command_queue) queue,
                        (cl_mem) buffer,
                        true,
                        Float.BYTES * atFloat,
                        (long) Float.BYTES * count,
                        Pointer.to(source).withByteOffset((long) Float.BYTES * from),
                        0,
                        null,
                        null));
    }

    @Override
    public void read(Object queue, Object buffer, long atFloat, float[] target, int to, int count) {
        check(
                "clEnqueueReadBuffer",
                CL.clEnqueueReadBuffer(
                        (cl_command_queue) queue,
                        (cl_mem) buffer,
                        true,
                        Float.BYTES * atFloat,
                        (long) Float.BYTES * count,
                        Pointer.to(target).withByteOffset((long) Float.BYTES * to),
                        0,
                        null,
                        null));
    }

    @Override
    public void launch(Object queue, Object kernel, long global, long local) {
        check(
                "clEnqueueNDRangeKernel",
                CL.clEnqueueNDRangeKernel(
                        (cl_command_queue) queue,
                        (cl_kernel) kernel,
                        1,
                        null,
                        new long[] {global},
                        new long[] {local},
                        0,
                        null,
                        null));
    }

    @Override
    public void finish(Object queue) {
        check("clFinish", CL.clFinish((cl_command_queue) queue));
    }

    @Override
    public void release(Kind kind, Object handle) {
        switch (kind) {
            case CONTEXT -> check("clReleaseContext", CL.clReleaseContext((cl_context) handle));
            case QUEUE -> check("clReleaseCommandQueue", CL.clReleaseCommandQueue((cl_command_queue) handle));
            case BUFFER -> check("clReleaseMemObject", CL.clReleaseMemObject((cl_mem) handle));
            case PROGRAM -> check("clReleaseProgram", CL.clReleaseProgram((cl_program) handle));
            case KERNEL -> check("clReleaseKernel", CL.clReleaseKernel((cl_kernel) handle));
        }
    }

    private static Object created(
            String call, @org.jspecify.annotations.Nullable NativePointerObject object, int[] code) {
        check(call, code[0]);
        if (object == null) {
            throw new OpenClException(call, CL.CL_OUT_OF_RESOURCES, "no object and no error");
        }
        return object;
    }

    private static void check(String call, int code) {
        if (code != CL.CL_SUCCESS) {
            throw new OpenClException(call, code, CL.stringFor_errorCode(code));
        }
    }
}
