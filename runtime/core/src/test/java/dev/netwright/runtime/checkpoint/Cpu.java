package dev.netwright.runtime.checkpoint;

import java.lang.management.ManagementFactory;

/** Time that this thread has computed: what the rest of the machine does is not in it. */
public final class Cpu {
    private Cpu() {}

    /** Nanoseconds so far. */
    public static long nanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
