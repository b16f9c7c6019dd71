package dev.netwright.runtime.opencl;

/**
 * An OpenCL call failed. The message names the call, the error's code, the device and, where there are such, the kernel, the layer it
 * computes and the compiler's log.
 */
public final class OpenClException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String call;
    private final int code;
    private final String codeName;

    OpenClException(String call, int code, String codeName) {
        this(call, code, codeName, call + ": " + codeName + " (" + code + ")", null);
    }

    private OpenClException(
            String call,
            int code,
            String codeName,
            String message,
            @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
        this.call = call;
        this.code = code;
        this.codeName = codeName;
    }

    /** The same failure with the place where it happened. */
    OpenClException at(String place) {
        return new OpenClException(call, code, codeName, getMessage() + ", " + place, this);
    }

    /** The OpenCL function: {@code clBuildProgram}. */
    public String call() {
        return call;
    }

    /** OpenCL's error code, below 0. */
    public int code() {
        return code;
    }

    /** The code's name: {@code CL_OUT_OF_RESOURCES}. */
    public String codeName() {
        return codeName;
    }
}
