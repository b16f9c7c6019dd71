package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.netwright.runtime.Device;

/** The OpenCL device of tests: where there is none they are skipped, but fail where {@code NETWRIGHT_REQUIRE_OPENCL} says there is one. */
final class OpenClHere {
    private OpenClHere() {}

    static Device device() {
        boolean required = System.getenv("NETWRIGHT_REQUIRE_OPENCL") != null;
        assumeTrue(required || !Device.list().isEmpty(), "no OpenCL device");
        return Device.openCl();
    }
}
