package dev.netwright.runtime.opencl;

/**
 * What OpenCL says of a device.
 *
 * @param handle the device, for {@link Calls}
 * @param name the device's name
 * @param platform the name of its platform
 * @param driver the driver's version
 * @param version OpenCL's version of the device
 * @param cpu whether it is a processor: kernels are chosen by it
 * @param gpu whether it is a graphics processor
 * @param units number of compute units
 * @param vectorWidth floats of a native vector
 * @param memory bytes of global memory
 * @param largestBuffer most bytes of a buffer
 * @param largestGroup most work-items of a group
 * @param shared whether it shares the host's memory
 */
record DeviceFacts(
        Object handle,
        String name,
        String platform,
        String driver,
        String version,
        boolean cpu,
        boolean gpu,
        int units,
        int vectorWidth,
        long memory,
        long largestBuffer,
        long largestGroup,
        boolean shared) {
    @Override
    public String toString() {
        return name.strip() + " (" + platform.strip() + ", driver " + driver.strip() + ", " + units + " units)";
    }
}
